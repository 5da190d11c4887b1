# SPDX-License-Identifier: GPL-3.0-or-later
"""What the page promises, held against a real browser: check.py PAGE.html FOLDER [SECONDS]
FOLDER gets pictures to be looked at. SECONDS: the first paint must come within them."""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
limit = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
name = os.path.splitext(os.path.basename(page))[0]
os.makedirs(folder, exist_ok=True)
url = "file://" + page
passed, failed = 0, []


def claim(text, holds, found=""):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(text)
        print(f"FAILED {text}: {found}")


def settle(browser):
    browser.wait("const done = arguments[0];"
                 "setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 150)")


def centre(browser, selector):
    return browser.run(
        "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center',"
        "behavior: 'instant'}); const b = e.getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]", selector)


def column(browser, table, heading):
    return browser.run(
        "const t = document.querySelector(arguments[0] + ' .scroll table');"
        "const i = [...t.tHead.rows[0].cells].findIndex(c => c.dataset.name === arguments[1]);"
        "return [...t.tBodies[0].rows].map(r => r.cells[i].dataset.v ?? (r.cells[i].classList"
        ".contains('n') ? null : r.cells[i].textContent))", table, heading)


def check_quiet(browser):
    errors = [e["message"] for e in browser.log("browser")]
    claim("nothing is said on the console", not errors, errors)
    asked = []
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    outside = [a for a in asked if not a.startswith(("file://" + page, "data:", "blob:"))]
    claim("nothing is asked of any network", not outside, outside)


def first_paint(browser):
    browser.open(url)
    settle(browser)
    return browser.run("return performance.getEntriesByName('first-contentful-paint')"
                       ".map(e => e.startTime)[0]")


def check_paint(browser):
    """The least of five loads: what a starting browser and other work here add is not the page's."""
    paint = min(first_paint(browser) for _ in range(5))
    ready = browser.run("return performance.timing.loadEventEnd - performance.timing"
                        ".navigationStart")
    cost = browser.run("return maps.map(m => m.view.cost)[0]")
    print(f"{name}: {os.path.getsize(page)} bytes, first paint {paint:.0f} ms, loaded "
          f"{ready:.0f} ms, a map drawn anew {cost:.1f} ms")
    claim("the first paint comes in time", paint < 1000 * limit, paint)


def check_policy(browser):
    browser.run("const s = document.createElement('script'); s.textContent = 'window.owned = 1';"
                "document.body.append(s)")
    claim("no other script runs", browser.run("return window.owned") is None)
    claim("names from outside are text", browser.run("return document.title").startswith(
        ("Lägesbild", "Vulnerable")) and browser.run("return document.images.length") == 0)


def check_hover(browser):
    x, y = centre(browser, ".stage canvas")
    at = browser.run(
        "const v = maps[0].view, s = v.map.squares, b = v.canvas.getBoundingClientRect();"
        "let i = s.classOf.findIndex((k, j) => k === 5 && s.size[j] === s.unit);"
        "v.fit([s.x[i] - 2000, s.y[i] - 2000, s.x[i] + 2000, s.y[i] + 2000]);"
        "const c = s.size[i] / 2;"
        "return [b.x + v.width / 2 + (s.x[i] + c - v.x) * v.scale,"
        " b.y + v.height / 2 - (s.y[i] + c - v.y) * v.scale,"
        " String(s.x[i] + v.map.origin[0]).padStart(6, '0')]")
    settle(browser)
    browser.pointer(("move", x, y), ("move", at[0], at[1]))
    settle(browser)
    text = browser.run("return document.querySelector('.figures').innerText")
    claim("a square pointed at tells its id and class", at[2] in text and "Klass" in text, text)
    tip = browser.run("const t = document.querySelector('.tip'), b = t.getBoundingClientRect();"
                      "const c = document.querySelector('.stage').getBoundingClientRect();"
                      "return [t.hidden, t.innerText, b.left >= c.left && b.right <= c.right + 1"
                      "&& b.top >= c.top && b.bottom <= c.bottom + 1]")
    claim("and beside the pointer in short", tip[0] is False and "Klass 5" in tip[1] and
          "Invånare" in tip[1] and tip[2], tip)
    browser.screenshot(f"{folder}/{name}-hover.png")
    browser.pointer(("down",), ("up",), ("move", at[0] + 200, at[1] + 150))
    kept = browser.run("return document.querySelector('.figures').innerText")
    claim("a click keeps the figures", at[2] in kept, kept)


