/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_RENDER_PAGE_PAGE_TABLE_H
#define LB_RENDER_PAGE_PAGE_TABLE_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* A table with its chart, its download button and how it was counted. id: fit for an attribute.
 * LB_E_USAGE: as lb_page_chart_write. */
lb_status lb_page_table_write(lb_buf *buf, const lb_page_table *table, const char *id,
                              bool english);

/* The table alone, with its title. */
void lb_page_table_write_grid(lb_buf *buf, const lb_page_table *table, bool english);

#endif
