/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One layer with geometry as the bytes of a file that holds one: FlatGeobuf, GeoJSON. */
#ifndef LB_PORT_VECTOR_LAYER_BYTES_H
#define LB_PORT_VECTOR_LAYER_BYTES_H

#include "port/sqlite/layer_desc.h"

/* A new FlatGeobuf with a spatial index, in the layer's CRS; features lie in the order of the
 * index. *out is of malloc. LB_E_IO, LB_E_MEMORY; LB_E_INPUT: a feature has no geometry. */
lb_status lb_layer_to_fgb(const lb_layer_desc *layer, char **out, size_t *length, lb_error *err);

/* A GeoJSON of RFC 7946: longitude and latitude in WGS 84 with nine decimals (0.1 mm), outer rings
 * counter-clockwise. What is missing or not finite is null. As above. */
lb_status lb_layer_to_geojson(const lb_layer_desc *layer, char **out, size_t *length,
                              lb_error *err);

#endif
