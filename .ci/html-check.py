#!/usr/bin/env python3
"""Drives exported HTML files in a headless Chromium without network: keys, clicks, fingers, languages, panels, print.

    html-check.py FOLDER     with atlas.html, article.html and dark.html in it; pictures go there, too
"""

import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

folder = pathlib.Path(sys.argv[1]).resolve()
passed = failed = 0


def check(what, holds, found=None):
    global passed, failed
    if holds:
        print(f"ok: {what}")
        passed += 1
    else:
        print(f"FAILED: {what}" + ("" if found is None else f" (found: {found!r})"))
        failed += 1


def address(name):
    return (folder / name).as_uri()


def settled(browser):
    """Where the map is when no flight is under way."""
    frame = """return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(document.getElementById('plane').getAttribute('transform')))))"""
    before, now = None, browser.run(frame)
    for _ in range(100):
        if now == before:
            break
        before, now = now, browser.run(frame)
    return now


def slide(browser):
    return browser.run(
        """const slide = document.querySelector('.slide.current');
           const seen = [...slide.querySelectorAll('[data-build]')].filter((one) =>
               !one.classList.contains('later') && one.offsetParent);
           return [Number(slide.id.slice(6)), seen.length]"""
    )


def visible_text(browser, selector):
    return browser.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)


def place(browser, id):
    """Where a site is on the screen."""
    return browser.run(
        """const data = JSON.parse(document.getElementById('data').textContent);
           const number = data.places.findIndex((one) => one.id === arguments[0]);
           const site = document.querySelector(`#sites [data-place="${number}"] .disc, #above [data-place="${number}"] .disc`);
           if (!site) return null;
           const box = site.getBoundingClientRect();
           return [box.left + box.width / 2, box.top + box.height / 2]""",
        id,
    )


def empty_spot(browser):
    """A point of the map where there is neither a site nor a name nor a panel."""
    return browser.run(
        """for (let x = innerWidth - 60; x > innerWidth * 0.4; x -= 37)
             for (let y = 120; y < innerHeight * 0.5; y += 29) {
               const there = document.elementFromPoint(x, y);
               if (there?.closest('#map') && (there.id === 'map' || there.classList.contains('hit'))) return [x, y];
             }
           return null"""
    )


# ---- Nothing is loaded, nothing goes wrong