def check_area(browser):
    first = browser.run(
        "const go = document.querySelector('.go');"
        "const a = maps[0].map.sets[0].columns.findIndex(c => c.name === 'population');"
        "const i = maps[0].map.sets[0].areas.findIndex(x => x.figures[a] > 500);"
        "go.value = '0.' + i; go.dispatchEvent(new Event('change'));"
        "return maps[0].map.sets[0].areas[i].name")
    settle(browser)
    text = browser.run("return document.querySelector('.figures').innerText")
    claim("going to an area tells who lives there", first in text and "Invånare" in text, text)
    browser.screenshot(f"{folder}/{name}-area.png")


def check_moving(browser):
    x, y = centre(browser, ".stage canvas")
    view = "const v = maps[0].view; return [v.x, v.y, v.scale]"
    before = browser.run(view)
    browser.pointer(("move", x, y), ("down",), ("move", x + 60, y + 30), ("up",))
    after = browser.run(view)
    claim("dragging moves the map west and north", after[0] < before[0] and after[1] > before[1]
          and after[2] == before[2], [before, after])
    browser.run("document.querySelector('.stage canvas').focus()")
    before = browser.run(view)
    browser.keys("\ue014+")  # right arrow
    after = browser.run(view)
    claim("keys move and zoom", after[0] > before[0] and after[2] > before[2], [before, after])
    settle(browser)
    text = browser.run("return document.querySelector('.figures').innerText")
    claim("keys tell what is at the middle", len(text) > 10, text)
    browser.screenshot(f"{folder}/{name}-keys.png")
    browser.keys("\ue00c")  # escape


def check_frames(browser):
    took = browser.wait(
        "const done = arguments[0], v = maps[0].view, took = []; let n = 0;"
        "v.fit(v.map.home); v.frame();"
        "(function next() { const t = performance.now(); v.move(3, 2); v.frame();"
        " took.push(performance.now() - t);"
        " if (++n < 60) requestAnimationFrame(next); else done(took); })()")
    took.sort()
    print(f"{name}: a frame of panning takes {took[30]:.1f} ms (median), {took[-1]:.1f} ms at most")
    claim("panning is smooth", took[30] < 16, took[30])


def check_layers(browser):
    pixels = ("const v = maps[0].view; v.frame(); const d = v.pen.getImageData(0, 0,"
              "v.canvas.width, v.canvas.height).data; let n = 0;"
              "for (let i = 0; i < d.length; i += 4) if (d[i] > 140 && d[i + 1] < 60 && d[i + 2] < 60) n++; return n")
    browser.run("maps[0].view.fit(maps[0].map.home)")
    settle(browser)
    red = browser.run(pixels)
    browser.run("document.querySelector('[data-layer=squares0]').click()")
    settle(browser)
    claim("a layer can be switched off", red > 50 and browser.run(pixels) == 0,
          [red, browser.run(pixels)])
    browser.run("document.querySelector('[data-layer=squares0]').click()")
    browser.run("const c = document.querySelector('.colour'); c.value = '1';"
                "c.dispatchEvent(new Event('change'))")
    settle(browser)
    claim("squares can be coloured by another figure, with its own legend",
          browser.run("return !document.querySelector('.ramp').hidden &&"
                      "document.querySelectorAll('.ramp li').length") == 7)
    browser.screenshot(f"{folder}/{name}-ramp.png")
    browser.run("const c = document.querySelector('.colour'); c.value = '';"
                "c.dispatchEvent(new Event('change'))")


