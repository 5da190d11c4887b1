# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader does with the page: a link to a view, a picture of the map, a search in a table,
areas outside the grid: view.py PAGE.html FOLDER OUTSIDE
OUTSIDE: the name of an area that the page's grid does not cover."""
import os
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder, outside = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
passed, failed = 0, []


def claim(text, holds, found=""):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(text)
        print(f"FAILED {text}: {found}")


def settle(browser, milliseconds=700):
    browser.wait(f"setTimeout(arguments[0], {milliseconds})")


def check_address(browser):
    claim("a page that is opened has its plain address", browser.run("return location.hash") == "",
          browser.run("return location.hash"))
    browser.run("const m = maps[0]; m.goTo('0.1'); const c = document.querySelector('.colour');"
                "c.value = '1'; c.dispatchEvent(new Event('change')); m.beside.open('', '0.3');"
                "document.querySelector('[data-layer=names0]').click(); m.view.zoom(0.5)")
    settle(browser)
    state = ("const m = maps[0], v = m.view; return [v.x, v.y, v.scale, m.column && m.column.name,"
             "[...v.hidden], v.mark && v.mark.area ? v.mark.area.name : null, m.kept,"
             "v.split, Boolean(v.other), m.beside.slider.value]")
    before, address = browser.run(state), browser.run("return location.href")
    claim("the address follows the view", "#map=" in address and "colour=" in address, address)
    browser.open("about:blank")
    browser.open(address)
    settle(browser)
    after = browser.run(state)
    claim("and opens it again", all(abs(a - b) < 1e-3 * abs(a) for a, b in zip(before[:3], after[:3]))
          and before[3:] == after[3:], [before, after])
    for broken in ("#map=a,b,c", "#map=1,2,0&area=%E5", "#maps"):
        browser.open("about:blank")
        browser.open("file://" + page + broken)
        claim(f"{broken} opens the page", browser.run("return maps[0].view.scale") > 0)
    browser.open("about:blank")
    browser.open("file://" + page)
    settle(browser)


def check_picture(browser, downloads):
    browser.run("[...document.querySelectorAll('.map-tools button')].find((b) =>"
                " b.textContent === 'Spara kartan som bild').click()")
    for _ in range(50):
        files = [f for f in os.listdir(downloads) if f.endswith(".png")]
        if files:
            break
        time.sleep(0.1)
    claim("the map is saved as a picture", len(files) == 1, files)
    if not files:
        return
    path = os.path.join(downloads, files[0])
    with open(path, "rb") as file:
        head = file.read(24)
    width, height = struct.unpack(">II", head[16:24])
    canvas = browser.run("const c = maps[0].canvas; return [c.width, c.height]")
    claim("with room for its legend", width == canvas[0] and height > canvas[1] + 40,
          [width, height, canvas])
    os.replace(path, f"{folder}/saved-map.png")


def check_search(browser):
    rows = ("const t = [...document.querySelectorAll('.table-filter')].find((f) =>"
            " f.querySelector('[type=search]')).nextElementSibling.querySelector('table');"
            "return [...t.tBodies[0].rows].filter((r) => !r.hidden).map((r) => r.innerText)")
    every = browser.run(rows)
    word = every[-1].split("\t")[0].strip()
    look = ("const b = document.querySelector('.table-filter [type=search]'); b.value = arguments[0];"
            "b.dispatchEvent(new Event('input'))")
    browser.run(look, word.upper())
    found = browser.run(rows)
    claim("a table is searched, whatever the case", found == [r for r in every if word.lower() in
          r.lower()] and len(found) < len(every), [word, len(found), len(every)])
    browser.run(look, "")
    claim("and whole again", browser.run(rows) == every)


def check_outside(browser):
    shown = ("return [...document.querySelectorAll('.scroll table tbody tr')].filter((r) =>"
             " r.cells[0].innerText === arguments[0] || r.cells[0].textContent === arguments[0])"
             ".map((r) => r.hidden)")
    claim("an area outside the grid waits", browser.run(shown, outside)[:1] == [True],
          browser.run(shown, outside))
    browser.run("document.querySelector('.table-filter [type=checkbox]').click()")
    claim("until it is asked for", browser.run(shown, outside)[:1] == [False])
    claim("and stands last among those to go to", browser.run(
        "const g = [...document.querySelectorAll('.go optgroup')]; return g[g.length - 1].label"
        " + ': ' + [...g[g.length - 1].children].map((o) => o.text)").endswith(
            f"utanför rutnätet: {outside}"))


downloads = os.path.join(folder, "pictures")
os.makedirs(downloads, exist_ok=True)
browser = Browser(1280, 900, downloads=downloads)
try:
    browser.open("file://" + page)
    settle(browser)
    check_address(browser)
    check_picture(browser, downloads)
    check_search(browser)
    check_outside(browser)
    said = [entry["message"] for entry in browser.log("browser")]
    claim("nothing is said on the console", not said, said)
finally:
    browser.close()
print(f"view, picture, search: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