def check_silence(browser, name):
    wrong = [entry["message"] for entry in browser.log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    check(f"{name}: the console is silent", not wrong, wrong[:3])
    loaded = browser.run("return performance.getEntriesByType('resource').map((one) => one.name)")
    check(f"{name}: no resource is loaded", loaded == [], loaded[:3])
    asked = []
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    outside = [url for url in asked if not url.startswith(("file://", "data:"))]
    check(f"{name}: no request leaves the file", not outside, outside[:3])


# ---- Accessibility, by rule

RULES = """
const problems = [];
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const name = (element) => {
  const by = element.getAttribute('aria-labelledby');
  const text = by ? document.getElementById(by)?.innerText || document.getElementById(by)?.textContent
    : element.getAttribute('aria-label') || element.innerText || element.textContent || element.title;
  return (text ?? '').trim();
};
for (const [selector, count] of [['header#bar', 1], ['main', 1], ['nav', 1]]) {
  if (document.querySelectorAll(selector).length < count) problems.push(`no ${selector}`);
}
if (!document.documentElement.lang) problems.push('no lang');
for (const element of document.querySelectorAll('button, a[href], [role=button], [role=img], section, article, nav')) {
  if (seen(element) && !name(element)) problems.push(`no name: ${element.outerHTML.slice(0, 80)}`);
}
for (const element of document.querySelectorAll('input')) {
  if (!document.querySelector(`label[for="${element.id}"]`)) problems.push('a field without a label');
}
let last = 0;
for (const heading of document.querySelectorAll('h1,h2,h3,h4')) {
  if (!seen(heading)) continue;
  const level = Number(heading.tagName[1]);
  if (last && level > last + 1) problems.push(`heading level ${last} to ${level}: ${heading.innerText}`);
  last = level;
}
const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
if (new Set(ids).size !== ids.length) problems.push('an id is there twice');
return problems;
"""

# WCAG 2 contrast of all visible text on the nearest opaque ground.
CONTRAST = """
const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const parse = (colour) => {
  const numbers = colour.match(/[\\d.]+/g).map(Number);
  if (colour.startsWith('color(')) return [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers[3] ?? 1];
  return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
};
const luminance = ([r, g, b]) =>
  0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || element.closest('svg, script, style, .unseen, .later, #said')) continue;
  if (!element.checkVisibility({ visibilityProperty: true })) continue;
  let ground = element;
  while (ground && parse(getComputedStyle(ground).backgroundColor)[3] < 0.9) ground = ground.parentElement;
  const under = ground ? parse(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
  const [one, other] = [luminance(parse(getComputedStyle(element).color)), luminance(under)];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < 4.5) poor.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
}
return [...new Set(poor)];
"""


def check_access(browser, name):
    problems = browser.run(RULES)
    check(f"{name}: landmarks, names, headings and ids are in order", not problems, problems[:4])
    poor = browser.run(CONTRAST)
    check(f"{name}: every text has a contrast of 4.5 to 1", not poor, poor[:4])


# ---- The atlas


def check_atlas(browser):
    browser.size(1280, 800)
    browser.open(address("atlas.html"))
    home = settled(browser)
    browser.screenshot(folder / "atlas-en.png")
    check("the atlas opens on its map", browser.run("return document.querySelectorAll('#sites .site').length") > 10)
    check_access(browser, "atlas")

    x, y = place(browser, "zhangjiang")
    browser.click(x, y)
    card = visible_text(browser, ".card.open")
    for words in ["Zhangjiang", "Integrated-circuit sales", "billion CNY", "2022", "one source", "Government, 2023"]:
        check(f"a click on a place opens its card: {words}", words in card)
    disputed = visible_text(browser, ".card.open .dispute")
    check("disputed facts show who says otherwise", "disputed" in disputed and "Other sources say" in disputed)
    browser.screenshot(folder / "atlas-card.png")
    check_access(browser, "card")
    browser.run("document.querySelector('.card.open .mark').click()")
    found = browser.run("return [document.activeElement.id, document.querySelector('#sources').classList.contains('open')]")
    check("a number of a source leads to the source", found[0].startswith("source-") and found[1], found)
    browser.press("Escape")
    check("Esc leads back to the card", browser.run("return !!document.querySelector('.card.open')"))
    browser.press("Escape")
    check("and Esc closes the card", browser.run("return !document.querySelector('.card.open')"))

    settled(browser)
    for what, act in [
        ("the arrow keys move the map", lambda: browser.press("Left")),
        ("a drag moves the map", lambda: browser.mouse(("move", 900, 300), ("down",), ("move", 980, 360), ("up",))),
        ("the wheel zooms", lambda: browser.wheel(700, 400, -240)),
        ("plus zooms", lambda: browser.press("+")),
        ("the button zooms", lambda: browser.run("document.getElementById('zoom-in').click()")),
    ]:
        before = settled(browser)
        act()
        after = settled(browser)
        check(what, before != after, after)
    browser.press("Home")
    check("Home leads back", settled(browser) == home)

    browser.press("l")
    seen = browser.run("return [document.documentElement.lang, document.title]")
    check("L changes the language", seen == ["zh-Hans", "上海与长江三角洲"], seen)
    names = browser.run("return [...document.querySelectorAll('#names text')].map((one) => one.textContent).join()")
    check("and the names on the map", "苏州" in names and "Suzhou" not in names)
    browser.screenshot(folder / "atlas-zh.png")
    check_access(browser, "atlas in Chinese")
    browser.press("l")

    browser.press("/")
    for letter in "yangshan":
        browser.press(letter)
    listed = browser.run(
        "return [...document.querySelectorAll('#index li a')].filter((one) => one.offsetParent).map((one) => one.innerText)"
    )
    check("/ finds a place by a part of its name", listed and all("angshan" in one for one in listed), listed)
    browser.press("Escape")
    browser.press("?")
    check("? opens keys and signs", "nothing from the network" in visible_text(browser, "#about"))
    check_access(browser, "help")
    browser.press("Escape")
    browser.run("document.querySelector('.show-check').click()")
    settled(browser)
    check("a claim is drawn on the map", browser.run("return document.querySelectorAll('.check.on').length") == 1)
    browser.screenshot(folder / "atlas-claim.png")

    # The places are buttons that the keyboard reaches.
    reached = browser.run(
        """const site = document.querySelector('#sites .site'); site.focus();
           return [document.activeElement === site, site.getAttribute('aria-label')]"""
    )
    check("a place on the map can have the focus", reached[0] and reached[1], reached)
    browser.press("Enter")
    check("and Enter opens its card", browser.run("return !!document.querySelector('.card.open')"))
    check_silence(browser, "atlas")


# ---- The briefing


def check_briefing(browser):
    browser.size(1280, 800)
    browser.open(address("article.html"))
    check("a briefing opens on its first slide", slide(browser) == [1, 0], slide(browser))
    browser.screenshot(folder / "article-1.png")
    check_access(browser, "first slide")
    for keys, expected, what in [
        (["Right"], [2, 0], "Right is Next"),
        (["Space"], [2, 1], "Space reveals the build"),
        (["Left"], [2, 0], "Left takes it back"),
        (["PageDown", "PageDown"], [3, 0], "Page Down goes on"),
        (["Enter", "n", "Down"], [3, 3], "Enter, N and Down reveal"),
        (["Right", "Backspace"], [3, 3], "Backspace leads back to the whole slide"),
        (["Shift+Space", "p", "Up", "PageUp"], [2, 1], "Shift+Space, P, Up and Page Up lead back"),
        (["End"], [14, 0], "End leads to the last slide"),
        (["Right"], [14, 0], "Next stays on it"),
        (["Home"], [1, 0], "Home leads to the first"),
        (["1", "2", "Enter"], [12, 0], "digits and Enter jump"),
        (["8", "Escape", "Right"], [12, 1], "Esc takes the digits back"),
        (["3", "Enter"], [3, 0], "one digit jumps"),
    ]:
        browser.press(*keys)
        check(what, slide(browser) == expected, slide(browser))
    settled(browser)
    browser.screenshot(folder / "article-3.png")
    check_access(browser, "slide with a map")

    for key, colour in [("b", "rgb(0, 0, 0)"), ("w", "rgb(255, 255, 255)"), (".", "rgb(0, 0, 0)"), (",", "rgb(255, 255, 255)")]:
        browser.press(key)
        curtain = "const curtain = document.getElementById('curtain'); return curtain.hidden || "
        shown = browser.run(curtain + "getComputedStyle(curtain).backgroundColor")
        check(f"{key} lowers the curtain", shown == colour, shown)
        browser.press("Right")
        check("  Next raises it and stays", slide(browser) == [3, 0] and browser.run(curtain + "false") is True)

    before = settled(browser)
    browser.mouse(("move", 900, 300), ("down",), ("move", 820, 240), ("up",))
    moved = settled(browser)
    check("the reader moves the map of a slide", moved != before and slide(browser) == [3, 0])
    browser.press("r")
    check("R leads back to the slide's view", settled(browser) == before)
    browser.press("+")
    check("plus comes closer", settled(browser) != before)
    browser.press("0")
    check("0 leads back", settled(browser) == before)
    x, y = place(browser, "lujiazui")
    browser.click(x, y)
    check("a click on a site opens its card", "Lujiazui" in visible_text(browser, ".card.open") and slide(browser) == [3, 0])
    browser.press("Escape")
    browser.click(*empty_spot(browser))
    check("a click on the empty map is Next", slide(browser) == [3, 1], slide(browser))
    browser.press("i")
    check("I opens the card of the selected place", "Lujiazui" in visible_text(browser, ".card.open"))
    browser.press("i", "k")
    check("K opens the legend", browser.run("return !document.getElementById('legend-rows').hidden"))
    browser.press("k", "o")
    shown = browser.run("return [document.getElementById('overview').open, document.querySelectorAll('#overview li').length]")
    check("O opens the overview", shown == [True, 14], shown)
    browser.screenshot(folder / "article-overview.png")
    browser.press("Escape")
    check("Esc closes it", browser.run("return !document.getElementById('overview').open"))
    check("and the slide is where it was", slide(browser) == [3, 1])
    browser.press("Control+Shift+l")
    check("Ctrl+Shift+L changes the language", "金融中心" in visible_text(browser, ".slide.current"))
    browser.press("8", "Enter")
    settled(browser)
    browser.screenshot(folder / "article-8-zh.png")
    check_access(browser, "slide in Chinese")
    browser.press("l")
    # A text field keeps its keys.
    browser.press("/", "b", "n", "2")
    check("keys in a field do not move the show", slide(browser)[0] == 8 and browser.run("return document.getElementById('filter').value") == "bn2")
    check_silence(browser, "briefing")


def check_touch(browser):
    browser.size(390, 844, touch=True)
    browser.open(address("article.html"))
    browser.run("document.getElementById('turn-on').click()")
    check("on a phone the arrow turns the slide", slide(browser) == [2, 0], slide(browser))
    before = settled(browser)
    browser.touch([(200, 250)], [(170, 230)], [(120, 200)])
    moved = settled(browser)
    check("one finger moves the map", moved != before)
    browser.touch([(150, 250), (240, 250)], [(130, 250), (260, 250)], [(90, 250), (300, 250)])
    pinched = settled(browser)
    scale = lambda transform: float(transform.rsplit("scale(", 1)[1].rstrip(")"))  # noqa: E731
    check("two fingers zoom", scale(pinched) > scale(moved) * 1.5, [moved, pinched])
    browser.press("3", "Enter")
    settled(browser)
    browser.touch([tuple(place(browser, "lujiazui"))])
    check("a tap on a place opens its card", "Lujiazui" in visible_text(browser, ".card.open"))
    browser.screenshot(folder / "phone-card.png")
    wide = browser.run("return document.documentElement.scrollWidth <= innerWidth")
    check("nothing is wider than the phone", wide)
    check_access(browser, "phone")
    browser.press("Escape")
    browser.screenshot(folder / "phone-3.png")
    browser.size(1280, 800)


# ---- Reduced motion, no script, paper


def check_calm(browser):
    browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    browser.open(address("article.html"))
    browser.press("3", "Enter")
    one = browser.wait("return document.getElementById('plane').getAttribute('transform')")
    browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    one = browser.run("return document.getElementById('plane').getAttribute('transform')")
    check("under reduced motion the camera cuts", settled(browser) == one)
    browser.devtools("Emulation.setEmulatedMedia", features=[])


def check_document(browser):
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(address("article.html"))
    shown = browser.devtools("DOM.getDocument")["root"]["nodeId"]
    slides = browser.devtools("DOM.querySelectorAll", nodeId=shown, selector="html:not(.app) .slide figure svg.plate")
    check("without a script the document has its slides with their maps", len(slides["nodeIds"]) == 12, slides)
    browser.screenshot(folder / "no-script.png")
    browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def text_of(pdf):
    return subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True).stdout


