# SPDX-License-Identifier: GPL-3.0-or-later
# Day-prints shared out by buffers and intersections in shapely: footprint.py AREAS RECORDS OUT
import collections
import csv
import sys

from shapely import wkt
from shapely.geometry import Point
from shapely.strtree import STRtree

csv.field_size_limit(1 << 24)
rows = list(csv.DictReader(open(sys.argv[1]), delimiter=";"))
areas = [wkt.loads(r["wkt"]) for r in rows]
number = {id(area): i for i, area in enumerate(areas)}  # Shapely 1 gives geometries, 2 numbers
tree, days, shares = STRtree(areas), collections.defaultdict(list), {}
for r in csv.DictReader(open(sys.argv[2])):
    days[r["phone"], r["time"][:10]].append((float(r["x"]), float(r["y"])))
total = collections.Counter()
for day in days.values():
    for place in day:
        if place not in shares:
            circle = Point(place).buffer(500, 64)
            near = [number.get(id(found), found) for found in tree.query(circle)]
            shares[place] = [(i, circle.intersection(areas[i]).area / circle.area) for i in near]
        for i, share in shares[place]:
            total[i] += share / len(day)
with open(sys.argv[3], "w") as out:
    for i, r in enumerate(rows):
        print(r["namn"], repr(total[i]), sep=",", file=out)
