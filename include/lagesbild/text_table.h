/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as text. Files (CSV, JSON) hold plain numbers, the shortest that read back as the same;
 * people (Markdown, terminal) get them rounded by their unit. UTF-8, lines end in '\n'. */
#ifndef LAGESBILD_TEXT_TABLE_H
#define LAGESBILD_TEXT_TABLE_H

#include <lagesbild/table.h>

/* Zeroed memory is valid: points in decimals, all text as it is. */
typedef struct lb_text_options {
    bool decimal_comma; /* "0,5"; CSV then begins with a byte order mark and has ';' between fields,
                           as Swedish spreadsheets want */

    /* CSV: text that a spreadsheet would run as a formula (it starts with = + - @ or a tab, goes
     * on, and is no number) gets an apostrophe first. Changes the text: off unless asked for. */
    bool escape_formulas;

    int threads; /* CSV: 0 for one a core; no byte depends on it */
} lb_text_options;

/* Each makes a text that the caller frees; options may be NULL. LB_E_MEMORY. */

/* RFC 4180 with '\n': header, quotes where needed; a missing value is an empty field. */
LB_API lb_status lb_table_to_csv(const lb_table *table, const lb_text_options *options, char **out);

/* An array of objects, one a line; missing values and infinities are null. */
LB_API lb_status lb_table_to_json(const lb_table *table, const lb_text_options *options,
                                  char **out);

/* A pipe table; missing values are "–". */
LB_API lb_status lb_table_to_markdown(const lb_table *table, const lb_text_options *options,
                                      char **out);

/* For a terminal: columns padded to their widest value, numbers to the right; missing is "–". */
LB_API lb_status lb_table_to_text(const lb_table *table, const lb_text_options *options,
                                  char **out);

/* One value as people see it ("27.1 %"), NULL: out of memory. The caller frees it. */
LB_API char *lb_table_format_value(const lb_table *table, size_t row, size_t column,
                                   const lb_text_options *options);

#endif
