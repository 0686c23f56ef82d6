// Pointer, wheel and fingers on the map.

(() => {
  const stage = byId('stage');
  const drawing = byId('map');
  const fingers = new Map();
  const STILL = 6;
  let began = null;
  let moved = false;
  let lastTap = { time: 0, x: 0, y: 0 };

  const local = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  drawing.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    map.stop();
    drawing.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, local(event));
    if (fingers.size === 1) {
      began = { at: local(event), target: event.target };
      moved = false;
    } else {
      moved = true;
    }
  });

  // A pointer takes the focus from controls, but the map needs no ring round it.
  drawing.addEventListener('mousedown', (event) => {
    event.preventDefault();
    document.activeElement?.blur();
  });

  drawing.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = local(event);
    if (fingers.size === 1) {
      const far = Math.hypot(now[0] - began.at[0], now[1] - began.at[1]);
      if (!moved && far < STILL) return;
      if (!moved) show.stray();
      moved = true;
      map.pan(now[0] - before[0], now[1] - before[1]);
    } else if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const spread = (at) => Math.max(Math.hypot(at[0] - other[0], at[1] - other[1]), 1);
      const middle = (at) => [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
      const [from, to] = [middle(before), middle(now)];
      show.stray();
      map.pan(to[0] - from[0], to[1] - from[1]);
      map.zoomAt(...to, Math.log2(spread(now) / spread(before)));
    }
    fingers.set(event.pointerId, now);
  });

  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (event.type === 'pointerup' && !moved && fingers.size === 0) click(event);
  };
  drawing.addEventListener('pointerup', lift);
  drawing.addEventListener('pointercancel', lift);

  function click(event) {
    const { target } = began;
    const near = target.closest('[data-near]');
    const thing = target.closest('[data-place]');
    const [x, y] = local(event);
    const twice = event.timeStamp - lastTap.time < 350 && Math.hypot(x - lastTap.x, y - lastTap.y) < 24;
    lastTap = { time: event.timeStamp, x, y };
    const region = thing?.classList.contains('hit');
    if (near) {
      map.near(Number(near.dataset.near));
      show.stray();
    } else if (thing && !(region && show.running())) {
      openCard(Number(thing.dataset.place), { focus: false });
      if (twice) map.zoomAt(x, y, 1);
    } else if (show.running()) {
      show.emptyClick();
    } else if (twice) {
      map.zoomAt(x, y, 1);
    } else {
      closeAll();
    }
  }

  // A click without a pointer comes from assistive technology.
  drawing.addEventListener('click', (event) => {
    const thing = event.target.closest('[data-place]');
    if (event.detail === 0 && thing) openCard(Number(thing.dataset.place));
  });

  stage.addEventListener('wheel', (event) => {
    if (event.target.closest('#legend-rows')) return;
    event.preventDefault();
    const lines = [1, 16, 400][event.deltaMode] ?? 1;
    const share = event.ctrlKey ? 0.012 : 0.0025;
    show.stray();
    map.zoomAt(...local(event), -event.deltaY * lines * share);
  }, { passive: false });
})();
