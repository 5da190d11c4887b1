# SPDX-License-Identifier: GPL-3.0-or-later
"""An area drawn on the page: draw.py PAGE.html FOLDER AREA.geojson PROFILE.csv
AREA.geojson: a polygon in the page's CRS; PROFILE.csv: what `profile` counts in it, of the same
grid; a page with hidden counts is held against sums of its own only, and PROFILE.csv is "-"."""
import csv
import json
import math
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
name = os.path.splitext(os.path.basename(page))[0] + ("-run" if sys.argv[4] == "-" else "")
with open(sys.argv[3], encoding="utf-8") as file:
    given = file.read()
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
                 "setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 200)")


def near(a, b, relative=1e-9):
    return abs(a - b) <= relative * max(1, abs(a), abs(b))


# The same sums by other means: the page's JSON read here, and the ground of a polygon in a square
# by integrating its edges, with y held between the square's sides.
def read_squares():
    with open(page, encoding="utf-8") as source:
        data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', source.read(),
                                    re.S).group(1))
    s, out = data["squares"], []
    steps = {}
    for key, start in (("e", s["e0"]), ("n", s["n0"]), ("size", 0)):
        at, steps[key] = 0, []
        for step in s[key].split(","):
            at += int(step or 0)
            steps[key].append(start + s["unit"] * at)
    values = {v["name"]: v["of"].split(",") for v in s["values"]}
    for i, k in enumerate(s["class"]):
        out.append({"e": steps["e"][i], "n": steps["n"][i], "size": steps["size"][i],
                    "class": int(k, 36), **{c: of[i] for c, of in values.items()}})
    return out, len(s["colours"])


def below(a, b, x0, x1, y0, y1):
    """The signed ground under the edge from a to b, x between x0 and x1, y held to y0 and y1."""
    (ax, ay), (bx, by) = a, b
    if ax == bx:
        return 0.0
    cuts = sorted({min(max(t, 0.0), 1.0) for t in
                   [0.0, 1.0, (x0 - ax) / (bx - ax), (x1 - ax) / (bx - ax)] +
                   ([(y0 - ay) / (by - ay), (y1 - ay) / (by - ay)] if ay != by else [])})
    total = []
    for t, u in zip(cuts, cuts[1:]):
        p, q = ax + t * (bx - ax), ax + u * (bx - ax)
        if not x0 - 1e-9 <= (p + q) / 2 <= x1 + 1e-9:
            continue
        y = ay + (t + u) / 2 * (by - ay)
        total.append((q - p) * (min(max(y, y0), y1) - y0))
    return math.fsum(total)


def ground(rings, x, y, size):
    return abs(math.fsum(below(a, b, x, x + size, y, y + size)
                         for ring in rings for a, b in zip(ring, ring[1:] + ring[:1])))


