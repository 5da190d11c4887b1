/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An OGR SQL condition (|subset= or |where=) on rows of a text table. Its columns are text, as the
 * table has them: "datum >= '2021-01-01'", "typ IN ('a', 'b')", "CAST(antal AS FLOAT) > 5"; an
 * empty cell IS NULL. GDAL evaluates it, on one feature in memory that each row is put into. */
#ifndef LB_PORT_READ_ROW_FILTER_H
#define LB_PORT_READ_ROW_FILTER_H

#include "text/csv_read.h"

typedef struct lb_row_filter lb_row_filter;

/* source: for messages. csv: whose columns it has. LB_E_USAGE: the condition is not valid. */
lb_status lb_row_filter_new(const char *condition, const char *source, const lb_csv *csv,
                            lb_row_filter **out, lb_error *err);
void lb_row_filter_free(lb_row_filter *filter); /* NULL is accepted */

/* field: [columns], of one row. LB_E_MEMORY. */
lb_status lb_row_filter_passes(lb_row_filter *filter, const lb_csv_value *field, bool *passes,
                               lb_error *err);

#endif
