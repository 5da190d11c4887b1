/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of `index`: GeoTIFF, GeoPackage, class raster, their styles and provenance. */
#ifndef LB_COMMANDS_INDEX_INDEX_WRITE_H
#define LB_COMMANDS_INDEX_INDEX_WRITE_H

#include <lagesbild/index.h>
#include "commands/index/index_tables.h"

/* Writes the files that are asked for; all appear, or none. */
lb_status lb_index_write(const lb_index_data *data, const lb_index_options *options,
                         const lb_job *job, lb_error *err);

#endif
