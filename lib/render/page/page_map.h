/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_RENDER_PAGE_PAGE_MAP_H
#define LB_RENDER_PAGE_PAGE_MAP_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* The map as an HTML article: canvas, legend, checkboxes of layers, the same figures as tables for
 * screen readers, and its data.
 * LB_E_USAGE: as lb_page_json_write. */
lb_status lb_page_map_write(lb_buf *buf, const lb_page_map *map, size_t number, bool english);

#endif
