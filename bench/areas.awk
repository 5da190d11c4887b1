# SPDX-License-Identifier: GPL-3.0-or-later
# 200 areas of 60 corners, 300 to 1200 m wide, strewn over a land of that width and height, as a
# table with WKT; cx and cy keep their middles.
function put_areas(file, west, south, width, height,    i, k, r, part, ring, point, first, pi) {
    pi = 3.14159265358979
    print "namn;kategori;wkt" > file
    for (i = 0; i < 200; i++) {
        cx[i] = west + width * rand(); cy[i] = south + height * rand(); r = 300 + 900 * rand()
        ring = ""
        for (k = 0; k < 60; k++) {
            part = r * (0.8 + 0.2 * rand())
            point = sprintf("%.3f %.3f", cx[i] + part * cos(pi * k / 30), cy[i] + part * sin(pi * k / 30))
            if (k == 0) first = point
            ring = ring point ", "
        }
        print "O" i ";K" i % 3 ";\"POLYGON((" ring first "))\"" > file
    }
}
