# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a run: nothing of the other language is left when it is switched, pictures follow it,
a part that failed is told: project.py PAGE.html FOLDER [STEP]...
STEP: the steps that failed, in order; none: the page tells of no failure."""
import csv
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder, failed_steps = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
name = os.path.basename(os.path.dirname(os.path.dirname(page)))
passed, failed = 0, []

# The same in both languages; then what the demo's and the Police's fields are called.
SHARED = """Index Period Period: Kappa AUC F1 Precision Segregation Median n svenska English Svenska
lagesbild LPO boende system social Shape_Leng Shape_Area""".split() + ["Index, median", "Index,"]
VISIBLE = """
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), out = new Set();
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    if (text && at.checkVisibility() && !at.closest('script,style,code,pre')) out.add(text);
  }
  for (const e of document.querySelectorAll('[title],[aria-label],img[alt]'))
    if (e.checkVisibility() && !e.closest('thead')) // there it may be the file's own name
      for (const a of ['title', 'aria-label', 'alt'])
        if (e.getAttribute(a) && !e.closest('.language')) out.add(e.getAttribute(a));
  return [...out];"""


def claim(text, holds, found=""):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(text)
        print(f"FAILED {text}: {found}")


def is_data(text, data):
    """Numbers, dates, file names, and what the sources themselves say."""
    bare = re.sub(r"[\d\s\u202f\u00a0.,:;%–−+-]|\b(km|m|km²|EPSG)\b|→|↑|↓|⌂|·|\(|\)", "", text)
    return not bare or any(text in d or d in text for d in data) or text in SHARED or bool(
        re.fullmatch(r"[\w.-]+\.(csv|gpkg|tif|png|svg|html|geojson|shp)", text))


def check_languages(browser):
    data = browser.run("""
      const said = new Set([document.querySelector('h1').textContent]);
      for (const set of maps.flatMap((m) => m.map.sets)) {
        said.add(set.title.en.replace(/^Areas /, ''));
        for (const area of set.areas) said.add(area.name);
      }
      for (const e of document.querySelectorAll('.source, .subtitle, .failures strong, footer p, ' +
          '#provenance summary'))
        said.add(e.textContent);
      const own = ['region', 'lpo', 'polisregion', 'lokalpolisomrade', 'indicator', 'area_set',
        'källa', 'most_influential_area', 'area', 'other', 'namn', 'ort', 'assessor', 'names',
        'uncertainty' /* a sentence to be cited, in the project's language */];
      for (const table of document.querySelectorAll('.scroll table'))
        [...table.tHead.rows[0].cells].forEach((head, i) => {
          if (own.includes(head.dataset.name))
            for (const row of table.tBodies[0].rows) said.add(row.cells[i].textContent);
        });
      for (const h of document.querySelectorAll('.chart h4')) said.add(h.textContent);
      return [...said].map((t) => t.trim()).filter((t) => t.length > 1);""")
    opened = ("for (const d of document.querySelectorAll('details')) d.open = true;"
              "setLanguage(arguments[0]);")
    browser.run(opened, "sv")
    swedish = set(browser.run(VISIBLE))
    browser.run(opened, "en")
    english = set(browser.run(VISIBLE))
    left = sorted(t for t in swedish & english if not is_data(t, data))
    claim("everything said is said in both languages", not left, left)
    letters = sorted(t for t in english if re.search("[åäöÅÄÖ]", t) and not is_data(t, data))
    claim("no Swedish is left in English", not letters, letters)
    claim("there was much to say", len(english) > 100 and len(swedish) > 100,
          [len(swedish), len(english)])


def check_pictures(browser):
    seen = ("setLanguage(arguments[0]); return [...document.querySelectorAll('#pictures figure')]"
            ".map((f) => [...f.querySelectorAll('img')].filter((i) => i.checkVisibility())"
            ".map((i) => [i.lang, i.alt.split(':')[0], i.naturalWidth > 0 || !i.complete]))")
    for lang, words in (("sv", {"Karta", "Diagram"}), ("en", {"Map", "Chart"})):
        shown = browser.run(seen, lang)
        claim(f"each picture stands once, in {lang}", (shown or failed_steps) and all(
            len(f) == 1 and f[0][0] == lang and f[0][1] in words and f[0][2] for f in shown), shown)


def check_change(browser):
    """Colours by the change that trend found: hatched where q is not below 0.05."""
    seen = browser.run("""
      const page = maps[0], squares = page.map.squares;
      const at = squares.columns.findIndex((c) => c.name === 'change');
      if (at < 0) return null;
      page.setColour(String(at));
      const of = squares.columns[at].values(), q = squares.columns[at + 1].values();
      const { shade } = page.view, hatched = hatchTest(squares, shade);
      const limits = [-10, -5, -2, 2, 5, 10];
      let wrong = 0, lines = 0;
      for (let i = 0; i < squares.count; i++) {
        const near = limits.some((limit) => Math.abs(of[i] - limit) < 0.051);
        const k = limits.filter((limit) => of[i] > limit).length + 1;
        wrong += hatched(i) !== q[i] >= 0.05;
        wrong += !near && shade.of[i] !== (Number.isNaN(of[i]) ? 0 : k);
        lines += hatched(i);
      }
      const keys = page.card.querySelectorAll('.ramp li').length;
      page.setColour('');
      return [squares.columns[at + 1].name, wrong, lines > 100, lines < squares.count, keys];""")
    if seen is not None or not failed_steps and name == "run":
        claim("changes have their colours and hatches", seen == ["change_q", 0, True, True, 9], seen)


def check_years(browser):
    """The index of two deliveries is trend's, and squares are classed alike in both."""
    path = os.path.join(os.path.dirname(page), "trend.csv")
    if not os.path.exists(path):
        return
    shown = browser.run("""
      const s = maps[0].map.squares, o = maps[0].map.origin;
      const [before, after] = ['index_before', 'index_after'].map((n) => s.columns.find((c) => c.name === n));
      return [...s.classOf].map((_, i) => [`${s.x[i] + o[0]}${s.y[i] + o[1]}`, s.size[i],
        before.values()[i], before.classOf()[i], after.values()[i], after.classOf()[i]])""")
    with open(path, encoding="utf-8-sig") as table:
        rows = {(r["unit"], r["size"]): r for r in csv.DictReader(table) if r["status"] != "area"}
    names = [c for c in next(iter(rows.values())) if c.startswith("index_")]
    same, wrong, classed = 0, [], []
    for square, size, before, k, after, m in shown:
        row = rows.get((square, str(size)))
        for found, name, of in ((before, names[0], k), (after, names[-1], m)):
            if found is not None:
                classed.append((found, of))
            if row and row[name] and found is not None:
                same += 1
                wrong += [(square, found, row[name])] if abs(found - float(row[name])) > 0.051 else []
    claim("the index of each delivery is trend's", same > 100 and not wrong, [same, wrong[:3]])
    classed.sort()
    down = [p for p, q in zip(classed, classed[1:]) if p[1] > q[1] and p[0] < q[0] - 0.11]
    claim("both deliveries are classed by one set of limits", not down, down[:3])


