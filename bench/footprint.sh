#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# footprint: one million records of 8000 stations on 200 areas, sorted and in runs on disk; beside
# it the same job by buffers and intersections in Python, where shapely is installed.
set -eu
command=${LAGESBILD:-${BUILD:-build/release}/lagesbild}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk -v folder="$scratch" -f "$(dirname "$0")/areas.awk" -f /dev/stdin <<'END'
BEGIN {
    srand(7)
    put_areas(folder "/areas.csv", 600000, 6500000, 100000, 100000)
    records = folder "/records.csv"
    for (s = 0; s < 8000; s++) {
        i = int(200 * rand())
        sx[s] = cx[i] + 5000 * (rand() - 0.5); sy[s] = cy[i] + 5000 * (rand() - 0.5)
    }
    print "phone,time,x,y" > records
    for (n = 0; n < 1000000; n++) {
        s = int(8000 * rand())
        printf "p%06d,2021-06-%02dT%02d:%02d:00+02:00,%.1f,%.1f\n", 100000 * rand(), 1 + 14 * rand(), 24 * rand(), 60 * rand(), sx[s], sy[s] > records
    }
}
END

# NAME COMMAND...: wall time and, where GNU time is there, the largest resident set.
measure() {
    name=$1
    shift
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f "footprint: $name: %e s, %M KiB" "$@"
    else
        begin=$(date +%s%N)
        "$@"
        end=$(date +%s%N)
        echo "footprint: $name: $(((end - begin) / 1000000)) ms" >&2
    fi
}

measure "in memory" "$command" footprint -q "$scratch/areas.csv" "$scratch/records.csv" -o "$scratch/a.csv"
measure "runs of 100000 on disk" "$command" footprint -q --max-records 100000 "$scratch/areas.csv" \
    "$scratch/records.csv" -o "$scratch/b.csv"
cmp "$scratch/a.csv" "$scratch/b.csv"

python=
for p in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$p" -c 'import shapely' 2>/dev/null || python=$p
done
if [ -z "$python" ]; then
    echo "footprint: shapely is not here (python3-shapely), no peer measured"
    exit 0
fi
cat >"$scratch/peer.py" <<'PEER'
import collections, csv, sys
from shapely import wkt
from shapely.strtree import STRtree
from shapely.geometry import Point
csv.field_size_limit(1 << 24)
rows = list(csv.DictReader(open(sys.argv[1]), delimiter=";"))
areas = [wkt.loads(r["wkt"]).buffer(0) for r in rows]
number = {id(area): i for i, area in enumerate(areas)} # Shapely 1 gives geometries, 2 numbers
tree, days, shares = STRtree(areas), collections.defaultdict(list), {}
for r in csv.DictReader(open(sys.argv[2])):
    days[r["phone"], r["time"][:10]].append((float(r["x"]), float(r["y"])))
total = collections.Counter()
for day in days.values():
    for place in day:
        if place not in shares:
            circle = Point(place).buffer(500)
            near = [number.get(id(found), found) for found in tree.query(circle)]
            shares[place] = [(i, circle.intersection(areas[i]).area / circle.area) for i in near]
        for i, share in shares[place]:
            total[i] += share / len(day)
with open(sys.argv[3], "w") as out:
    for i, r in enumerate(rows):
        print(r["namn"], repr(total[i]), sep=",", file=out)
PEER
measure "shapely, buffers (overlaps counted in both)" "$python" -W ignore "$scratch/peer.py" "$scratch/areas.csv" \
    "$scratch/records.csv" "$scratch/peer.csv"
"$command" footprint -q --overlap both "$scratch/areas.csv" "$scratch/records.csv" -o "$scratch/both.csv"
# Ours is exact to 1e-12 or so (tests/unit/test_circle): what differs is the peer's 64 corners.
awk -F, 'NR == FNR { peer[$1] = $2; next }
    FNR > 1 { ours += $3; theirs += peer[$1]; off = ($3 > 0) ? peer[$1] / $3 - 1 : 0; if (off < 0) off = -off
              if (off > worst) worst = off }
    END { printf "footprint: peer is %.4f %% off in all, %.4f %% in its worst area\n", 100 * (theirs / ours - 1), 100 * worst }' \
    "$scratch/peer.csv" "$scratch/both.csv"
