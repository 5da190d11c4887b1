/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A raster band as one variable of a delivery: "NAME=FILE:BAND", a square a cell with data. */
#ifndef LB_INPUT_DELIVERY_SQUARE_RASTER_H
#define LB_INPUT_DELIVERY_SQUARE_RASTER_H

#include <lagesbild/recipe.h>
#include "input/delivery/square_table.h"

/* Reads the band whole, as a delivery of one column NAME. The raster must be on the lattice of its
 * own cell size in the recipe's CRS: its cells then are squares. spec is borrowed. */
lb_status lb_square_raster_read(const char *spec, const lb_recipe *recipe, const lb_job *job,
                                lb_square_table *out, lb_error *err);

/* The file of such a spec, "" where it is none. */
void lb_square_raster_file(const char *spec, char *file, size_t size);

/* What a table's reader would say of the values, once what the column stands for has been requested
 * (lb_square_table_request): LB_E_INPUT where a count is negative; warnings of counts that are not
 * whole, and of infinite values, which become missing. */
lb_status lb_square_raster_check(lb_square_table *table, lb_log *log, lb_error *err);

#endif
