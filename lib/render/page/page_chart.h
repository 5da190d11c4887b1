/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_RENDER_PAGE_PAGE_CHART_H
#define LB_RENDER_PAGE_PAGE_CHART_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* The table's bars. LB_E_USAGE: it has no column of that name, or no numbers in it. */
lb_status lb_page_chart_write(lb_buf *buf, const lb_page_table *table, bool english);

#endif
