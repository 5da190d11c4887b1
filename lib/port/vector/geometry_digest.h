/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short text that two geometries share only when their coordinates are the same. */
#ifndef LB_PORT_VECTOR_GEOMETRY_DIGEST_H
#define LB_PORT_VECTOR_GEOMETRY_DIGEST_H

enum { LB_GEOMETRY_DIGEST_SIZE = 60 };

/* "Polygon of 5 vertices, 0123456789abcdef" of an OGRGeometryH: its kind, size, and the 64-bit
 * FNV-1a hash of its ISO WKB; "" for NULL or when out of memory. */
void lb_geometry_digest(void *geometry, char text[LB_GEOMETRY_DIGEST_SIZE]);

/* The names of the layers of a vector dataset, NULL-ended; an empty list where it is none or
 * cannot be opened. NULL: out of memory. Freed by lb_layer_names_free. */
char **lb_layer_names(const char *path);
void lb_layer_names_free(char **names);

#endif
