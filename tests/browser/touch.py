# SPDX-License-Identifier: GPL-3.0-or-later
"""The page under fingers, on a phone of 390 px: touch.py PAGE.html FOLDER"""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
name = os.path.splitext(os.path.basename(page))[0]
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


def touch(browser, kind, *points):
    browser.devtools("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [
        {"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]})


def tap(browser, x, y):
    touch(browser, "touchStart", (x, y))
    touch(browser, "touchEnd")
    settle(browser)


def middle(browser, selector=".stage canvas"):
    return browser.run(
        "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center',"
        "behavior: 'instant'}); const b = e.getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]", selector)


def square_at(browser, condition):
    """Where on the screen the middle of a square lies that the view is moved to."""
    return browser.run(
        "const v = maps[0].view, s = v.map.squares, b = v.canvas.getBoundingClientRect();"
        f"const i = s.classOf.findIndex((k, i) => {condition}), h = s.size[i] / 2;"
        "const x = s.x[i] + h, y = s.y[i] + h; v.fit([x - 900, y - 900, x + 900, y + 900]);"
        "return [b.x + v.width / 2, b.y + v.height / 2,"
        " String(s.x[i] + v.map.origin[0]).padStart(6, '0')]")


TIP = ("const t = document.querySelector('.tip'), b = t.getBoundingClientRect();"
       "return [t.hidden, t.innerText, b.left, b.right, b.top, b.bottom]")
PLACE = "const v = maps[0].view; return [v.x, v.y, v.scale, window.scrollY]"


def check_tap(browser):
    middle(browser)
    x, y, id_of = square_at(browser, "k === 5 && s.size[i] === s.unit")
    settle(browser)
    tap(browser, x, y)
    hidden, text, left, right, top, bottom = browser.run(TIP)
    claim("a tap shows figures", not hidden and "5" in text, [hidden, text])
    claim("beside the finger", left >= 0 and right <= 390 and
          min(abs(left - x), abs(right - x), abs(top - y), abs(bottom - y)) < 40,
          [x, y, left, right, top, bottom])
    claim("and in the panel", id_of in browser.run(
        "return document.querySelector('.figures').innerText"))
    browser.screenshot(f"{folder}/{name}-tap.png")
    x, y = middle(browser)
    tap(browser, x + 140, y + 120)
    text = browser.run(TIP)
    claim("a tap at the edge has its figures within the window",
          text[0] or (text[2] >= 0 and text[3] <= 390), text)


def swipe(browser, x, y, dx, dy):
    touch(browser, "touchStart", (x, y))
    for k in range(1, 9):
        touch(browser, "touchMove", (x + k * dx / 8, y + k * dy / 8))
        time.sleep(0.02)
    touch(browser, "touchEnd")
    time.sleep(0.3)


def check_one_finger(browser):
    x, y = middle(browser)
    before = browser.run(PLACE)
    swipe(browser, x, y, 0, -160)
    after = browser.run(PLACE)
    claim("one finger scrolls the page", after[3] > before[3] + 60, [before, after])
    claim("and leaves the map", after[:3] == before[:3], [before, after])
    claim("which tells of two fingers", browser.run(
        "const g = document.querySelector('.gesture'); return !g.hidden && g.innerText")
        in ("Flytta kartan med två fingrar", "Move the map with two fingers"))
    browser.screenshot(f"{folder}/{name}-gesture.png")


def check_two_fingers(browser):
    x, y = middle(browser)
    before = browser.run(PLACE)
    touch(browser, "touchStart", (x - 40, y))
    touch(browser, "touchStart", (x - 40, y), (x + 40, y))
    for k in range(1, 9):
        touch(browser, "touchMove", (x - 40 - 5 * k, y + 3 * k), (x + 40 + 5 * k, y + 3 * k))
    touch(browser, "touchEnd")
    settle(browser)
    after = browser.run(PLACE)
    claim("two fingers zoom the map", abs(after[2] / before[2] - 2) < 0.05, [before, after])
    claim("and move it", abs((after[1] - before[1]) * after[2] - 24) < 12, [before, after])
    claim("and do not scroll the page", after[3] == before[3], [before, after])


def check_sizes(browser):
    small = browser.run(
        "return [...document.querySelectorAll('button, select, summary, nav a, .layers label')]"
        ".filter((e) => e.checkVisibility()).map((e) => [e.tagName, e.textContent.slice(0, 20),"
        " e.getBoundingClientRect()]).filter(([, , b]) => b.height < 44 || b.width < 24)"
        ".map(([t, s, b]) => [t, s, b.width, b.height])")
    claim("what is pressed is at least 44 px high", not small, small)
    claim("nothing is wider than the window", browser.run(
        "return document.documentElement.scrollWidth <= 390"))


browser = Browser(390, 844)
try:
    browser.devtools("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    browser.open("file://" + page)
    settle(browser)
    browser.screenshot(f"{folder}/{name}-touch.png", full=True)
    check_sizes(browser)
    check_tap(browser)
    check_one_finger(browser)
    check_two_fingers(browser)
    said = [entry["message"] for entry in browser.log("browser")]
    claim("nothing is said on the console", not said, said)
finally:
    browser.close()
print(f"{name} under fingers: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
