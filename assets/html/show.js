// The slides: where the show is, what Next does, curtain, digits, overview. Without slides it does nothing.

const show = (() => {
  const slides = all('section.slide');
  const curtain = byId('curtain');
  let now = 0;
  let build = 0;
  let strayed = false;
  let digits = '';
  let overview = null;

  const running = () => slides.length > 0;
  const builds = (slide) => Number(slides[slide].dataset.builds);
  const title = (slide) => {
    const heading = slides[slide].querySelector('h2').cloneNode(true);
    heading.querySelector('.number').remove();
    const own = heading.querySelector(`.${language}`);
    return (own ?? heading).textContent.trim();
  };
  const named = (slide) => format('page-slide-of', { number: slide + 1, count: slides.length, title: title(slide) });

  // ---- Slides and builds

  function tellBuilds() {
    for (const thing of all('[data-build]', slides[now])) {
      thing.classList.toggle('later', Number(thing.dataset.build) > build);
    }
  }

  function enter(slide, at, { cut = false } = {}) {
    const scene = data.scenes[slide];
    slides[now].classList.remove('current');
    now = slide;
    build = at;
    strayed = false;
    while (panels.length) drop();
    slides[now].classList.add('current');
    slides[now].scrollTop = 0;
    root.classList.toggle('no-map', !scene.camera);
    root.classList.remove('strayed');
    tellBuilds();
    byId('count').textContent = `${now + 1} / ${slides.length}`;
    map.stageScene(scene);
    if (scene.camera) map.frame(scene.camera, { cut });
    tell(named(now));
  }

  function step(by) {
    if (raise()) return;
    if (by > 0) {
      if (build < builds(now)) {
        build += 1;
        tellBuilds();
      } else if (now + 1 < slides.length) enter(now + 1, 0);
      else say(words('show-last-slide'));
    } else if (build > 0) {
      build -= 1;
      tellBuilds();
    } else if (now > 0) enter(now - 1, builds(now - 1));
    else say(words('show-first-slide'));
  }

  function jump(slide) {
    raise();
    enter(Math.min(Math.max(slide, 0), slides.length - 1), 0);
  }

  function backToScript() {
    raise();
    enter(now, build);
  }

  // The reader moves the map: the slide waits.
  function stray() {
    if (!running() || strayed) return;
    strayed = true;
    root.classList.add('strayed');
  }

  // ---- Curtain

  function lower(colour) {
    const same = curtain.className === colour && !curtain.hidden;
    curtain.hidden = same;
    curtain.className = colour;
    const name = words(`show-badge-${colour}`);
    curtain.setAttribute('aria-label', name);
    if (!same) tell(name);
  }

  // Returns whether there was a curtain.
  function raise() {
    const was = !curtain.hidden;
    curtain.hidden = true;
    return was;
  }

  // ---- Digits

  function type(digit) {
    digits = (digits + digit).slice(-3);
    const slide = Number(digits) - 1;
    say(slides[slide] ? `${digits} ${title(slide)}` : format('show-no-slide', { number: digits }));
  }

  // Returns whether digits were waiting.
  function typed() {
    if (!digits) return false;
    const slide = Number(digits) - 1;
    digits = '';
    if (slides[slide]) jump(slide);
    return true;
  }

  // ---- Overview

  function makeOverview() {
    overview = document.createElement('dialog');
    overview.id = 'overview';
    const list = document.createElement('ol');
    slides.forEach((slide, number) => {
      const button = document.createElement('button');
      button.type = 'button';
      const picture = slide.querySelector('svg.plate')?.cloneNode(true);
      if (picture) {
        picture.removeAttribute('aria-labelledby');
        picture.removeAttribute('role');
        picture.setAttribute('aria-hidden', 'true');
        button.append(picture);
      } else {
        const blank = document.createElement('span');
        blank.className = 'blank';
        button.append(blank);
      }
      button.append(slide.querySelector('h2').cloneNode(true));
      button.lastChild.removeAttribute('id');
      const heading = document.createElement('span');
      heading.className = 'heading';
      heading.append(...button.lastChild.childNodes);
      button.lastChild.replaceWith(heading);
      button.addEventListener('click', () => {
        overview.close();
        jump(number);
      });
      const entry = document.createElement('li');
      entry.append(button);
      list.append(entry);
    });
    overview.append(list);
    byId('stage').after(overview);
  }

  function toggleOverview() {
    if (!overview) makeOverview();
    if (overview.open) return overview.close();
    raise();
    overview.setAttribute('aria-label', words('show-do-overview'));
    overview.showModal();
    const button = all('button', overview)[now];
    all('button', overview).forEach((one) => one.classList.toggle('here', one === button));
    button.focus();
  }

  // ---- Keys

  const NEXT = ['PageDown', 'ArrowRight', 'ArrowDown', ' ', 'Enter', 'n', 'N'];
  const PREVIOUS = ['PageUp', 'ArrowLeft', 'ArrowUp', 'Backspace', 'p', 'P'];

  // Returns whether the key meant something.
  function key(event) {
    const { key: pressed } = event;
    if (/^[0-9]$/.test(pressed) && (digits || pressed !== '0')) type(pressed);
    else if (pressed === 'Enter' && typed()) return true;
    else if (pressed === ' ' && event.shiftKey) step(-1);
    else if (NEXT.includes(pressed)) step(1);
    else if (PREVIOUS.includes(pressed)) step(-1);
    else if (pressed === 'Home') jump(0);
    else if (pressed === 'End') jump(slides.length - 1);
    else if (['b', 'B', '.'].includes(pressed)) lower('black');
    else if (['w', 'W', ','].includes(pressed)) lower('white');
    else if (['o', 'O'].includes(pressed)) toggleOverview();
    else if (['r', 'R', '0'].includes(pressed)) backToScript();
    else if (['i', 'I'].includes(pressed)) toggleCard();
    else return false;
    return true;
  }

  function toggleCard() {
    const place = map.selected();
    if (openPanel()) back();
    else if (place !== null) openCard(place, { focus: false });
  }

  // The innermost thing first. Returns whether there was one.
  function escape() {
    if (digits) {
      digits = '';
      say('');
      return true;
    }
    return raise();
  }

  return {
    running,
    key,
    step,
    jump,
    stray,
    escape,
    backToScript,
    toggleOverview,
    words: () => (running() ? slides[now] : null),
    // A click beside an open card closes it, and nothing else.
    emptyClick: () => (openPanel() ? closeAll() : step(1)),
    curtained: () => !curtain.hidden,
    selectedOnScript: () => (running() ? data.scenes[now].selected : null),
    retell: () => running() && tell(named(now)),
    again: () => running() && !strayed && data.scenes[now].camera && map.frame(data.scenes[now].camera, { cut: true }),
    begin: (slide) => enter(slide, 0, { cut: true }),
    state: () => ({ slide: now + 1, build, strayed }),
  };
})();
