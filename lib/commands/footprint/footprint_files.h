/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of `footprint`. */
#ifndef LB_COMMANDS_FOOTPRINT_FOOTPRINT_FILES_H
#define LB_COMMANDS_FOOTPRINT_FOOTPRINT_FILES_H

#include <lagesbild/footprint.h>
#include "input/areas/areas.h"
#include "port/gdal/sha256.h"

typedef struct lb_footprint_data {
    lb_areas areas;
    lb_footprints prints; /* the areas', then outside */
    lb_table table, summary;
    int64_t rows, unplaced;
    char records_hash[LB_HASH_SIZE]; /* "": not known */
    size_t stations;
    const char *crs;
} lb_footprint_data;

/* Is any file asked for? */
bool lb_footprint_wants_files(const lb_footprint_options *options);

/* All the files that the options name, or none. */
lb_status lb_footprint_write_files(const lb_footprint_data *data,
                                   const lb_footprint_options *options, const lb_job *job,
                                   lb_error *err);

#endif
