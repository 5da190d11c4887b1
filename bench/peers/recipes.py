# SPDX-License-Identifier: GPL-3.0-or-later
"""The index by many recipes, computed by numpy from the variables of a grid alone, held against what
`stability` says of the same recipes: recipes.py GRID.gpkg RECIPES.csv SQUARES.csv.
Ends with 1 where a rank correlation, a mean shift of ranks, a share of people or a share of recipes
differs by more than 1e-12, or a rank or class at all."""
import csv
import sys

import numpy as np
from osgeo import ogr

ogr.UseExceptions()
DIRECTION = {"inkomst": -1, "utbildning": 1, "forvarvsfrekvens": -1, "utlandsk_bakgrund": 1,
             "trangboddhet": 1, "ensamstaende_med_barn": 1, "unga_0_15": 1, "unga_16_19": 1}
GROUP = {"inkomst": 0, "utbildning": 0, "forvarvsfrekvens": 0, "utlandsk_bakgrund": 1,
         "trangboddhet": 1, "ensamstaende_med_barn": 2, "unga_0_15": 2, "unga_16_19": 2}
COUNTS = ("unga_0_15", "unga_16_19")
GROUPS, CLASSES, MINIMUM, PRESENT, TOLERANCE = 3, 5, 20, 0.75, 1e-12


square_ids = []


def read_grid(path):
    """Area in cells, population and variables (counts per 62 500 m2), NaN where missing."""
    file = ogr.Open(path)
    rows = []
    for f in file.GetLayer("rutor"):
        shape = f.GetGeometryRef()
        cells = round(shape.GetArea() / 62500) if shape else 0
        number = [np.nan if f.GetField(name) is None else f.GetField(name)
                  for name in ("population", *DIRECTION)]
        rows.append([cells, *number])
        square_ids.append((f.GetField("rutid"), f.GetField("size")))
    table = np.array(rows).T
    cells, people, values = table[0], table[1], dict(zip(DIRECTION, table[2:]))
    with np.errstate(divide="ignore", invalid="ignore"):
        for name in COUNTS:
            values[name] = values[name] * (62500 / (cells * 62500))  # the same rounding: ties
    return cells, people, values


def mid_ranks(x):
    """1 .. n, ties share the mean of theirs."""
    order = np.sort(x)
    return (np.searchsorted(order, x, "left") + np.searchsorted(order, x, "right") + 1) / 2


def all_mid_ranks(x):
    """Among all that have a figure; NaN stays."""
    result = np.full(len(x), np.nan)
    has = ~np.isnan(x)
    result[has] = mid_ranks(x[has])
    return result


def score(x, how):
    n = len(x)
    if how == "percentile":
        return (mid_ranks(x) - 0.5) / n
    if how == "quantile":
        return 1 + np.floor(CLASSES * (2 * mid_ranks(x) - 1) / (2 * n))
    if how == "zscore":
        return (x - x.mean()) / x.std(ddof=1)
    if how == "minmax":
        return (x - x.min()) / (x.max() - x.min())
    median = np.median(x)
    return (x - median) / (1.4826 * np.median(np.abs(x - median)))


def index_by(grid, drop, how, mean):
    """The index of each square, NaN without one."""
    cells, people, values = grid
    names = [name for name in DIRECTION if name != drop]
    weight = {name: 1 / sum(GROUP[other] == GROUP[name] for other in names) / GROUPS
              for name in names}
    present = sum(np.where(np.isnan(values[name]), 0, weight[name]) for name in names)
    passes = (people >= MINIMUM) & (present >= PRESENT - 1e-9) & (cells > 0)
    # Extended precision: squares that tie must not differ by the order of their terms.
    top = np.zeros((GROUPS, len(people)), np.longdouble)
    of = np.zeros((GROUPS, len(people)))
    for name in names:
        has = passes & ~np.isnan(values[name])
        s = score(DIRECTION[name] * values[name][has], how)
        if mean == "geometric":
            if how in ("zscore", "robust_z", "minmax"):
                s = 1 + 99 * (s - s.min()) / (s.max() - s.min())
            s = np.log(np.longdouble(s))
        top[GROUP[name]][has] += s
        of[GROUP[name]][has] += 1
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.nanmean(top[:, passes] / of[:, passes], axis=0)
    index = np.full(len(people), np.nan)
    index[passes] = np.round(
        np.float64(100 * (np.exp(result) if mean == "geometric" else result)), 10)
    return index


