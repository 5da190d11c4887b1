# SPDX-License-Identifier: GPL-3.0-or-later
# Gi* by spdep of the cells of `hotspot --all-cells`, queen windows of 250 m cells: local_g.R IN.csv OUT.csv
suppressMessages(library(spdep))
files <- commandArgs(trailingOnly = TRUE)
cells <- read.csv(files[1], colClasses = c(cell = "character"))
near <- include.self(dnearneigh(as.matrix(cells[, c("easting", "northing")]), 0, 360))
weights <- nb2listw(near, style = "B", zero.policy = TRUE)
z <- as.numeric(localG(cells$events, weights, zero.policy = TRUE))
write.table(data.frame(cells$cell, z), files[2], sep = ",", row.names = FALSE, col.names = FALSE, quote = FALSE)
