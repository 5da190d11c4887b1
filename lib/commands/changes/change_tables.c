/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of `changes`: one row an area with its fate, a matrix of categories before and after,
 * and counts by region and district (docs/methods.md, Changes). */
#include <stdlib.h>

#include "base/swedish_text.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/changes/change_tables.h"

/* Region or LPO that neither side has. */
static const char unknown_district[] = "okand";

static const char *category_name(const lb_changes_state *m, size_t which, size_t i)
{
    size_t c = i == SIZE_MAX ? SIZE_MAX : m->assessment[which].category[i];
    return c == SIZE_MAX ? NULL : m->categories.name[c];
}

/* Categories are numbered from the worst; an area in none is better than any. */
static const char *change_of(const lb_changes_state *m, const lb_change *c)
{
    if (c->before == SIZE_MAX || c->after == SIZE_MAX)
        return lb_change_kind_names[c->kind];
    size_t before = m->assessment[0].category[c->before],
           after = m->assessment[1].category[c->after];
    return before == after ? lb_change_kind_names[c->kind] : after < before ? "worse" : "better";
}

static const char *other_name(const lb_changes_state *m, const lb_change *c)
{
    if (c->kind == LB_CHANGE_RENAMED)
        return m->assessment[0].name[c->before];
    if (c->other == SIZE_MAX)
        return NULL;
    return m->assessment[c->kind == LB_CHANGE_SPLIT ? 0 : 1].name[c->other];
}

/* Of the area as it is now, else as it was. */
static const char *district_name(const lb_changes_state *m, const lb_change *c, size_t column)
{
    const char *now = NULL;
    if (c->after != SIZE_MAX)
        now = lb_table_text(&m->assessment[1].sheet.table, c->after, column);
    return now || c->before == SIZE_MAX
               ? now
               : lb_table_text(&m->assessment[0].sheet.table, c->before, column);
}

static const char *current_name(const lb_changes_state *m, const lb_change *c)
{
    return c->after != SIZE_MAX ? m->assessment[1].name[c->after]
                                : m->assessment[0].name[c->before];
}

/* Names are of the assessment that has the area, the later one first; kept, gained and lost surface
 * in km2, on the ellipsoid. */
static void add_change_row(lb_changes_state *m, const lb_change *c)
{
    lb_table *t = &m->report.list;
    size_t row = lb_table_add_row(t);
    const char *const texts[] = {current_name(m, c),
                                 district_name(m, c, LB_ASSESSMENT_REGION),
                                 district_name(m, c, LB_ASSESSMENT_LPO),
                                 category_name(m, 0, c->before),
                                 category_name(m, 1, c->after),
                                 change_of(m, c),
                                 lb_change_kind_names[c->kind],
                                 other_name(m, c)};
    for (size_t k = 0; k < 8; k++)
        if (texts[k])
            lb_table_set_text(t, row, k, texts[k]);
    lb_table_set_real(t, row, 8, c->kept / 1e6);
    lb_table_set_real(t, row, 9, c->gained / 1e6);
    lb_table_set_real(t, row, 10, c->lost / 1e6);
}

/* Tablå 3: not to be on the list and to be in no category are one. */
static bool category_changed(const lb_changes_state *m, const lb_change *c)
{
    size_t before = c->before == SIZE_MAX ? SIZE_MAX : m->assessment[0].category[c->before];
    size_t after = c->after == SIZE_MAX ? SIZE_MAX : m->assessment[1].category[c->after];
    return before != after;
}

/* By name, so that the result does not depend on the order of rows. */
static void sort_changes(lb_changes_state *m)
{
    lb_change *item = m->changes.item;
    for (size_t i = 1; i < m->changes.count; i++) {
        lb_change moved = item[i];
        size_t j = i;
        for (; j > 0 && lb_text_compare(current_name(m, &item[j - 1]), current_name(m, &moved)) > 0;
             j--)
            item[j] = item[j - 1];
        item[j] = moved;
    }
}

static void make_list(lb_changes_state *m)
{
    lb_table *t = &m->report.list;
    sort_changes(m);
    lb_add_described_columns(t, &lb_changes_command, "");
    for (size_t i = 0; i < m->changes.count; i++)
        if (!m->options->only_changed || category_changed(m, &m->changes.item[i]))
            add_change_row(m, &m->changes.item[i]);
}

/* Areas by category before (rows) and after (columns). Row and column n - 1 are those in no
 * category or not listed, n the totals: rows sum to the areas before, columns to those after. */
