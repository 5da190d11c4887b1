/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_RENDER_PAGE_PAGE_MAP_H
#define LB_RENDER_PAGE_PAGE_MAP_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* The map's place, legend, switches, its tables for those who do not see it, and its data.
 * LB_E_USAGE: as lb_page_json_write. */
lb_status lb_page_map_write(lb_buf *buf, const lb_page_map *map, size_t number, bool english);

#endif
