# SPDX-License-Identifier: GPL-3.0-or-later
# 200 areas of 12 corners about squares of a delivery (its first table), as a table with WKT.
BEGIN {
    FS = ";"
    split("Särskilt utsatt område,Riskområde,Utsatt område", category, ",")
    print "namn;kategori;wkt"
}
FNR > 1 && FNR % 140 == 2 && areas < 200 {
    e = substr($1, 1, 6) + 125; n = substr($1, 7) + 125
    ring = ""
    for (k = 0; k <= 12; k++) {
        r = 700 + 300 * ((areas * 7 + k % 12) % 5) / 5
        ring = ring sprintf("%s%.1f %.1f", k ? ", " : "", e + r * cos(k % 12 * 0.5235988),
            n + r * sin(k % 12 * 0.5235988))
    }
    printf "Ågården %d;%s;\"POLYGON((%s))\"\n", ++areas, category[areas % 3 + 1], ring
}