static lb_status make_matrix(lb_changes_state *m)
{
    lb_table *t = &m->report.matrix;
    size_t n = m->categories.count + 1, *cell = calloc(n * n, sizeof *cell);
    if (!cell)
        return LB_E_MEMORY;
    lb_changes_matrix(&m->changes, m->assessment[0].category, m->assessment[1].category, n - 1,
                      cell);
    lb_add_some_columns(t, &lb_changes_command, "matrix", "before", 1);
    for (size_t c = 0; c < n; c++)
        lb_add_column_as(t, &lb_changes_command, "matrix", "CATEGORY",
                         c == n - 1 ? "ej_utsatt" : m->categories.name[c]);
    lb_add_some_columns(t, &lb_changes_command, "matrix", "total", 1);
    for (size_t r = 0; r <= n; r++) {
        size_t row = lb_table_add_row(t), sum = 0;
        lb_table_set_text(t, row, 0,
                          r == n       ? "total"
                          : r == n - 1 ? "ej_utsatt"
                                       : m->categories.name[r]);
        for (size_t c = 0; c < n; c++) {
            size_t value = r < n ? cell[r * n + c] : 0;
            for (size_t k = 0; r == n && k < n; k++)
                value += cell[k * n + c];
            lb_table_set_integer(t, row, 1 + c, (int64_t)value);
            sum += value;
        }
        lb_table_set_integer(t, row, 1 + n, (int64_t)sum);
    }
    free(cell);
    return LB_OK;
}

/* In how many LPOs there are areas of the category. */
static int64_t lpos_with(const lb_changes_state *m, size_t which, size_t category)
{
    const lb_assessment *s = &m->assessment[which];
    int64_t n = 0;
    for (size_t g = 0; g < m->lpos.count; g++)
        n += lb_changes_count(s->category, s->lpo_group, s->sheet.table.rows, category, g) > 0;
    return n;
}

static void fill_missing_district(size_t *before, size_t *after)
{
    if (*before == SIZE_MAX)
        *before = *after;
    else if (*after == SIZE_MAX)
        *after = *before;
}

/* An assessment without regions has none in any region, were they not matched.
 */
static void fill_missing_districts(lb_changes_state *m)
{
    for (size_t i = 0; i < m->changes.count; i++) {
        const lb_change *c = &m->changes.item[i];
        if (c->before == SIZE_MAX || c->after == SIZE_MAX)
            continue;
        fill_missing_district(&m->assessment[0].region_group[c->before],
                              &m->assessment[1].region_group[c->after]);
        fill_missing_district(&m->assessment[0].lpo_group[c->before],
                              &m->assessment[1].lpo_group[c->after]);
    }
}

typedef enum count_division { DIVIDE_NOT, DIVIDE_BY_REGION, DIVIDE_BY_LPO } count_division;

typedef struct count_group {
    count_division by;
    const char *name; /* of the region or LPO */
    size_t number;    /* SIZE_MAX: of those that have none */
} count_group;

static size_t count_areas(const lb_assessment *s, const count_group *g, size_t category)
{
    size_t rows = s->sheet.table.rows, n = 0;
    const size_t *of = g->by == DIVIDE_BY_LPO ? s->lpo_group : s->region_group;
    if (g->by == DIVIDE_NOT || g->number != SIZE_MAX)
        return lb_changes_count(s->category, of, rows, category, g->number);
    for (size_t i = 0; i < rows; i++)
        n += of[i] == SIZE_MAX && s->category[i] != SIZE_MAX &&
             (category == SIZE_MAX || s->category[i] == category);
    return n;
}

static void add_count_rows(lb_changes_state *m, const count_group *g)
{
    lb_table *t = &m->report.counts;
    for (size_t c = 0; c <= m->categories.count; c++) {
        size_t category = c < m->categories.count ? c : SIZE_MAX, row = lb_table_add_row(t);
        lb_table_set_text(t, row, 0, g->by == DIVIDE_BY_REGION ? g->name : "total");
        lb_table_set_text(t, row, 1, g->by == DIVIDE_BY_LPO ? g->name : "total");
        lb_table_set_text(t, row, 2, category == SIZE_MAX ? "total" : m->categories.name[c]);
        for (size_t which = 0; which < 2; which++) {
            const lb_assessment *s = &m->assessment[which];
            lb_table_set_integer(t, row, 3 + which, (int64_t)count_areas(s, g, category));
            if (g->by == DIVIDE_NOT && s->sheet.has[LB_ASSESSMENT_LPO])
                lb_table_set_integer(t, row, 5 + which, lpos_with(m, which, category));
        }
    }
}

/* The groups of a division, and those that have none where there are any. */
static void add_division_rows(lb_changes_state *m, count_division by,
                              const lb_change_districts *districts)
{
    const count_group none = {by, unknown_district, SIZE_MAX};
    for (size_t i = 0; i < districts->count; i++)
        add_count_rows(m, &(count_group){by, districts->name[i], i});
    if (districts->count > 0 && count_areas(&m->assessment[0], &none, SIZE_MAX) +
                                        count_areas(&m->assessment[1], &none, SIZE_MAX) >
                                    0)
        add_count_rows(m, &none);
}

static void make_counts(lb_changes_state *m)
{
    lb_add_described_columns(&m->report.counts, &lb_changes_command, "counts");
    fill_missing_districts(m);
    add_count_rows(m, &(count_group){.by = DIVIDE_NOT, .number = SIZE_MAX});
    add_division_rows(m, DIVIDE_BY_REGION, &m->regions);
    add_division_rows(m, DIVIDE_BY_LPO, &m->lpos);
}

lb_status lb_changes_make_tables(lb_changes_state *m)
{
    make_list(m);
    make_counts(m);
    if (make_matrix(m) != LB_OK || m->report.list.failed || m->report.matrix.failed ||
        m->report.counts.failed)
        return LB_E_MEMORY;
    return LB_OK;
}
