/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endings of files that commands write, by what is written; of tables and layers
 * output/table_file. */
#include "command/option_table.h"

const char *const lb_raster_endings[] = {".tif", ".tiff", NULL};
const char *const lb_picture_endings[] = {".png", ".svg", ".pdf", NULL};
