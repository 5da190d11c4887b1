/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that files hold as values, as people say them. */
#ifndef LB_RENDER_PAGE_GLOSSARY_VALUES_H
#define LB_RENDER_PAGE_GLOSSARY_VALUES_H

#include <stdbool.h>

#include <lagesbild/page.h>
#include "base/buf.h"

/* Writes a value of a column in both languages, or as it is; NULL: a dash. */
void lb_glossary_write_value(lb_buf *buf, const char *column, const char *value);

/* Does lb_glossary_write_value write something else than the value? */
bool lb_glossary_knows_value(const char *column, const char *value);

/* Writes what a column of a table is called; columns of a further grid are known by its name. */
void lb_glossary_write_column(lb_buf *buf, const lb_table *table, const char *column);

/* The term of a column of a table; some mean another thing in some tables. NULL: not known. */
const lb_page_term *lb_glossary_table_column(const lb_table *table, const char *column);

/* What a column is called: own where it is given, else the glossary's label, else its name. */
lb_page_text lb_glossary_column_label(lb_page_text own, const char *column);

/* Is a measure of concentration a share, unlike others in its column? */
bool lb_glossary_is_share(const char *measure);

enum { LB_CAPTION_SIZE = 240 };

/* The same in one language, as plain text. */
void lb_glossary_column_title(const lb_table *table, const char *column, bool english,
                              char text[LB_CAPTION_SIZE]);

/* "Medianinkomst (tkr)": what a variable is called by its recipe, else by the glossary, with the
 * unit that the recipe gives. */
void lb_glossary_write_caption(const lb_variable *variable, bool english,
                               char text[LB_CAPTION_SIZE]);

#endif
