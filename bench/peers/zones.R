# SPDX-License-Identifier: GPL-3.0-or-later
# Sum of a band in each zone, by exact shares of cells: zones.R RASTER BAND ZONES OUT
suppressMessages(library(terra))
a <- commandArgs(TRUE)
zones <- vect(a[3])
sums <- extract(rast(a[1])[[as.integer(a[2])]], zones, fun = sum, exact = TRUE, na.rm = TRUE)
write.table(data.frame(zones$namn, format(sums[, 2], digits = 15)), a[4], sep = ",", quote = FALSE,
            row.names = FALSE, col.names = FALSE)
