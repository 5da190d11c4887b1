/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the tables of a project are shown on its page: titles, notes and charts by command. */
#ifndef LB_PROJECT_PAGE_SECTIONS_H
#define LB_PROJECT_PAGE_SECTIONS_H

#include <lagesbild/page.h>

typedef struct lb_page_section {
    const char *command, *part; /* as in a step's result */
    lb_page_text section, title, note;
    lb_page_chart chart;
    bool last; /* how it was made: stands at the end of the page */
} lb_page_section;

/* NULL: a table that is not shown. */
const lb_page_section *lb_page_section_find(const char *command, const char *part);

/* The part's chart, when the table has its columns and rows; else none. */
lb_page_chart lb_page_section_chart(const lb_page_section *part, const lb_table *table);

#endif