def check_rings(browser):
    browser.run("maps[0].view.fit(maps[0].map.home)")
    settle(browser)
    inked = ("const v = maps[0].view; v.frame(); const d = v.pen.getImageData(0, 0,"
             "v.canvas.width, v.canvas.height).data; let n = 0; for (let i = 0; i < d.length; i += 4)"
             "if (d[i] < 60 && d[i + 1] < 60 && d[i + 2] < 60) n++; return n")
    layer, key = "document.querySelector('[data-layer=rings0]')", "document.querySelector('.ring-key')"
    on = browser.run(inked)
    browser.run(f"{layer}.click()")
    settle(browser)
    off = browser.run(inked)
    claim("rings can be switched off, and their key with them",
          on > off + 50 and browser.run(f"return {key}.hidden"), [on, off])
    browser.run(f"{layer}.click()")
    settle(browser)
    claim("four times the children have twice the radius", browser.run(
        "const v = maps[0].view, l = ringLevel(v.map.rings, v.scale);"
        "return Math.abs(ringRadius(l, v.scale, 80) / ringRadius(l, v.scale, 20) - 2)") < 1e-9)
    claim("merged rings lose nobody", browser.run(
        "const r = maps[0].map.rings, sum = (a) => a.reduce((s, x) => s + x.of, 0);"
        "return Math.abs(sum(ringLevel(r, 0.0005).rings) - sum(r.rings)) / sum(r.rings)") < 1e-9)
    key_near = browser.run(f"return {key}.innerText")
    x, y, of = browser.run(
        "const v = maps[0].view, r = v.map.rings.rings.reduce((a, b) => b.of > a.of ? b : a);"
        "v.fit([r.x - 900, r.y - 900, r.x + 900, r.y + 900]);"
        "const b = v.canvas.getBoundingClientRect();"
        "return [b.x + v.width / 2, b.y + v.height / 2, format(r.of, 'count')]")
    settle(browser)
    claim("the key follows the scale", browser.run(f"return {key}.innerText") != key_near, key_near)
    browser.pointer(("move", x + 2, y + 2), ("move", x, y))
    settle(browser)
    text = browser.run("return document.querySelector('.figures').innerText")
    claim("a ring pointed at tells its number", f"Antal i ringen\n{of}" in text, [of, text])
    browser.screenshot(f"{folder}/{name}-rings.png")


def check_beside(browser):
    """Another colouring to the right of a line, the first to the left of it."""
    half = ("const v = maps[0].view, w = v.canvas.width, h = v.canvas.height; v.frame();"
            "return [[0.02, 0.48], [0.52, 0.98]].map(([a, b]) => Array.from(v.pen.getImageData("
            "Math.round(a * w), 0, Math.round((b - a) * w), Math.round(0.9 * h)).data)"
            ".reduce((x, y) => (x * 31 + y) | 0, 7))")
    choose = ("const c = document.querySelector(arguments[0]); c.value = arguments[1];"
              "c.dispatchEvent(new Event('change'))")
    browser.run("maps[0].letGo(); maps[0].view.fit(maps[0].map.home)")
    settle(browser)
    alone = browser.run(half)
    browser.run(choose, ".colour", "1")
    settle(browser)
    other = browser.run(half)
    browser.run(choose, ".colour", "")
    browser.run(choose, ".beside", "1")
    settle(browser)
    both = browser.run(half)
    claim("two colourings stand beside each other", both == [alone[0], other[1]] and
          alone != other, [alone, other, both])
    browser.screenshot(f"{folder}/{name}-beside.png")
    browser.run("const s = document.querySelector('input.split'); s.value = 0;"
                "s.dispatchEvent(new Event('input'))")
    settle(browser)
    claim("a slider moves the line between them", browser.run(half) == other, [browser.run(half), other])
    browser.run(choose, ".beside", "-")
    settle(browser)
    claim("and there is one again", browser.run(half) == alone)


def check_names(browser):
    browser.run("maps[0].view.fit(maps[0].map.home)")
    settle(browser)
    layer = "document.querySelector('[data-layer=names0]')"
    picture = ("const v = maps[0].view; v.frame();"
               "return Array.from(v.pen.getImageData(0, 0, v.canvas.width, v.canvas.height).data)"
               ".reduce((a, b) => (a * 31 + b) | 0, 7)")
    named = browser.run(picture)
    browser.run(f"{layer}.click()")
    settle(browser)
    bare = browser.run(picture)
    browser.run(f"{layer}.click()")
    settle(browser)
    claim("names can be switched off and on", named != bare and browser.run(picture) == named)