def classes_of(index):
    has = ~np.isnan(index)
    result = np.zeros(len(index), int)
    n = has.sum()
    result[has] = 1 + (CLASSES * (2 * mid_ranks(index[has]) - 1) / (2 * n)).astype(int)
    return result


def ranks_of(index):
    """1 the worst, ties the smallest; 0 without an index."""
    has = ~np.isnan(index)
    result = np.zeros(len(index), int)
    order = np.sort(-index[has])
    result[has] = np.searchsorted(order, -index[has], "left") + 1
    return result


worst = 0.0


def hold(what, ours, theirs, tolerance):
    global worst
    worst = max(worst, abs(ours - theirs))
    if not abs(ours - theirs) <= tolerance:
        sys.exit(f"recipes: {what}: numpy has {theirs!r}, lagesbild {ours!r}")


grid = read_grid(sys.argv[1])
people = np.nan_to_num(grid[1])
usual = index_by(grid, "none", "percentile", "arithmetic")
usual_class, usual_rank = classes_of(usual), ranks_of(usual)
all_classes, all_ranks = [], []
recipes = list(csv.DictReader(open(sys.argv[2])))
for row in recipes:
    name = " ".join(row[key] for key in ("drop", "normalise", "aggregate"))
    index = index_by(grid, row["drop"], row["normalise"], row["aggregate"])
    class_of, rank = classes_of(index), ranks_of(index)
    both = (rank > 0) & (usual_rank > 0)
    a, b = all_mid_ranks(index)[both], all_mid_ranks(usual)[both]
    hold(f"{name}: squares", int(row["squares"]), int((rank > 0).sum()), 0)
    hold(f"{name}: correlation", float(row["correlation"]), np.corrcoef(a, b)[0, 1], TOLERANCE)
    shift = np.abs(rank[both] - usual_rank[both]).mean()
    hold(f"{name}: rank_shift", float(row["rank_shift"]), shift, TOLERANCE * max(1, shift))
    total = people[rank > 0].sum()
    hold(f"{name}: share of people in the worst class", float(row["worst_people"]) / total,
         people[class_of == CLASSES].sum() / total, TOLERANCE)
    all_classes.append(class_of)
    all_ranks.append(rank)
classes, ranks = np.array(all_classes), np.array(all_ranks)
place = {key: i for i, key in enumerate(square_ids)}
squares = 0
for row in csv.DictReader(open(sys.argv[3])):
    if not row["rank"]:
        continue
    i = place[row["rutid"], int(row["size"])]
    has = ranks[:, i] > 0
    count = np.bincount(classes[has, i], minlength=CLASSES + 1)
    hold(f"{row['rutid']}: rank", int(row["rank"]), usual_rank[i], 0)
    hold(f"{row['rutid']}: rank_low", int(row["rank_low"]), ranks[has, i].min(), 0)
    hold(f"{row['rutid']}: rank_high", int(row["rank_high"]), ranks[has, i].max(), 0)
    hold(f"{row['rutid']}: class_mode", int(row["class_mode"]), count.argmax(), 0)
    hold(f"{row['rutid']}: class_share", float(row["class_share"]), count.max() / has.sum(),
         TOLERANCE)
    squares += 1
print(f"recipes: {len(recipes)} recipes and {squares} squares as numpy has them, to {worst:.1e}")
