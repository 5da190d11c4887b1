# SPDX-License-Identifier: GPL-3.0-or-later
"""The brief prints on one page and is quiet: brief.py PAGE.html FOLDER"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402

page, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
name = os.path.splitext(os.path.basename(page))[0]
browser = Browser(1280, 900)
try:
    browser.open("file://" + page)
    browser.wait("setTimeout(arguments[0], 300)")
    browser.screenshot(f"{folder}/{name}.png", full=True)
    browser.print_pdf(f"{folder}/{name}.pdf")
    said = [entry["message"] for entry in browser.log("browser")]
finally:
    browser.close()
with open(f"{folder}/{name}.pdf", "rb") as file:
    pages = len(re.findall(rb"/Type\s*/Page\b", file.read()))
print(f"{name}: {os.path.getsize(page)} bytes, {pages} page of A4")
if said:
    print("FAILED nothing is said on the console:", said)
if pages != 1:
    print("FAILED the brief prints on one page")
sys.exit(1 if said or pages != 1 else 0)
