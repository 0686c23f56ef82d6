// The page: language, panels, what is said aloud. The document is whole without this script; it turns it into the
// map and the show.

const data = JSON.parse(document.getElementById('data').textContent);
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const SVG = 'http://www.w3.org/2000/svg';

function svg(tag, attributes, parent) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (parent) parent.append(element);
  return element;
}

// ---- Language

const LANGUAGES = { en: 'en', zh: 'zh-Hans' };
let language = root.classList.contains('zh') ? 'zh' : 'en';

const words = (key) => data.words[language][key];

function format(key, values) {
  return words(key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function setLanguage(next) {
  language = next;
  root.lang = LANGUAGES[next];
  root.classList.toggle('en', next === 'en');
  root.classList.toggle('zh', next === 'zh');
  document.title = data.titles[next];
  for (const button of all('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === next));
  }
  map.forget();
  show.retell();
}

function otherLanguage() {
  setLanguage(language === 'en' ? 'zh' : 'en');
  say(words('page-language-now'));
}

// ---- What is said aloud and shown for a moment

let saying = 0;

function say(text) {
  const said = byId('said');
  said.textContent = text;
  said.classList.add('seen');
  clearTimeout(saying);
  saying = setTimeout(() => said.classList.remove('seen'), 2500);
}

// For those who do not see: the same without showing it.
function tell(text) {
  byId('said').classList.remove('seen');
  byId('said').textContent = text;
}

// ---- Panels: one at a time, at the side; Esc leads back to the one before.

const panels = [];

const openPanel = () => panels.at(-1)?.panel ?? null;

function prepare(panel) {
  if (panel.querySelector(':scope > .close')) return;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'close';
  for (const code of ['en', 'zh']) {
    const name = document.createElement('span');
    name.className = `unseen ${code}`;
    name.lang = LANGUAGES[code];
    name.textContent = data.words[code].close;
    close.append(name);
  }
  const icon = svg('svg', { class: 'icon', 'aria-hidden': 'true' }, close);
  svg('use', { href: '#i-close' }, icon);
  close.addEventListener('click', closeAll);
  panel.prepend(close);
}

function open(panel, { focus = true, keep = false } = {}) {
  if (openPanel() === panel) return;
  if (!keep) while (panels.length) drop();
  else openPanel()?.classList.remove('open');
  panels.push({ panel, from: document.activeElement });
  prepare(panel);
  panel.classList.add('open');
  panel.scrollTop = 0;
  if (focus) panel.focus({ preventScroll: true });
  map.panelsMoved();
}

function drop() {
  const { panel, from } = panels.pop();
  panel.classList.remove('open');
  return from;
}

// Returns whether there was anything to close.
function back() {
  if (!panels.length) return false;
  const from = drop();
  const before = openPanel();
  if (before) before.classList.add('open');
  if (from?.isConnected) from.focus({ preventScroll: true });
  map.panelsMoved();
  return true;
}

function closeAll() {
  let from = null;
  while (panels.length) from = drop();
  if (from?.isConnected) from.focus({ preventScroll: true });
  map.select(show.selectedOnScript());
  map.scriptCheck();
  map.panelsMoved();
}

const cards = new Map(all('article.card').map((card) => [Number(card.dataset.place), card]));

function openCard(place, { focus = true, fly = false } = {}) {
  const card = cards.get(place);
  if (!card) return;
  open(card, { focus });
  map.select(place);
  if (fly) map.flyToPlace(place);
  else map.keepInSight(place);
}

function openPlaces() {
  open(byId('index'), { focus: false });
  byId('filter').focus();
}

function filterPlaces() {
  const wanted = byId('filter').value.trim().toLowerCase();
  let found = 0;
  for (const kind of all('#index .kind')) {
    let here = 0;
    for (const entry of all('li', kind)) {
      const fits = entry.dataset.known.includes(wanted);
      entry.hidden = !fits;
      if (fits) here += 1;
    }
    kind.hidden = here === 0;
    found += here;
  }
  byId('index').querySelector('.none').hidden = found > 0;
}

// Links within the document: places open their cards, sources their list.
function follow(event) {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey) return;
  const target = byId(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  if (link.dataset.place !== undefined) {
    openCard(Number(link.dataset.place), { fly: true });
  } else if (link.classList.contains('mark')) {
    open(byId('sources'), { keep: true, focus: false });
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
  } else if (target.classList.contains('slide')) {
    show.jump(Number(target.id.slice('slide-'.length)) - 1);
  } else {
    byId('map').focus();
  }
}
