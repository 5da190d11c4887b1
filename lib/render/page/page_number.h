/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of the page as people read them; the plain value stands in an attribute, from which the
 * script writes them anew when the language is switched. */
#ifndef LB_RENDER_PAGE_PAGE_NUMBER_H
#define LB_RENDER_PAGE_PAGE_NUMBER_H

#include <lagesbild/page.h>
#include <lagesbild/table.h>
#include "base/buf.h"

/* The unit's name in data-u attributes and JSON. */
const char *lb_page_unit_name(lb_unit unit, bool integer);

/* "1 234,5" or "1 234.5"; shares as "12,3 %"; "–" for NaN. */
void lb_page_number(lb_buf *buf, double value, lb_unit unit, bool english);

/* A range as people read it, "1 147–1 316" or "<5": the same in both languages. */
enum { LB_PAGE_RANGE_SIZE = 96 };
void lb_page_range_text(const lb_table_range *range, char text[LB_PAGE_RANGE_SIZE]);

/* <data class="n" value="..." data-u="...">number</data>. */
void lb_page_number_element(lb_buf *buf, double value, lb_unit unit, bool english);

#endif
