/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endings of files that commands write, by what is written. */
#include "command/option_table.h"

const char *const lb_raster_endings[] = {".tif", ".tiff", NULL};
const char *const lb_package_endings[] = {".gpkg", NULL};
const char *const lb_picture_endings[] = {".png", ".svg", ".pdf", NULL};
