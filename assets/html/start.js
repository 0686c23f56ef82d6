// Keys, buttons, and the beginning.

const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const isField = (element) => element?.matches?.('input, textarea, select, [contenteditable]');
const isControl = (element) => element?.matches?.('button, a, summary, [role="button"]');

function closeInnermost() {
  if (show.escape()) return true;
  if (!back()) return false;
  if (!openPanel()) {
    map.select(show.selectedOnScript());
    map.scriptCheck();
  }
  return true;
}

function mapKey(event) {
  const { key, shiftKey } = event;
  if (ARROWS[key]) {
    const [dx, dy] = ARROWS[key];
    map.pan(dx * 100, dy * 100);
  } else if (key === 'Home') home();
  else return false;
  return true;
}

function commonKey(event) {
  const { key } = event;
  if (key === '+' || key === '=') zoom(event.shiftKey && key === '+' ? 1 : 0.5);
  else if (key === '-' || key === '_') zoom(-0.5);
  else if (key === '/') openPlaces();
  else if (key === 'l' || key === 'L') otherLanguage();
  else if (key === 'k' || key === 'K') toggleLegend();
  else if (key === '?' || key === 'F1') toggleHelp();
  else return false;
  return true;
}

function zoom(levels) {
  show.stray();
  map.zoom(levels);
}

function home() {
  if (show.running()) show.backToScript();
  else map.frame(data.scenes[0].camera);
}

function toggleHelp() {
  if (openPanel() === byId('about')) closeAll();
  else open(byId('about'));
}

function toggleLegend() {
  const rows = byId('legend-rows');
  rows.hidden = !rows.hidden;
  byId('toggle-legend').setAttribute('aria-expanded', String(!rows.hidden));
  map.ask();
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const { key, target } = event;
  if (event.ctrlKey && event.shiftKey && key.toLowerCase() === 'l') {
    event.preventDefault();
    otherLanguage();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === 'Escape') {
    if (!byId('overview')?.open && closeInnermost()) event.preventDefault();
    return;
  }
  if (isField(target)) return;
  const overview = byId('overview');
  if (overview?.open) {
    if (key === 'o' || key === 'O') show.toggleOverview();
    return;
  }
  // A focused control keeps its own keys.
  if (isControl(target) && (key === 'Enter' || key === ' ')) {
    const place = target.dataset.place;
    if (target.getAttribute('role') === 'button' && place !== undefined) {
      event.preventDefault();
      openCard(Number(place));
    }
    return;
  }
  // A panel that can be scrolled keeps the keys that scroll it, but not while a show runs.
  const scrolls = openPanel()?.contains(target) && !show.running();
  if (scrolls && (ARROWS[key] || ['Home', 'End', 'PageUp', 'PageDown', ' '].includes(key))) return;
  const meant = show.running() ? show.key(event) || commonKey(event) : mapKey(event) || commonKey(event);
  if (meant) event.preventDefault();
});

document.addEventListener('click', follow);
const press = (id, act) => byId(id)?.addEventListener('click', act);
press('zoom-in', () => zoom(0.75));
press('zoom-out', () => zoom(-0.75));
press('zoom-home', home);
press('toggle-legend', toggleLegend);
press('open-places', openPlaces);
press('open-claims', () => open(byId('claims')));
press('open-sources', () => open(byId('sources')));
press('open-help', toggleHelp);
press('turn-back', () => show.step(-1));
press('turn-on', () => show.step(1));
press('open-overview', show.toggleOverview);
byId('curtain').addEventListener('click', () => show.escape());
byId('filter').addEventListener('input', filterPlaces);
for (const button of all('[data-language]')) {
  button.addEventListener('click', () => setLanguage(button.dataset.language));
}
for (const button of all('.show-check')) {
  button.addEventListener('click', () => {
    const number = Number(button.dataset.check);
    show.stray();
    map.setCheck(number);
    map.flyToCheck(number);
  });
}

function begin() {
  root.classList.add('app');
  byId('stage').hidden = false;
  byId('index').tabIndex = -1;
  const wide = innerWidth >= 900 && innerHeight >= 600;
  if (wide && !show.running()) toggleLegend();
  const asked = Number(/^#slide-(\d+)$/.exec(location.hash)?.[1] ?? 1) - 1;
  if (show.running()) {
    show.begin(data.scenes[asked] ? asked : 0);
  } else {
    const scene = data.scenes[0];
    map.stageScene(scene);
    if (scene.card) openCard(scene.selected, { focus: false });
    map.frame(scene.camera, { cut: true });
  }
  map.draw();
  let waiting = 0;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      show.again();
      map.draw();
    }, 120);
    map.ask();
  });
}

begin();
