/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features of a layer in batches of columns, as GDAL's Arrow stream (RFC 86) has them: where the
 * driver fills columns by itself, no feature and no geometry is made of a row. */
#ifndef LB_PORT_VECTOR_COLUMN_STREAM_H
#define LB_PORT_VECTOR_COLUMN_STREAM_H

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_recordbatch.h>

#include "base/buf.h"
#include "text/csv_value.h"

/* Is the driver fast at it, and the layer a table with rows that have ids? last_id: the greatest.
 */
bool lb_column_stream_can(GDALDatasetH dataset, OGRLayerH layer, long *last_id);

/* False: such a layer has fields of other types than text, integers and real numbers: its features
 * are to be read. features: of a batch, at most. out is released by its own function, and each
 * batch that it gives by its. */
bool lb_column_stream_open(OGRLayerH layer, size_t features, struct ArrowArrayStream *out);

/* The feature's id; -1: none. */
long lb_columns_id(const struct ArrowArray *batch, size_t row);

/* The value of a field: text is borrowed from the batch, or kept in `text` (lb_ogr_value_integer).
 */
void lb_columns_value(const struct ArrowArray *batch, OGRFieldType type, size_t field, size_t row,
                      lb_csv_value *value, lb_buf *text);

/* The geometry, borrowed from the batch; NULL: none. */
const void *lb_columns_wkb(const struct ArrowArray *batch, size_t row, size_t *size);

#endif