def check_failures(browser):
    told = browser.run("return [...document.querySelectorAll('.failures strong')]"
                       ".map((e) => e.textContent)")
    claim("the parts that failed are told, no others", told == failed_steps, told)


def check_links(browser):
    """A section is reached although those before it are laid out only then."""
    link = "[...document.querySelectorAll('nav a')].at(-2)"
    browser.run(f"document.body.classList.add('early'); window.scrollTo(0, 0); {link}.click()")
    browser.wait("setTimeout(arguments[0], 1500)")
    top = browser.run(f"return document.querySelector({link}.getAttribute('href'))"
                      ".getBoundingClientRect().top")
    claim("a link leads to its section", 0 <= top < 100, top)


TOO_WIDE = """
  return [...document.querySelectorAll('section .scroll')].filter((region) => {
    const section = region.closest('section'), lying = section.querySelector('.wide') !== null;
    return section.id !== 'maps' && lying === arguments[1] &&
      region.querySelector('table').scrollWidth > arguments[0] + 1;
  }).map((region) => region.querySelector('caption').textContent)"""


def check_paper(browser):
    """No table is wider than its page of A4, 186 mm upright and 277 mm lying, at 96 dots an inch."""
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.devtools("Emulation.setEmulatedMedia", {"media": "print"})
    for width, lying in ((703, False), (1047, True)):
        browser.devtools("Emulation.setDeviceMetricsOverride",
                         {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
        wide = browser.run(TOO_WIDE, width, lying)
        claim("tables fit on paper", not wide, wide)
    nameless = browser.run("return [...document.querySelectorAll('.records tbody tr > *')]"
                           ".filter((cell) => !cell.dataset.heading).length")
    claim("in a record each value has its heading", nameless == 0, nameless)
    browser.devtools("Emulation.setEmulatedMedia", {"media": ""})
    browser.devtools("Emulation.setDeviceMetricsOverride",
                     {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False})
    browser.run("dispatchEvent(new Event('afterprint'))")
    left = browser.run("return document.querySelectorAll('.tight, .records').length")
    claim("tables are tables again after printing", left == 0, left)


def check_narrow():
    """The legend's figures stay in its card on the narrowest phones."""
    narrow = Browser(320, 640)
    try:
        narrow.open("file://" + page)
        narrow.wait("setTimeout(arguments[0], 500)")
        beyond = narrow.run(
            "return [...document.querySelectorAll('.legend')].map((legend) =>"
            "legend.getBoundingClientRect().right -"
            "legend.parentElement.getBoundingClientRect().right)")
        claim("the legend is as wide as its card", all(b <= 0.5 for b in beyond), beyond)
    finally:
        narrow.close()


check_narrow()
browser = Browser(1366, 768)
try:
    browser.open("file://" + page)
    browser.wait("setTimeout(arguments[0], 500)")
    browser.screenshot(f"{folder}/{name}-run.png")
    check_languages(browser)
    check_pictures(browser)
    check_change(browser)
    check_failures(browser)
    check_years(browser)
    check_links(browser)
    check_paper(browser)
    said = [entry["message"] for entry in browser.log("browser")]
    claim("nothing is said on the console", not said, said)
    browser.run("setLanguage('sv')")
    browser.print_pdf(f"{folder}/{name}-run.pdf")
finally:
    browser.close()
print(f"{name}: {os.path.getsize(page)} bytes; {passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