def known(values):
    """The numbers of a column whose missing values, those of areas outside the grid, come last."""
    numbers = [float(v) for v in values if v is not None]
    claim("missing values stay last", all(v is None for v in values[len(numbers):]), values)
    return numbers


def check_sorting(browser):
    press = ("document.querySelector('#profile th[data-name=' + arguments[0] + '] button').click();"
             "return document.querySelector('#profile th[data-name=' + arguments[0] + ']')"
             ".getAttribute('aria-sort')")
    claim("a number sorts the largest first", browser.run(press, "population") == "descending")
    numbers = known(column(browser, "#profile", "population"))
    claim("numbers are in order", numbers == sorted(numbers, reverse=True), numbers[:5])
    browser.run(press, "population")
    numbers = known(column(browser, "#profile", "population"))
    claim("pressed again, the smallest first", numbers == sorted(numbers), numbers[:5])
    claim("text sorts from the start", browser.run(press, "namn") == "ascending")
    names = column(browser, "#profile", "namn")
    claim("å ä ö come last", names == browser.run(
        "return arguments[0].slice().sort(new Intl.Collator('sv').compare)", names), names)
    browser.run("document.querySelector('#odd th[data-name=change] button').click()")
    claim("missing values stay last", column(browser, "#odd", "change")[-1] is None)


def check_csv(browser, downloads):
    for lang, ending in (("sv", ";"), ("en", ",")):
        browser.run(f"setLanguage('{lang}')")
        browser.run("document.querySelector('#odd .download').click()")
        path = os.path.join(downloads, "odd.csv")
        for _ in range(50):
            if os.path.exists(path):
                break
            time.sleep(0.1)
        text = open(path, encoding="utf-8-sig").read() if os.path.exists(path) else ""
        os.path.exists(path) and os.remove(path)
        claim(f"the CSV in {lang} has its separator", f"{ending}count{ending}change" in text, text)
        claim(f"no formula stands in the CSV in {lang}",
              "'=HYPERLINK" in text and "'@SUM" in text and "\n-5" in text, text)
        claim(f"the CSV in {lang} has the plain number",
              ("-4,5" if lang == "sv" else "-4.5") not in text and
              ("-1,5" if lang == "sv" else "-1.5") in text, text)


def check_language(browser):
    browser.run("setLanguage('sv')")
    fact = "return document.querySelectorAll('.facts dd data')[2].innerText"
    claim("Swedish has a decimal comma", browser.run(fact).startswith("36,8"), browser.run(fact))
    browser.run("document.querySelector('[data-lang=en]').click()")
    claim("English has a point", browser.run(fact).startswith("36.8"), browser.run(fact))
    claim("the title is English", browser.run("return document.title").startswith("Vulnerable"))
    shown = browser.run("maps[0].letGo(); return document.querySelector('.figures').innerText")
    claim("the map says in English what to do", "Point at the map" in shown, shown)
    claim("no Swedish heading is left", "Så gjordes" not in browser.run(
        "return document.body.innerText"))
    browser.screenshot(f"{folder}/{name}-english.png")
    browser.run("document.querySelector('[data-lang=sv]').click()")


def check_access(browser):
    browser.open(url)
    settle(browser)
    browser.keys("\ue004")
    claim("the first tab stop skips to the content",
          browser.run("return document.activeElement.className") == "skip")
    nodes = browser.devtools("Accessibility.getFullAXTree", {})["nodes"]
    bare = [n["role"]["value"] for n in nodes if not n.get("ignored") and
            n.get("role", {}).get("value") in ("button", "checkbox", "combobox", "link", "region",
                                               "application", "figure", "table")
            and not n.get("name", {}).get("value")]
    claim("everything that can be used has a name", bare in ([], ["figure"] * len(bare)), bare)
    claim("headings do not skip a level", browser.run(
        "let at = 0; return [...document.querySelectorAll('h1,h2,h3,h4')].every(h => {"
        "const n = +h.tagName[1], good = n <= at + 1; at = n; return good })"))
    claim("nothing is wider than the window", browser.run(
        "return document.documentElement.scrollWidth <= window.innerWidth"))
    check_rules(browser)