def check_paper(browser):
    browser.open(address("article.html"))
    browser.press("Right")
    pdf = folder / "article-print.pdf"
    browser.pdf(pdf)
    pages = text_of(pdf).split("\f")
    titles = ["What the article says", "Thirty-two claims", "The financial centre", "The turn to technology"]
    starts = [next((number for number, page in enumerate(pages) if number > 0 and title in page), 0) for title in titles]
    check("on paper each slide has a page of its own", starts == [1, 2, 3, 4], starts)
    check("with all that it reveals", "Market capitalisation" in pages[3] and "Lujiazui" in pages[3])
    whole = "".join(pages)
    for words in ["Facts used", "Sources", "OpenStreetMap", "Apache ECharts", "审图号"]:
        check(f"and the annex: {words}", words in whole)
    check("cards that were not shown are not printed", "Certified high-tech enterprises" not in whole)
    browser.open(address("atlas.html"))
    pdf = folder / "atlas-print.pdf"
    browser.pdf(pdf)
    whole = text_of(pdf)
    for words in ["Border of a province", "Zhangjiang Science", "31.2040° N", "Other sources say", "Claims and what holds"]:
        check(f"the atlas is printed as a document: {words}", words in whole)


def check_dark(browser):
    for name in ["dark.html", "projector.html"]:
        browser.size(1920, 1080)
        browser.open(address(name))
        browser.press("5", "Enter")
        settled(browser)
        browser.screenshot(folder / name.replace(".html", "-5.png"))
        check_access(browser, name)
        browser.press("i", "?")
        check_access(browser, f"{name}: help")


browser = Browser()
try:
    check_atlas(browser)
    check_briefing(browser)
    check_touch(browser)
    check_calm(browser)
    check_document(browser)
    check_paper(browser)
    check_dark(browser)
finally:
    browser.quit()
print(f"Pictures: {folder}")
print(f"html: {passed} passed, {failed} failed")
sys.exit(failed > 0)
