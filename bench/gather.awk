# SPDX-License-Identifier: GPL-3.0-or-later
# Made-up events or areas where the people of a delivery live: awk -v what=events|areas -v count=N -f gather.awk befolkning.csv
# Every fifth event follows the one before within 75 m and 10 days; three in ten of the others are in a few squares.
function random() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}
# A square, in proportion to people.
function square(at, low, high, middle) {
    low = 1
    high = squares
    while (low < high) {
        middle = int((low + high) / 2)
        if (upto[middle] < at) low = middle + 1
        else high = middle
    }
    return low
}
function put_event() {
    if (n > 1 && random() < 0.2) {
        x += 150 * (random() - 0.5)
        y += 150 * (random() - 0.5)
        day += int(10 * random())
    } else {
        at = random() * all
        k = square(random() < 0.3 ? 0.9 * all + at / 200 : at)
        x = east[k] + size[k] * random()
        y = north[k] + size[k] * random()
        day = int(1080 * random())
    }
    day = day > 1079 ? 1079 : day
    printf "%d-%02d-%02d;%.1f;%.1f\n", 2019 + int(day / 360), 1 + int(day % 360 / 30), 1 + day % 28, x, y
}
# A star of 24 corners, 350 to 650 m from its middle.
function put_area(k, i, angle, radius, first) {
    printf "O%d;\"POLYGON((", k
    at = square(random() * all)
    for (i = 0; i <= 24; i++) {
        angle = 2 * 3.14159265358979 * (i % 24) / 24
        radius = i == 24 ? first : 350 + 300 * random()
        first = i == 0 ? radius : first
        printf "%s%.1f %.1f", i ? "," : "", east[at] + radius * cos(angle), north[at] + radius * sin(angle)
    }
    print "))\""
}
BEGIN {
    FS = ";"
    state = 12345
}
NR > 1 && $3 > 0 {
    east[++squares] = substr($1, 1, 6)
    north[squares] = substr($1, 7, 7)
    size[squares] = $2
    upto[squares] = all += $3
}
END {
    print what == "areas" ? "namn;wkt" : "datum;e;n"
    for (n = 1; n <= count; n++) {
        if (what == "areas") put_area(n)
        else put_event()
    }
}