# Of the WCAG, what can be told from the document: each line a rule, and what breaks it.
RULES = """
  const all = (s) => [...document.querySelectorAll(s)], out = {}, ids = all('[id]').map((e) => e.id);
  const broken = (rule, found) => { if (found.length) out[rule] = found.slice(0, 5); };
  broken('ids are unique', ids.filter((id, i) => ids.indexOf(id) !== i));
  broken('references lead somewhere', all('[aria-labelledby],[aria-describedby],label[for]')
    .flatMap((e) => [e.getAttribute('aria-labelledby'), e.getAttribute('aria-describedby'), e.htmlFor])
    .filter((id) => id && !document.getElementById(id)));
  broken('fields have labels', all('input,select,textarea').filter((e) => !e.labels.length &&
    !e.getAttribute('aria-label')).map((e) => e.outerHTML.slice(0, 80)));
  broken('buttons say what they do', all('button').filter((e) => !(e.textContent.trim() ||
    e.getAttribute('aria-label'))).map((e) => e.outerHTML.slice(0, 80)));
  broken('headings of tables have a scope', all('th').filter((e) => !e.scope).map((e) => e.textContent));
  broken('headings of tables say something', all('th').filter((e) => !e.textContent.trim())
    .map((e) => e.outerHTML.slice(0, 80)));
  broken('what is pressed is 24 px, or as far from the next', all('button,select,input,summary')
    .filter((e) => e.checkVisibility() && !e.closest('label')).filter((e) =>
      Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 23.9)
    .map((e) => e.outerHTML.slice(0, 80)));
  broken('what scrolls can have the focus', all('main *').filter((e) => e.checkVisibility() &&
    (e.scrollHeight > e.clientHeight + 14 || e.scrollWidth > e.clientWidth + 14) &&
    /auto|scroll/.test(getComputedStyle(e).overflow) && e.tabIndex < 0).map((e) => e.outerHTML.slice(0, 80)));
  broken('the page can be enlarged', all('meta[name=viewport]').map((e) => e.content)
    .filter((text) => /maximum-scale|user-scalable/.test(text)));
  broken('all is in a landmark', all('body > *').filter((e) => e.checkVisibility() &&
    !e.matches('header, nav, main, footer, .skip, script')).map((e) => e.outerHTML.slice(0, 80)));
  broken('pictures have a text', all('img:not([alt]), svg:not([aria-hidden]):not([role=img])')
    .map((e) => e.outerHTML.slice(0, 80)));
  broken('no order of tabs but that of the page', all('[tabindex]').filter((e) => e.tabIndex > 0)
    .map((e) => e.tagName));
  broken('nothing to use within what is used', all('a a, button button, a button, button a, summary button')
    .map((e) => e.outerHTML.slice(0, 80)));
  broken('nothing hidden can have the focus', all('[aria-hidden=true] button, [aria-hidden=true] input')
    .map((e) => e.outerHTML.slice(0, 80)));
  broken('lists hold items', all('ul > :not(li), dl > :not(div):not(dt):not(dd)').map((e) => e.tagName));
  broken('landmarks', ['main', 'header', 'footer', 'nav'].filter((n) => all(n).length !== 1));
  broken('language', document.documentElement.lang ? [] : ['none']);
  return out;"""


def check_rules(browser):
    browser.run("maps[0].drawing.pasting = true; maps[0].drawing.showTools();"
                "const s = maps[0].map.squares; maps[0].drawing.take(makeOutline([{ sign: 1, points:"
                " [[s.x[0], s.y[0]], [s.x[0] + 900, s.y[0]], [s.x[0], s.y[0] + 900]] }], ''));"
                "maps[0].drawing.pasting = true; maps[0].drawing.showTools()")
    broken = browser.run(RULES)
    claim("no rule of access is broken, with an area drawn too", broken == {}, broken)
    seen, weak = browser.run(CONTRAST)
    claim("what is drawn stands out from what is under it", not weak, weak)
    browser.run("maps[0].drawing.cancel(); maps[0].drawing.remove()")


