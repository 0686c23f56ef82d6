// The live map: one camera over one plane. The ground is moved by a transform, names and symbols stand where the
// tables say for the step of zoom, as large as ever.

const map = (() => {
  const stage = byId('stage');
  const drawing = byId('map');
  const plane = byId('plane');
  const layers = { names: byId('names'), sites: byId('sites'), above: byId('above') };
  const [FARTHEST, NEAREST] = [data.steps[0], data.steps.at(-1) + 0.5];
  const SITE_ZOOM = 12;
  const STRIDE = 8;
  const RADIUS = 11 * data.lettering;
  const DOT = 3.5 * data.lettering;
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  let view = { x: 0, y: 0, z: 9 };
  let scene = data.scenes[0] ?? { variant: 0, table: 0 };
  let selected = null;
  let check = null;
  let flight = 0;
  let asked = false;
  const drawn = { names: new Map(), sites: new Map() };

  const size = () => ({ w: stage.clientWidth, h: stage.clientHeight });
  const scale = (zoom = view.z) => 2 ** (zoom - data.unitZoom);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const stepOf = (zoom) => clamp(Math.floor((zoom - FARTHEST) * 2 + 1e-6), 0, data.steps.length - 1);
  const isCity = (place) => data.places[place].kind === 'city';

  function onScreen([x, y]) {
    const { w, h } = size();
    const k = scale();
    return [(x - view.x) * k + w / 2, (y - view.y) * k + h / 2];
  }

  function kept({ x, y, z }) {
    const [[west, north], [east, south]] = data.bounds;
    return { x: clamp(x, west, east), y: clamp(y, north, south), z: clamp(z, FARTHEST, NEAREST) };
  }

  // ---- Drawing

  function ask() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  }

  function draw() {
    const { w, h } = size();
    if (!w || !h) return;
    const k = scale();
    const step = stepOf(view.z);
    plane.setAttribute('data-z', step);
    plane.classList.toggle('far', data.steps[step] < 8.5);
    plane.setAttribute('transform', `translate(${w / 2 - view.x * k} ${h / 2 - view.y * k}) scale(${k})`);
    const { kinds, boxes } = drawSites(step);
    const taken = [...drawAbove(boxes), ...covered()];
    drawNames(step, taken);
    drawScale();
    for (const credit of all('#strip p')) credit.hidden = credit.dataset.steps[step] !== '1';
    drawLegend(step, kinds);
  }

  // Keeps the elements of what stays, so that the focus does.
  function renew(kept, wanted, make, parent) {
    for (const [key, element] of kept) {
      if (!wanted.has(key)) {
        element.remove();
        kept.delete(key);
      }
    }
    for (const [key, value] of wanted) {
      if (!kept.has(key)) {
        const element = make(value);
        kept.set(key, element);
        parent.append(element);
      }
    }
  }

  function drawSites(step) {
    const { w, h } = size();
    const numbers = data.tables[scene.table].symbols[step];
    const wanted = new Map();
    const kinds = new Set();
    const boxes = [];
    const disc = selectedDisc();
    for (let at = 0; at < numbers.length; at += 2) {
      const [place, hidden] = [numbers[at], numbers[at + 1]];
      const [x, y] = onScreen(data.places[place].at);
      if (place === selected || x < -20 || y < -20 || x > w + 20 || y > h + 20) continue;
      const radius = isCity(place) ? DOT : RADIUS;
      const box = [x - radius, y - radius, x + radius, y + radius];
      // What the marked site would hide by half.
      if (disc && meets(box, disc) && !hidden) continue;
      boxes.push(box);
      wanted.set(`${place}/${hidden}`, { place, hidden, x, y });
      if (!isCity(place)) kinds.add(data.places[place].kind);
    }
    renew(drawn.sites, wanted, makeSite, layers.sites);
    for (const [key, { x, y }] of wanted) {
      drawn.sites.get(key).setAttribute('transform', `translate(${x} ${y})`);
    }
    if (selected !== null && !data.places[selected].extent) kinds.add(data.places[selected].kind);
    return { kinds, boxes };
  }

  function makeSite({ place, hidden }) {
    const { icon } = data.places[place];
    const name = data.places[place][language];
    const label = hidden ? `${name}. ${format('cluster', { count: hidden, place: name })}` : name;
    const dot = isCity(place);
    const site = svg('g', {
      class: dot ? 'site dot' : 'site',
      role: 'button',
      tabindex: '0',
      'aria-label': label,
      'data-place': place,
    });
    svg('circle', { class: 'room', r: Math.max(dot ? DOT : RADIUS, 14) }, site);
    svg('circle', { class: 'disc', r: dot ? DOT : RADIUS }, site);
    if (!dot) {
      const side = RADIUS * 1.36;
      svg('use', { class: 'icon', href: `#${icon}`, x: -side / 2, y: -side / 2, width: side, height: side }, site);
    }
    if (hidden) {
      const count = hidden + 1 > 99 ? '99+' : String(hidden + 1);
      const width = 6 + 7 * count.length;
      const [x, y] = [RADIUS * 0.75, -RADIUS * 0.75];
      svg('rect', { class: 'badge', x: x - width / 2, y: y - 7.5, width, height: 15, rx: 7.5, 'data-near': place }, site);
      svg('text', { class: 'count', x, y: y + 4 }, site).textContent = count;
    }
    return site;
  }

  function drawNames(step, taken) {
    const { left, top, right, bottom } = free();
    const numbers = data.tables[scene.table][language][step];
    const wanted = new Map();
    for (let at = 0; at < numbers.length; at += STRIDE) {
      const [text, lettering, place, a, b, width, height, angle] = numbers.slice(at, at + STRIDE);
      if (place && place - 1 === selected) continue;
      let [x, y] = place ? onScreen(data.places[place - 1].at) : onScreen([a, b]);
      if (place) [x, y] = [x + a, y + b];
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      // A name is whole or not there.
      if (box[0] < left + 2 || box[1] < top + 2 || box[2] > right - 2 || box[3] > bottom - 2) continue;
      if (taken.some((other) => meets(box, other))) continue;
      wanted.set(`${step}/${at}`, { text: data.texts[text], lettering, place: place - 1, x, y, width, height, angle });
    }
    renew(drawn.names, wanted, makeName, layers.names);
    for (const [key, { x, y, angle }] of wanted) {
      const turn = angle ? ` rotate(${angle})` : '';
      drawn.names.get(key).setAttribute('transform', `translate(${x} ${y})${turn}`);
    }
  }

  const meets = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

  function makeName({ text, lettering, place = -1, width, height }) {
    const name = svg('g', place >= 0 ? { 'data-place': place } : {});
    const lines = text.split('\n');
    if (data.plates[lettering]) {
      svg('rect', {
        class: `u${lettering}`,
        x: -width / 2 - 3,
        y: -height / 2 - 1,
        width: width + 6,
        height: height + 2,
        rx: 3,
      }, name);
    }
    const label = svg('text', { class: `name t${lettering}` }, name);
    lines.forEach((line, index) => {
      const row = index - (lines.length - 1) / 2;
      svg('tspan', { x: 0, y: data.sizes[lettering] * (0.35 + row * 1.2) }, label).textContent = line;
    });
    return name;
  }

  // The selected place and the names of the check: they come first, others keep clear of them.
  function drawAbove(sites) {
    layers.above.replaceChildren();
    const disc = selectedDisc();
    const taken = check === null ? [] : drawCheckNames(disc);
    if (selected !== null) taken.push(...drawSelected(disc, [...taken, ...sites]));
    return taken;
  }

  // What lies over the map and would hide a name.
  function covered() {
    const whole = stage.getBoundingClientRect();
    return [byId('controls'), byId('legend'), byId('turner')].filter(Boolean).map((over) => {
      const box = over.getBoundingClientRect();
      return [box.left - whole.left, box.top - whole.top, box.right - whole.left, box.bottom - whole.top];
    });
  }

  // Where the mark of a selected site is; a region has none.
  function selectedDisc() {
    if (selected === null || data.places[selected].extent) return null;
    const [x, y] = onScreen(data.places[selected].at);
    const radius = RADIUS * 1.2 + 4;
    return [x - radius, y - radius, x + radius, y + radius];
  }

  // Beside the marked site rather than on it.
  function drawCheckNames(disc) {
    return data.checks[check].labels.map((label) => {
      const [width, height] = label.size;
      let [x, y] = onScreen(label.at);
      const box = () => [x - width / 2 - 5, y - height / 2 - 2, x + width / 2 + 5, y + height / 2 + 2];
      if (disc && meets(box(), disc)) y = disc[3] + height / 2 + 3;
      const name = makeName({ text: label[language], lettering: label.lettering, width, height });
      name.setAttribute('transform', `translate(${x} ${y})`);
      layers.above.append(name);
      return box();
    });
  }

  function drawSelected(disc, taken) {
    const place = data.places[selected];
    const [x, y] = onScreen(place.at);
    const mark = svg('g', { class: 'site marked', transform: `translate(${x} ${y})`, 'data-place': selected }, layers.above);
    const radius = RADIUS * 1.2;
    if (disc) {
      const side = radius * 1.36;
      svg('circle', { class: 'glow', r: radius + 4 }, mark);
      svg('circle', { class: 'disc', r: radius }, mark);
      svg('use', { class: 'icon', href: `#${place.icon}`, x: -side / 2, y: -side / 2, width: side, height: side }, mark);
    }
    const label = svg('text', { class: 'name marked-name' }, mark);
    label.textContent = place[language];
    const letters = 15 * data.lettering;
    const width = label.getComputedTextLength();
    const aside = radius + 6 + width / 2;
    const above = radius + 6 + letters * 0.7;
    const spots = disc ? [[aside, 0], [-aside, 0], [0, -above], [0, above]] : [[0, 0]];
    const { left, right } = free();
    const boxes = spots.map(([dx, dy]) => [x + dx - width / 2, y + dy - letters * 0.7, x + dx + width / 2, y + dy + letters * 0.7]);
    const fits = (box) => box[0] > left && box[2] < right && !taken.some((other) => meets(box, other));
    const chosen = Math.max(boxes.findIndex(fits), 0);
    label.setAttribute('x', spots[chosen][0]);
    label.setAttribute('y', spots[chosen][1] + letters * 0.35);
    return disc ? [boxes[chosen], disc] : [boxes[chosen]];
  }

  function drawScale() {
    const planeY = view.y / (256 * 2 ** data.unitZoom);
    const north = Math.asinh(Math.tan((data.north * Math.PI) / 180));
    const latitude = Math.atan(Math.sinh(north - planeY * 2 * Math.PI));
    const perPoint = (40075016.686 * Math.cos(latitude)) / (256 * 2 ** view.z);
    const longest = perPoint * (size().w < 600 ? 70 : 100);
    const magnitude = 10 ** Math.floor(Math.log10(longest));
    const distance = [5, 2, 1].map((one) => one * magnitude).find((one) => one <= longest);
    const length = distance / perPoint;
    const [bar, label] = byId('scale').children;
    bar.setAttribute('d', `M1 4v7h${length.toFixed(1)}v-7`);
    label.setAttribute('x', length + 7);
    label.textContent = distance >= 1000
      ? `${(distance / 1000).toLocaleString('en')} ${words('unit-km')}`
      : `${distance} ${words('unit-m')}`;
  }

  function drawLegend(step, kinds) {
    if (byId('legend-rows').hidden) return;
    const { w, h } = size();
    const k = scale();
    const [west, north] = [view.x - w / 2 / k, view.y - h / 2 / k];
    const [east, south] = [view.x + w / 2 / k, view.y + h / 2 / k];
    for (const list of all('#legend-rows > ul')) {
      list.hidden = Number(list.dataset.variant) !== scene.variant;
      for (const row of list.children) {
        if (row.dataset.kind !== undefined) row.hidden = !kinds.has(row.dataset.kind);
        if (row.dataset.steps === undefined) continue;
        const [w0, n0, e0, s0] = row.dataset.extent.split(' ').map(Number);
        const meets = w0 < east && e0 > west && n0 < south && s0 > north;
        row.hidden = row.dataset.steps[step] !== '1' || !meets;
      }
    }
  }

  // ---- The camera

  function jump(next) {
    stop();
    view = kept(next);
    ask();
  }

  function stop() {
    cancelAnimationFrame(flight);
    flight = 0;
  }

  // At most two seconds; farther flights rise on their way. Cut under reduced motion.
  function fly(to) {
    stop();
    to = kept(to);
    const from = { ...view };
    const { w, h } = size();
    const far = Math.hypot(to.x - from.x, to.y - from.y) * scale(Math.min(from.z, to.z));
    const screens = far / Math.max(Math.min(w, h), 1);
    if (still.matches || (screens < 0.002 && Math.abs(to.z - from.z) < 0.01)) return jump(to);
    const lasts = clamp(500 + 350 * (screens + Math.abs(to.z - from.z)), 500, 1800);
    const rise = clamp(Math.log2(Math.max(screens, 1)), 0, 3);
    let began = 0;
    const frame = (now) => {
      began ||= now;
      const time = clamp((now - began) / lasts, 0, 1);
      const share = time < 0.5 ? 4 * time ** 3 : 1 - (-2 * time + 2) ** 3 / 2;
      const z = from.z + (to.z - from.z) * share - rise * Math.sin(Math.PI * share);
      view = {
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
        z: clamp(z, FARTHEST, NEAREST),
      };
      flight = time < 1 ? requestAnimationFrame(frame) : 0;
      if (time === 1) view = to;
      draw();
    };
    flight = requestAnimationFrame(frame);
  }

  // The part of the map that no panel covers.
  function free() {
    const { w, h } = size();
    const free = { left: 0, top: 0, right: w, bottom: h - 24 };
    const whole = stage.getBoundingClientRect();
    for (const over of [show.words(), openPanel()]) {
      const box = over?.getBoundingClientRect();
      if (!box || !box.width || !box.height) continue;
      if (box.width < w * 0.62) {
        if (box.left + box.width / 2 < whole.left + w / 2) free.left = Math.max(free.left, box.right - whole.left);
        else free.right = Math.min(free.right, box.left - whole.left);
      } else if (box.height < h * 0.8) free.bottom = Math.min(free.bottom, box.top - whole.top);
    }
    if (free.right - free.left < 80) [free.left, free.right] = [0, w];
    if (free.bottom - free.top < 80) [free.top, free.bottom] = [0, h];
    return free;
  }

  // The view whose free part has this in its middle.
  function centred(x, y, z) {
    const { w, h } = size();
    const { left, top, right, bottom } = free();
    const k = scale(z);
    return { x: x - ((left + right) / 2 - w / 2) / k, y: y - ((top + bottom) / 2 - h / 2) / k, z };
  }

  // What was framed on a screen of another size.
  function framed([x, y, z, w, h]) {
    const { left, top, right, bottom } = free();
    const share = Math.min((right - left) / w, (bottom - top) / h);
    return centred(x, y, clamp(z + Math.log2(share), FARTHEST, NEAREST));
  }

  function ofPlace(place) {
    const { at, extent } = data.places[place];
    if (!extent) return centred(...at, Math.max(view.z, SITE_ZOOM));
    const [[west, north], [east, south]] = extent;
    const { left, top, right, bottom } = free();
    const k = Math.min((right - left) / (east - west), (bottom - top) / (south - north)) * 0.8;
    const zoom = clamp(Math.log2(k) + data.unitZoom, FARTHEST, 12.5);
    return centred((west + east) / 2, (north + south) / 2, zoom);
  }

  // ---- Asked from outside

  function pan(dx, dy) {
    stop();
    const k = scale();
    view = kept({ x: view.x - dx / k, y: view.y - dy / k, z: view.z });
    ask();
  }

  function zoomAt(px, py, levels) {
    stop();
    const { w, h } = size();
    const before = scale();
    const z = clamp(view.z + levels, FARTHEST, NEAREST);
    const after = scale(z);
    const [dx, dy] = [px - w / 2, py - h / 2];
    view = kept({ x: view.x + dx / before - dx / after, y: view.y + dy / before - dy / after, z });
    ask();
  }

  function zoom(levels) {
    const { left, top, right, bottom } = free();
    zoomAt((left + right) / 2, (top + bottom) / 2, levels);
  }

  function select(place) {
    selected = place;
    const marked = byId('marked');
    marked.replaceChildren();
    const outline = place === null ? undefined : data.places[place].outline;
    if (outline !== undefined) {
      const styles = data.shaded[scene.variant] ? ['mark-halo', 'mark-line'] : ['mark-fill', 'mark-halo', 'mark-line'];
      for (const style of styles) svg('use', { href: `#g${outline}`, class: style }, marked);
    }
    ask();
  }

  function setCheck(number) {
    check = number;
    for (const group of all('.check', plane)) group.classList.toggle('on', group.id === `k${number}`);
    ask();
  }

  // What a slide shows; the camera is moved apart.
  function stageScene(next) {
    scene = next;
    for (const variant of all('.variant', plane)) variant.classList.toggle('on', variant.id === `v${next.variant}`);
    forget();
    select(next.selected);
    setCheck(next.check);
  }

  // Names and symbols are made anew: in another language or of another slide.
  function forget() {
    for (const kind of Object.values(drawn)) {
      for (const element of kind.values()) element.remove();
      kind.clear();
    }
    ask();
  }

  function keepInSight(place) {
    const [x, y] = onScreen(data.places[place].at);
    const { left, top, right, bottom } = free();
    const room = 30;
    const dx = x < left + room ? left + room - x : x > right - room ? right - room - x : 0;
    const dy = y < top + room ? top + room - y : y > bottom - room ? bottom - room - y : 0;
    if (dx || dy) fly({ x: view.x - dx / scale(), y: view.y - dy / scale(), z: view.z });
  }

  return {
    ask,
    pan,
    zoom,
    zoomAt,
    stop,
    select,
    setCheck,
    stageScene,
    forget,
    keepInSight,
    draw,
    panelsMoved: ask,
    flyToPlace: (place) => fly(ofPlace(place)),
    scriptCheck: () => setCheck(show.running() ? scene.check : null),
    flyToCheck: (number) => fly(framed(data.checks[number].camera)),
    frame: (camera, { cut = false } = {}) => (cut ? jump(framed(camera)) : fly(framed(camera))),
    view: () => ({ ...view }),
    selected: () => selected,
    near: (place) => {
      const [x, y] = data.places[place].at;
      fly(centred(x, y, view.z + 1.5));
    },
  };
})();
