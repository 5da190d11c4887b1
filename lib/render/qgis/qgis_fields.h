/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a layer as people read them in QGIS: aliases in tables and forms, values in map tips.
 */
#ifndef LB_RENDER_QGIS_QGIS_FIELDS_H
#define LB_RENDER_QGIS_QGIS_FIELDS_H

#include <lagesbild/recipe.h>
#include <lagesbild/table.h>
#include "base/buf.h"

/* What QGIS calls a field, and how its values are written. */
typedef struct lb_field_alias {
    const char *field;
    char text[240]; /* UTF-8, escaped when it is written */
    lb_column_type type;
    lb_unit unit;
    bool in_tip; /* a row of the layer's map tip */
} lb_field_alias;

/* An element <aliases> of those that are not the field's name; nothing without aliases. */
void lb_qgis_write_aliases(lb_buf *buf, const lb_field_alias *alias, size_t aliases);

/* An element <mapTip>, shown where the pointer rests on a feature: the field `title` in bold (NULL:
 * none), then the fields that are in the tip, a row each; a dash where one is missing. Nothing
 * where there is neither. */
void lb_qgis_write_tip(lb_buf *buf, const char *title, const lb_field_alias *alias, size_t aliases);

/* alias[table->columns], of each column: the recipe's label and unit of a variable, else the
 * glossary's words, else its name. recipe: of the grid; NULL: of other tables. tip: the fields of
 * the map tip, NULL-ended. NULL: out of memory. The caller frees; fields are borrowed. */
lb_field_alias *lb_qgis_table_aliases(const lb_table *table, const lb_recipe *recipe,
                                      const char *const *tip, bool english);

#endif
