#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The overlay of 100 000 areas (36 vertices each) with a country's cells of 250 m: made, kept, and
# used again. Both runs must give the same bytes. The grid has two squares, so that its reading
# hides nothing.
set -eu
lagesbild=${LAGESBILD:-build/release/lagesbild}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk 'BEGIN {
    srand(1)
    print "namn;wkt"
    for (i = 0; i < 100000; i++) {
        x = 300000 + i % 250 * 2200; y = 6200000 + int(i / 250) * 3500; size = 200 + 880 * rand()
        text = ""
        for (k = 0; k < 36; k++) {
            r = size * (0.6 + 0.4 * rand()); a = k * 0.17453292519943295
            point = sprintf("%.2f %.2f", x + r * cos(a), y + r * sin(a))
            if (k == 0) first = point
            text = text point ","
        }
        printf "%d;\"POLYGON((%s%s))\"\n", i, text, first
    }
}' >"$dir/areas.csv"
printf 'rutid,size,population\n2500006150000,250,10\n9047507699750,250,10\n' >"$dir/grid.csv"
best() { # the least of three, in seconds
    for i in 1 2 3; do
        start=$(date +%s%N)
        "$lagesbild" profile -q -f "$dir/grid.csv" "$dir/areas.csv" "$@" >/dev/null
        echo $((($(date +%s%N) - start) / 1000))
    done | sort -n | head -1
}
made=$(best -o "$dir/made.csv")
"$lagesbild" profile -q -f "$dir/grid.csv" "$dir/areas.csv" --save-cover "$dir/a.cover" >/dev/null
used=$(best -o "$dir/used.csv" --cover "$dir/a.cover")
cmp "$dir/made.csv" "$dir/used.csv"
echo "cover: 100000 areas, whole command: made $((made / 1000)) ms, from the file $((used / 1000)) ms," \
    "$((made * 10 / used)) tenths; the file has $(wc -c <"$dir/a.cover") bytes"
