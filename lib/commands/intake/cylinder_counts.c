/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of persons in the groups A to D of the cylinder model, a row a drawn area. The table has
 * these columns and no others, and no message repeats what stands in it: a list of persons given by
 * mistake must not be copied anywhere, not to a terminal either. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "commands/intake/collection.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"

enum { AREA, GROUP_A, DATE = GROUP_A + LB_CYLINDER_GROUPS, COLUMNS, MOST = 99999 };

static const char *const group_names[LB_CYLINDER_GROUPS][4] = {{"a", "grupp_a", "group_a", NULL},
                                                               {"b", "grupp_b", "group_b", NULL},
                                                               {"c", "grupp_c", "group_c", NULL},
                                                               {"d", "grupp_d", "group_d", NULL}};

/* The columns that are wanted; any other may identify persons. */
static lb_status find_columns(const char *source, const lb_rows *rows, size_t column[COLUMNS],
                              lb_error *err)
{
    static const char *const names[] = {"area", "A", "B", "C", "D"};
    column[AREA] = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_AREA]);
    column[DATE] = lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_DATE]);
    for (size_t g = 0; g < LB_CYLINDER_GROUPS; g++)
        column[GROUP_A + g] = lb_rows_find_column(rows, group_names[g]);
    for (size_t i = 0; i < DATE; i++)
        if (column[i] == SIZE_MAX)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: no column '%s'; the columns are area, A, B, C, D (numbers of "
                                "persons) and, if wanted, date. A list of persons is not read",
                                source, names[i]);
    for (size_t c = 0; c < lb_rows_columns(rows); c++) {
        bool wanted = false;
        for (size_t i = 0; i < COLUMNS; i++)
            wanted |= column[i] == c;
        if (!wanted)
            return lb_error_set(err, LB_E_INPUT,
                                "%s: column %zu is none of area, A, B, C, D and date, and may tell "
                                "of persons; nothing of the table was used, and none of it is "
                                "repeated here. Give counts of persons, never lists of them",
                                source, c + 1);
    }
    return LB_OK;
}

/* A whole number of persons; nothing is LB_INTEGER_NONE. False: it is neither. */
static bool read_count(const lb_csv_value *field, int64_t *out)
{
    double value;
    *out = LB_INTEGER_NONE;
    lb_value_kind kind = lb_csv_value_parse(field, &value);
    if (kind == LB_VALUE_EMPTY)
        return true;
    if (kind != LB_VALUE_NUMBER || value < 0 || value > MOST || floor(value) != value)
        return false;
    *out = (int64_t)value;
    return true;
}

static lb_status read_row(lb_collection *c, const lb_row *row, const size_t column[COLUMNS],
                          lb_diagnostics *diagnostics)
{
    size_t at = SIZE_MAX;
    char *name = lb_csv_value_text(&row->field[column[AREA]]);
    lb_status status = name ? lb_name_index_find(&c->area_name, name, &at) : LB_E_MEMORY;
    free(name);
    LB_TRY(status);
    if (at == SIZE_MAX) {
        lb_diagnostics_add(diagnostics, row->line,
                           "the area is none of those drawn (what stands there is not repeated, "
                           "since it may be somebody's name)");
        return LB_OK;
    }
    lb_drawn_area *area = &c->area[at];
    if (area->counted)
        lb_diagnostics_add(diagnostics, row->line,
                           "a second row of the area; one is expected, with numbers of persons");
    area->counted = true;
    for (size_t g = 0; g < LB_CYLINDER_GROUPS; g++)
        if (!read_count(&row->field[column[GROUP_A + g]], &area->count[g]))
            lb_diagnostics_add(diagnostics, row->line,
                               "group %c is no whole number of persons (what stands there is not "
                               "repeated)",
                               (int)('A' + g));
    return LB_OK;
}

static lb_status read_rows(lb_collection *c, const char *source, lb_rows *rows, lb_error *err)
{
    size_t column[COLUMNS];
    const lb_row *row;
    lb_diagnostics diagnostics = lb_diagnostics_begin(c->job->log, source);
    LB_TRY(find_columns(source, rows, column, err));
    do {
        LB_TRY(lb_rows_next(rows, &row, err));
        c->rows[LB_INTAKE_CYLINDER] += row != NULL;
        if (row && read_row(c, row, column, &diagnostics) != LB_OK)
            return lb_error_memory(err);
    } while (row);
    return lb_diagnostics_end(&diagnostics, err);
}

lb_status lb_cylinder_counts_read(lb_collection *c, lb_error *err)
{
    const char *source = c->config.source[LB_INTAKE_CYLINDER];
    lb_rows *rows = NULL;
    LB_TRY(lb_rows_open(source, NULL, &rows, err));
    lb_status status = read_rows(c, source, rows, err);
    lb_rows_close(rows);
    return status;
}
