#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# share: ten million events in a CSV, 200 areas; beside it awk, which only counts the rows of each
# year in the same file: the floor of anything that reads text row by row. Both must count alike.
set -eu
command=${LAGESBILD:-${BUILD:-build/release}/lagesbild}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk -v folder="$scratch" -f "$(dirname "$0")/areas.awk" -f /dev/stdin <<'END'
BEGIN {
    srand(7)
    put_areas(folder "/areas.csv", 300000, 6150000, 600000, 1500000)
    events = folder "/events.csv"
    print "datum;e;n" > events
    for (n = 0; n < 10000000; n++)
        printf "%d-%02d-%02d;%.1f;%.1f\n", 2014 + 8 * rand(), 1 + 12 * rand(), 1 + 28 * rand(),
            300000 + 600000 * rand(), 6150000 + 1500000 * rand() > events
}
END
best() { # the least of three, in milliseconds
    for i in 1 2 3; do
        start=$(date +%s%N)
        "$@"
        echo $((($(date +%s%N) - start) / 1000000))
    done | sort -n | head -1
}
ours() { "$command" share -q -f --areas "$scratch/areas.csv" --events "$scratch/events.csv" --period year -o "$scratch/ut.csv" $1 2>/dev/null; }
years() { awk -F'[-;]' 'NR > 1 { n[$1]++ } END { for (y in n) print y "," n[y] }' "$scratch/events.csv" | sort >"$scratch/awk.csv"; }
all=$(best ours '')
one=$(best ours '--threads 1')
floor=$(best years)
awk -F, '$3 == "total" { print $1 "," $5 }' "$scratch/ut.csv" | sort | cmp - "$scratch/awk.csv"
[ ! -x /usr/bin/time ] || memory=$(/usr/bin/time -f %M "$command" share -q -f --areas "$scratch/areas.csv" \
    --events "$scratch/events.csv" --period year -o "$scratch/ut.csv" 2>&1 | tail -1)
echo "share: 10000000 events, 200 areas: all cores $all ms, one $one ms, ${memory:-?} KiB;" \
    "awk counting years $floor ms"
