# SPDX-License-Identifier: GPL-3.0-or-later
# usage: awk -v seed=N -f town.awk
# Writes a made-up town into the current folder: 400 squares of 250 m, a fifth of them with 1 to 4 people and as many with
# 5 to 19, of two years; two sets of 2 to 14 areas whose borders cut squares; zones; people of areas and zones of their
# own; phones; and PROJECT.yaml, which publishes what there is to publish of them.

# Park and Miller's generator: the same town with every awk.
function random() { state = (state * 16807) % 2147483647; return state / 2147483647 }
function whole(low, high) { return low + int(random() * (high - low + 1)) }
function part(of, most) { return int(of * random() * most + random()) }
function least(a, b) { return a < b ? a : b }

function people() {
    kind = random()
    if (kind < 0.1) return 0
    if (kind < 0.3) return whole(1, 4)
    if (kind < 0.5) return whole(5, 19)
    return whole(20, 60) + (random() < 0.4 ? whole(0, 600) : 0)
}

function square_row(id, p, name) {
    adults = part(p, 0.8); workers = least(p, adults + part(p, 0.2)); homes = p ? 1 + part(p, 0.5) : 0
    print id ";250;" p ";" part(p, 0.3) ";" part(p, 0.12) ";" part(p, 0.7) >"befolkning" name ".csv"
    print id ";250;" (p ? whole(1500, 5500) / 10 : "") ";" adults ";" part(adults, 0.4) ";" workers ";" part(workers, 1) \
        >"ekonomi" name ".csv"
    print id ";250;" homes ";" part(homes, 0.3) ";" part(homes, 0.3) >"hushall" name ".csv"
}

function delivery(name,   x, y) {
    print "Ruta;Rutstorl;Totalt;Ålder_0_15;Ålder_16_19;Utländsk_bakgrund" >"befolkning" name ".csv"
    print "Ruta;Rutstorl;Medianinkomst_tkr;Befolkning_25_64;Förgymnasial;Befolkning_16_64;Sysselsatta" \
        >"ekonomi" name ".csv"
    print "Ruta;Rutstorl;Hushåll;Ensamstående_med_barn;Trångbodda" >"hushall" name ".csv"
    for (y = 0; y < side; y++)
        for (x = 0; x < side; x++)
            if (random() < 0.95)
                square_row((east + 250 * x) (north + 250 * y), people(), name)
}

function rectangle(x0, y0, x1, y1) {
    return "[[[" x0 "," y0 "],[" x1 "," y0 "],[" x1 "," y1 "],[" x0 "," y1 "],[" x0 "," y0 "]]]"
}

# Blocks of a town cut at columns x areas that lie anywhere; each third is left out. Returns how many there are.
function blocks(file, field, columns, rows, skipped,   i, j, n, x, y, width, height) {
    width = side * 250 / columns
    height = side * 250 / rows
    for (i = 0; i <= columns; i++) x[i] = int(east + width * i + (i % columns ? (random() - 0.5) * width * 0.6 : 0))
    for (j = 0; j <= rows; j++) y[j] = int(north + height * j + (j % rows ? (random() - 0.5) * height * 0.6 : 0))
    printf "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", \"properties\": {\"name\": " \
        "\"urn:ogc:def:crs:EPSG::3006\"}}, \"features\": [" >file
    for (i = 0; i < columns; i++)
        for (j = 0; j < rows; j++) {
            if (n > 1 && random() < skipped) continue
            printf "%s\n{\"type\": \"Feature\", \"properties\": {\"%s\": \"%s%d\", \"kategori\": \"%s\"}, " \
                "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": %s}}", n ? "," : "", field,
                substr(file, 1, 1), n + 1, category[whole(1, 3)], rectangle(x[i], y[j], x[i + 1], y[j + 1]) >file
            n++
        }
    print "]}" >file
    return n
}

# Of their own: not sums of squares.
function own_people() { return random() < 0.4 ? whole(1, 4) : random() < 0.3 ? whole(5, 19) : whole(20, 3000) }

function project() {
    print "project: Stad " seed "\nsource: Påhittad\nlang: sv\ncrs: EPSG:3006\ngrid:\n" \
        "  inputs: [befolkning.csv, ekonomi.csv, hushall.csv]\n  recipe: recept.yaml\nsteps:\n" \
        "  - profile: {areas: a.geojson, stat: [\"unga=sum(unga_0_15)\", \"varst=max(index)\"]}\n" \
        "  - profile: {as: andra, areas: b.geojson}\n" \
        "  - index: {as: fjol, inputs: [befolkning_fjol.csv, ekonomi_fjol.csv, hushall_fjol.csv], recipe: recept.yaml, " \
        "gpkg: fjol.gpkg}\n" \
        "  - profile: {as: forra, areas: b.geojson, grid: fjol.gpkg}\n" \
        "  - agree: {areas: a.geojson}\n" \
        "  - population: {zones: zoner.geojson, areas: b.geojson, counts: zonfolk.csv, fields: folk, young: unga, " \
        "intensive: [\"andel_hyr:folk\"]}\n" \
        "  - rate: {areas: a.geojson, counts: antal.csv, population: folk.csv}\n" \
        "  - footprint: {areas: a.geojson, records: poster.csv, radius: 20, summary: telefoner.csv}\n" \
        "  - map: {areas: a.geojson, rings: unga_16_19, rings-where: all, output: karta.svg}\n" \
        "  - brief: {areas: b.geojson, area: b1}" >"PROJECT.yaml"
}

BEGIN {
    side = 20; east = 600000; north = 6600000
    state = seed * 7919 + 12345
    category[1] = "Utsatt område"; category[2] = "Riskområde"; category[3] = "Särskilt utsatt område"
    for (i = 0; i < 20; i++) random()
    delivery("")
    delivery("_fjol")
    areas = blocks("a.geojson", "namn", whole(1, 4), whole(2, 4), 0.3)
    blocks("b.geojson", "namn", whole(1, 4), whole(2, 4), 0.3)
    zones = blocks("zoner.geojson", "kod", 6, 6, 0.1)
    print "kod,folk,unga,andel_hyr" >"zonfolk.csv"
    for (i = 1; i <= zones; i++) {
        p = own_people()
        printf "z%d,%d,%d,%.3f\n", i, p, part(p, 0.3), part(p, 1) / p >"zonfolk.csv"
    }
    print "area,period,population" >"folk.csv"
    print "area,indicator,period,count" >"antal.csv"
    for (i = 1; i <= areas; i++)
        for (year = 2020; year <= 2021; year++) {
            print "a" i "," year "," own_people() >"folk.csv"
            print "a" i ",Hot," year "," whole(0, 30) >"antal.csv"
        }
    print "phone,time,x,y" >"poster.csv"
    phones = whole(5, 60)
    for (i = 1; i <= phones; i++)
        print "t" i ",2020-05-" (10 + i % 9) "," east + whole(1, side * 250) "," north + whole(1, side * 250) >"poster.csv"
    project()
}