def check_keyboard(browser):
    """Everything can be reached and used by Tab, Space and Enter, and is seen when it is reached."""
    browser.open(url)
    settle(browser)
    stops = []
    for _ in range(60):
        browser.keys("\ue004")
        stops.append(browser.run(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.tagName + (e.className ? '.' + e.className : '') + (e.dataset.layer ? '#' +"
            "e.dataset.layer : ''), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2]"))
    unseen = [name for name, seen in stops if not seen]
    claim("what has the focus is seen to have it", not unseen, unseen)
    names = [name for name, _ in stops]
    wanted = ["BUTTON", "A", "SELECT.colour", "SELECT.go", "CANVAS", "INPUT#squares0", "INPUT#rings0",
              "INPUT#set0", "INPUT#names0", "DIV.scroll", "BUTTON.download", "SUMMARY"]
    absent = [w for w in wanted if not any(n.startswith(w) for n in names)]
    claim("Tab reaches all that can be used", not absent, [absent, names])
    browser.run("document.querySelector('[data-layer=rings0]').focus()")
    browser.keys(" ")
    claim("Space switches a layer", browser.run(
        "return maps[0].view.hidden.has('rings0')"))
    browser.keys(" ")
    browser.run("document.querySelector('#profile th[data-name=namn] button').focus()")
    browser.keys("\ue007")
    claim("Enter sorts a table", browser.run(
        "return document.querySelector('#profile th[data-name=namn]').getAttribute('aria-sort')")
        == "ascending")


CONTRAST = """
  const number = (c) => { const v = c / 255; return v <= .03928 ? v / 12.92 :
    ((v + .055) / 1.055) ** 2.4; };
  const light = (rgb) => .2126 * number(rgb[0]) + .7152 * number(rgb[1]) + .0722 * number(rgb[2]);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const under = (e) => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e)
    .backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), weak = new Set();
  let seen = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.checkVisibility() || e.closest('script,style'))
      continue;
    const a = light(colour(getComputedStyle(e).color)), b = light(under(e));
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) weak.add(e.className || e.tagName);
    seen++;
  }
  return [seen, [...weak]];"""


def check_contrast(browser, how):
    seen, weak = browser.run(CONTRAST)
    claim(f"text stands out from what is under it, {how}", seen > 100 and not weak, [seen, weak])


def desktop():
    downloads = os.path.join(folder, "downloads")
    os.makedirs(downloads, exist_ok=True)
    browser = Browser(1440, 900, downloads=downloads)
    try:
        check_paint(browser)
        browser.screenshot(f"{folder}/{name}-desktop.png", full=True)
        for check in (check_policy, check_hover, check_area, check_moving, check_frames,
                      check_layers, check_rings, check_beside, check_names, check_sorting):
            if check is check_policy:
                check_quiet(browser)
            check(browser)
        check_csv(browser, downloads)
        check_language(browser)
        check_access(browser)
        check_keyboard(browser)
        check_contrast(browser, "light")
        browser.open(url)
        settle(browser)
        browser.log("browser")
        browser.print_pdf(f"{folder}/{name}.pdf")
        check_quiet(browser)
    finally:
        browser.close()


def phone():
    browser = Browser(390, 844, extra=("--force-dark-mode",))
    try:
        browser.devtools("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "light"}]})
        browser.open(url)
        settle(browser)
        claim("on a phone nothing is wider than the window", browser.run(
            "return document.documentElement.scrollWidth <= 390"))
        browser.screenshot(f"{folder}/{name}-phone.png", full=True)
        browser.devtools("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark"}]})
        settle(browser)
        claim("a dark page has light text", browser.run(
            "return getComputedStyle(document.body).color") == "rgb(232, 237, 241)")
        check_contrast(browser, "dark")
        browser.screenshot(f"{folder}/{name}-dark.png", full=True)
    finally:
        browser.close()


desktop()
phone()
print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
