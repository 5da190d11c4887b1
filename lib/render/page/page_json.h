/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data that the map's script draws: squares and outlines as columns of whole numbers
 * (docs/formats.md). */
#ifndef LB_RENDER_PAGE_PAGE_JSON_H
#define LB_RENDER_PAGE_PAGE_JSON_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* A JSON object. LB_E_USAGE: areas without shapes or names. */
lb_status lb_page_json_write(lb_buf *buf, const lb_page_map *map);

/* The column of that name, or NULL. */
const lb_page_value *lb_page_squares_value(const lb_page_squares *squares, const char *name);

#endif
