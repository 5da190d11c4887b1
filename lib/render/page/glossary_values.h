/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that files hold as values, as people say them. */
#ifndef LB_RENDER_PAGE_GLOSSARY_VALUES_H
#define LB_RENDER_PAGE_GLOSSARY_VALUES_H

#include <stdbool.h>

#include <lagesbild/page.h>
#include "base/buf.h"

/* Puts a value of a column in both languages, or as it is; NULL: a dash. */
void lb_page_word(lb_buf *buf, const char *column, const char *value);

/* Is what lb_page_word puts something else than the value? */
bool lb_page_word_known(const char *column, const char *value);

/* Puts what a column of a table is called; columns of a further grid are known by its name. */
void lb_page_heading(lb_buf *buf, const lb_table *table, const char *column);

/* The term of a column of a table; some mean another thing in some tables. NULL: not known. */
const lb_page_term *lb_page_term_in(const lb_table *table, const char *column);

/* What a column is called: own where it is given, else the glossary's label, else its name. */
lb_page_text lb_page_label(lb_page_text own, const char *column);

#endif