def own_sums(rings):
    """Of each count its least and greatest sum; people by class."""
    squares, classes = read_squares()
    for q in squares:
        q["in"], q["all"] = ground(rings, q["e"], q["n"], q["size"]), q["size"] ** 2
    sizes = sorted({q["size"] for q in squares})
    at = {(q["size"], q["e"], q["n"]): q for q in squares}
    whole = {id(q): (q["in"], q["all"]) for q in squares}
    for q in squares:
        for size in [s for s in sizes if s > q["size"]]:
            on = at.get((size, q["e"] // size * size, q["n"] // size * size))
            if on:
                on["in"] -= whole[id(q)][0]
                on["all"] -= whole[id(q)][1]
                break
    def span(text):
        few = re.fullmatch(r"<(\d+)", text)
        return (1, int(few[1]) - 1) if few else (float(text), float(text)) if text else (0, math.inf)
    def total(column, end, chosen):
        terms = [(span(q[column])[end] if q[column] or not end else span(q["population"])[1]) * q["in"] / q["all"] for q in chosen if q["in"] > 1e-9 * q["all"] > 0]
        return math.inf if math.inf in terms else math.fsum(terms)
    counts = {c: [total(c, end, squares) for end in (0, 1)] for c in squares[0]
              if c in ("population", "unga_0_15", "unga_16_19")}
    by_class = [[total("population", end, [q for q in squares if q["class"] == k + 1])
                 for end in (0, 1)] for k in range(classes)]
    return counts, by_class


FIGURES = ("const { sums, outline } = maps[0].drawing.area, o = maps[0].map.origin;"
           "return { rings: outline.rings.map((r) => r.points.map(([x, y]) => [x + o[0], y + o[1]])),"
           " counts: Object.fromEntries(sums.counts.map((c) => [c.column.name, c.range.map(String)])),"
           " classes: sums.classes.map((c) => c.range), shares: sums.classes.map((c) => c.share),"
           " index: sums.index, bounds: sums.bounds.map(String), covered: sums.covered,"
           " area: outline.area };")


def own_events(rings):
    """At least the events of hot spots wholly inside, at most all but those wholly outside; of how many.
    Hot spots are of whole cells, so that ground by cells of 250 m is theirs."""
    with open(os.path.join(os.path.dirname(page), "samlingar.csv"), encoding="utf-8-sig") as table:
        rows = [row for row in csv.DictReader(table) if row["name"].startswith("H")]
    inside, events = {}, {row["name"]: float(row["events"]) for row in rows}
    for row in rows:
        for text in re.findall(r"\(([\d., ]+)\)", row["wkt"]):
            corners = [tuple(map(float, pair.split())) for pair in text.split(",")]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            for x in range(int(min(xs)), int(max(xs)), 250):
                for y in range(int(min(ys)), int(max(ys)), 250):
                    if ground([corners], x, y, 250) > 1:
                        inside.setdefault(row["name"], set()).add(round(ground(rings, x, y, 250), 3))
    whole = [n for n, found in inside.items() if found == {62500.0}]
    outside = [n for n, found in inside.items() if found == {0.0}]
    total = float(rows[0]["events_total"])
    return [sum(events[n] for n in whole), total - sum(events[n] for n in outside), total]


def check_events(browser):
    """An area round the first hot spot of the list, and as it was given."""
    found = ("return maps[0].drawing.area.hotspots.map((h) => [...h.range, h.all])")
    rings = browser.run(FIGURES)["rings"]
    claim("events are those of hot spots, at least and at most", browser.run(found) ==
          [own_events(rings)], [browser.run(found), own_events(rings)])
    box = browser.run("const [x0, y0, x1, y1] = maps[0].map.sets.find((s) => s.shaded).areas.filter("
                      "(a) => a.name === 'H1').map((a) => a.box).reduce((a, b) => [Math.min(a[0], b[0]),"
                      "Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);"
                      "maps[0].drawing.take(makeOutline([{ sign: 1, points: [[x0 - 300, y0 - 300],"
                      "[x1 + 300, y0 - 300], [x1 + 300, y1 + 300], [x0 - 300, y1 + 300]] }], ''));"
                      "return maps[0].drawing.area.hotspots.map((h) => [...h.range, h.all])")
    own = own_events(browser.run(FIGURES)["rings"])
    claim("round a hot spot at least its own", box == [own] and own[0] > 0, [box, own])
    text = browser.run("return document.querySelector('.drawn .facts').innerText")
    claim("their share is said, beside that of people", "Händelser" in text and "% av hela kartans 296" in text and
          "hela kartan" in text, text)


def number(text):
    return math.inf if text == "Infinity" else float(text)


def check_sums(browser, what):
    shown = browser.run(FIGURES)
    counts, by_class = own_sums(shown["rings"])
    for column, ends in counts.items():
        found = [number(t) for t in shown["counts"][column]]
        claim(f"{what}: {column} is the sum of what is shown",
              all(a == b or near(a, b) for a, b in zip(found, ends)), [found, ends])
    claim(f"{what}: people by class are the sums of what is shown", all(
        near(a, b) for f, e in zip(shown["classes"], by_class) for a, b in zip(f, e)),
        [shown["classes"], by_class])
    return shown


def press(browser, text):
    found = browser.run(
        "const b = [...document.querySelectorAll('.draw-tools button, .drawn button')]"
        ".find((b) => b.textContent === arguments[0]); if (b) b.click(); return Boolean(b)", text)
    claim(f"there is a button '{text}'", found)
    settle(browser)


def problem(browser):
    return browser.run("const p = document.querySelector('.draw-problem');"
                       "return p ? p.textContent : null")


def paste(browser, text):
    if not browser.run("return Boolean(document.querySelector('.draw-paste'))"):
        press(browser, "Klistra in GeoJSON")
    browser.run("const t = document.querySelector('.draw-paste textarea'); t.value = arguments[0];"
                "t.dispatchEvent(new Event('input'))", text)
    press(browser, "Visa området")


# By PROJ (utm, zone 33, GRS 80): Smygehuk, Treriksröset, Stockholm, Haparanda.
PLACES = [
    (13.360000, 55.338000, 395980.34868, 6133629.39734),
    (20.548631, 69.059972, 721050.79849, 7671055.71084),
    (18.068600, 59.329300, 674571.86645, 6580743.00833),
    (24.100000, 65.830000, 914599.98226, 7331084.25485)]


def check_projection(browser):
    for lon, lat, east, north in PLACES:
        e, n = browser.run("return toSweref([arguments[0], arguments[1]])", lon, lat)
        claim(f"{lat} {lon} is where PROJ puts it", abs(e - east) < 1e-3 and abs(n - north) < 1e-3,
              [e, n])
        back = browser.run("return fromSweref([arguments[0], arguments[1]])", east, north)
        claim(f"{east} {north} comes back", abs(back[0] - lon) < 1e-8 and abs(back[1] - lat) < 1e-8,
              back)


def check_taps(browser):
    """A finger taps four corners about the middle of the map."""
    press(browser, "Rita ett område")
    x, y = browser.run(
        "const e = document.querySelector('.stage canvas'); e.scrollIntoView({block: 'center',"
        "behavior: 'instant'}); const b = e.getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]")
    for dx, dy in ((-90, -70), (80, -95), (110, 60), (20, 20), (300, 300), (-60, 85)):
        if dx == 300:  # one too many, off the map's edge: undone
            press(browser, "Ångra")
            dx, dy = 30, 90
        browser.devtools("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [
            {"x": x + dx, "y": y + dy}]})
        browser.devtools("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(browser)
    claim("each tap is a corner", browser.run("return maps[0].drawing.corners.length") == 5)
    browser.screenshot(f"{folder}/{name}-drawing.png")
    press(browser, "Klar")
    check_sums(browser, "drawn")
    claim("the panel tells people, classes, index and from what", all(
        word in browser.run("return document.querySelector('.drawn').innerText") for word in
        ("Invånare", "Index, medel per invånare", "5 sämst", "av det som sidan visar")))
    browser.run("document.querySelector('.drawn').scrollIntoView({block: 'start', behavior: 'instant'})")
    browser.screenshot(f"{folder}/{name}-drawn.png")


def check_given(browser):
    paste(browser, given)
    shown = check_sums(browser, "pasted")
    if sys.argv[4] == "-":
        return check_events(browser)
    with open(sys.argv[4], encoding="utf-8-sig") as table:
        row = next(csv.DictReader(table))
    for column in ("population", "unga_0_15", "unga_16_19"):
        claim(f"{column} is what profile counts", near(number(shown["counts"][column][0]),
              float(row[column])), [shown["counts"][column], row[column]])
    for k, share in enumerate(shown["shares"]):
        claim(f"the share of class {k + 1} is that of profile",
              near(share[0], float(row[f"class_{k + 1}"])), [share, row[f"class_{k + 1}"]])
    # profile's are of cells: of a large square, the ground that is left is in several
    claim("bounds hold those of profile", number(shown["bounds"][0]) <= float(row["population_low"])
          and number(shown["bounds"][1]) >= float(row["population_high"]), [shown["bounds"], row])
    claim("the ground with squares is that of profile",
          near(shown["covered"], float(row["covered_share"])), [shown["covered"], row])
    claim("the mean index is that of the rounded figures",
          abs(shown["index"] - float(row["index_mean"])) < 0.06, [shown["index"], row["index_mean"]])


def check_file(browser):
    """Saved in WGS 84 and pasted again it has the same figures, but for long edges, which are then
    straight in degrees: centimetres aside."""
    before = browser.run(FIGURES)
    text = browser.run("const d = maps[0].drawing;"
                       "return writeGeoJson(d.area.outline, maps[0].map, drawnProperties(d))")
    saved = json.loads(text)["features"][0]
    lon, lat = saved["geometry"]["coordinates"][0][0]
    claim("it is saved in WGS 84", 10 < lon < 25 and 55 < lat < 70, [lon, lat])
    claim("with its figures", "population" in saved["properties"] and "class_5" in saved["properties"])
    paste(browser, text)
    after = browser.run(FIGURES)
    claim("saved and pasted it has the same people", all(
        near(number(a), number(b), 1e-4) or a == b for c in before["counts"]
        for a, b in zip(before["counts"][c], after["counts"][c])), [before["counts"], after["counts"]])


def check_neighbours(browser):
    """Two areas in degrees that share a part of a slanted side: no corner of one is on the other's."""
    start, end = (16.60, 59.50), (16.66, 59.54)
    side = [[start[k] + t * (end[k] - start[k]) for k in (0, 1)] for t in (0, 0.27, 0.81, 1)]
    west = [side[0], side[3], [16.60, 59.54], side[0]]
    east = [side[1], [16.67, 59.51], side[2], side[1]]
    areas = []
    for rings in ([[west]], [[east]], [[west], [east]], [[west[::-1]], [east]]):
        paste(browser, json.dumps({"type": "MultiPolygon", "coordinates": rings}))
        areas.append(browser.run("return maps[0].drawing.area.outline.area"))
        claim("areas beside each other are pasted", not problem(browser), problem(browser))
    for both in areas[2:]:
        claim("with the ground of both", near(areas[0] + areas[1], both, 1e-9), areas)
    for k in (0, 1):
        east[1][k] = west[2][k]  # now over the other
    paste(browser, json.dumps({"type": "MultiPolygon", "coordinates": [[west], [east]]}))
    claim("areas over each other are not", problem(browser), problem(browser))
    press(browser, "Klistra in GeoJSON")
    paste(browser, given)


def check_problems(browser):
    shape = json.loads(given)
    ring = (shape["features"][0]["geometry"] if "features" in shape else shape)["coordinates"][0]
    area = browser.run("return maps[0].drawing.area.outline.area")
    for text, word in (
            ("omrade.shp", "inte GeoJSON"),
            (json.dumps({"type": "Point", "coordinates": ring[0]}), "ingen yta"),
            (json.dumps({"type": "Polygon", "coordinates": [ring[:2]]}), "minst tre hörn"),
            (json.dumps({"type": "Polygon", "coordinates": [[ring[0], ring[2], ring[1], ring[3]]]}),
             "korsar sig själv"),
            (json.dumps({"type": "MultiPolygon", "coordinates": [[ring], [ring]]}), "över varandra"),
            (json.dumps({"type": "MultiPolygon", "coordinates": [[ring], [[
                [(2 * ring[0][k] + c[k]) / 3 for k in (0, 1)] for c in ring[:3]]]]}), "över varandra"),
            (json.dumps({"type": "Polygon", "coordinates": [[c[::-1] for c in ring]]}), "utanför kartans rutor"),
            (json.dumps({"type": "Polygon", "coordinates": [ring], "crs": {"type": "name",
             "properties": {"name": "urn:ogc:def:crs:EPSG::3007"}}}), "EPSG:3007")):
        paste(browser, text)
        claim(f"it is said what is wrong: {word}", word in (problem(browser) or ""), problem(browser))
    claim("and the area stays as it was", browser.run(
        "return maps[0].drawing.area.outline.area") == area)
    press(browser, "Klistra in GeoJSON")
    paste(browser, given)


def check_sheet(browser):
    browser.run("document.querySelector('.drawn-name input').value = 'Hamnen';"
                "document.querySelector('.drawn-name input').dispatchEvent(new Event('input'));"
                "window.print = () => {}")
    press(browser, "Skriv ut bladet")
    browser.print_pdf(f"{folder}/{name}-drawn.pdf")
    with open(f"{folder}/{name}-drawn.pdf", "rb") as file:
        pages = len(re.findall(rb"/Type\s*/Page\b", file.read()))
    claim("the sheet is one page of A4", pages == 1, pages)
    claim("and the page is as it was after", browser.run(
        "return document.documentElement.className") == "")


def check_keyboard(browser):
    browser.run("maps[0].drawing.remove(); maps[0].drawing.start()")
    for key in "\ue007\ue014\ue014\ue007\ue015\ue015\ue007":  # Enter, right, right, Enter, down ...
        browser.keys(key)
    claim("Enter sets a corner in the middle", browser.run(
        "return maps[0].drawing.corners.length") == 3)
    browser.keys("\ue003")
    claim("Backspace takes it away", browser.run("return maps[0].drawing.corners.length") == 2)
    browser.keys("\ue00c")
    claim("Escape ends it", browser.run("return maps[0].drawing.active") is False)


browser = Browser(390, 844)
try:
    browser.devtools("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    browser.open("file://" + page)
    settle(browser)
    check_projection(browser)
    check_taps(browser)
    check_given(browser)
    check_neighbours(browser)
    check_problems(browser)
    check_file(browser)
    check_sheet(browser)
    claim("nothing is wider than the window", browser.run(
        "return document.documentElement.scrollWidth <= 390"))
    check_keyboard(browser)
    said = [entry["message"] for entry in browser.log("browser")]
    claim("nothing is said on the console", not said, said)
finally:
    browser.close()
print(f"{name}, drawn on: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
