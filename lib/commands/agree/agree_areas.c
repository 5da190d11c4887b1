/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "base/sum.h"
#include "commands/agree/agree_areas.h"

enum { LEVEL, AREA, CATEGORY, AREAS, PEOPLE, PEOPLE_WORST, PEOPLE_SHARE, CELLS };
enum { CELLS_WORST = CELLS + 1, CELLS_SHARE, VULNERABLE, VULNERABLE_SHARE, LOW, HIGH };

/* Sums over cells that have a class. */
typedef struct cell_sums {
    lb_sum people, people_worst, cells, cells_worst;
} cell_sums;

typedef struct table_maker {
    const lb_overlay *o;
    const bool *worst;
    const lb_agree_options *options;
    const lb_agree_disclosure *disclosure;
    lb_table *table;
    bool *vulnerable, *known; /* [areas]; known: it has people in cells with a class */
    bool *selected;           /* [areas] */
    double *inside;           /* [cells] */
} table_maker;

static void add_columns(lb_table *t)
{
    static const struct {
        const char *name;
        lb_column_type type;
        lb_unit unit;
    } column[] = {{"level", LB_TEXT, LB_UNIT_NONE},
                  {"area", LB_TEXT, LB_UNIT_NONE},
                  {"category", LB_TEXT, LB_UNIT_NONE},
                  {"areas", LB_INTEGER, LB_UNIT_COUNT},
                  {"people", LB_REAL, LB_UNIT_COUNT},
                  {"people_worst", LB_REAL, LB_UNIT_COUNT},
                  {"people_share", LB_REAL, LB_UNIT_SHARE},
                  {"cells", LB_REAL, LB_UNIT_RATE},
                  {"cells_worst", LB_REAL, LB_UNIT_RATE},
                  {"cells_share", LB_REAL, LB_UNIT_SHARE},
                  {"vulnerable_areas", LB_INTEGER, LB_UNIT_COUNT},
                  {"vulnerable_share", LB_REAL, LB_UNIT_SHARE},
                  {"vulnerable_low", LB_REAL, LB_UNIT_SHARE},
                  {"vulnerable_high", LB_REAL, LB_UNIT_SHARE}};
    for (size_t i = 0; i < sizeof column / sizeof *column; i++)
        lb_table_add_column(t, column[i].name, column[i].type, column[i].unit);
}

static void add_cell(cell_sums *h, const table_maker *m, size_t cell, double fraction)
{
    const double *people = m->o->grid.value[LB_PEOPLE];
    if (m->o->class_of[cell] == 0 || !(fraction > 0))
        return;
    double of = people && !isnan(people[cell]) ? fraction * people[cell] : 0;
    lb_sum_add(&h->people, of);
    lb_sum_add(&h->people_worst, m->worst[cell] ? of : 0);
    lb_sum_add(&h->cells, fraction);
    lb_sum_add(&h->cells_worst, m->worst[cell] ? fraction : 0);
}

static double share_of(lb_sum part, lb_sum whole)
{
    double all = lb_sum_value(whole);
    return all > 0 ? lb_sum_value(part) / all : (double)NAN;
}

static void write_sums(table_maker *m, size_t row, const cell_sums *h)
{
    if (m->o->grid.value[LB_PEOPLE] && lb_sum_value(h->cells) > 0) { /* else nobody knows */
        bool no_people = m->disclosure->people && m->disclosure->people[row];
        bool no_worst = m->disclosure->worst && m->disclosure->worst[row];
        if (!no_people)
            lb_table_set_real(m->table, row, PEOPLE, lb_sum_value(h->people));
        if (!no_worst)
            lb_table_set_real(m->table, row, PEOPLE_WORST, lb_sum_value(h->people_worst));
        if (!no_people && !no_worst)
            lb_table_set_real(m->table, row, PEOPLE_SHARE, share_of(h->people_worst, h->people));
    }
    lb_table_set_real(m->table, row, CELLS, lb_sum_value(h->cells));
    lb_table_set_real(m->table, row, CELLS_WORST, lb_sum_value(h->cells_worst));
    lb_table_set_real(m->table, row, CELLS_SHARE, share_of(h->cells_worst, h->cells));
}

static const char *area_category(const table_maker *m, size_t area)
{
    const lb_areas *areas = &m->o->areas;
    return areas->categories ? areas->category_name[areas->category[area]] : NULL;
}

static void write_area_row(table_maker *m, size_t area)
{
    const lb_profile *p = &m->o->profile;
    cell_sums h = {0};
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++)
        add_cell(&h, m, p->cell_weight[k].at, p->cell_weight[k].fraction);
    double people_share = m->o->grid.value[LB_PEOPLE] ? share_of(h.people_worst, h.people)
                                                      : share_of(h.cells_worst, h.cells);
    m->known[area] = !isnan(people_share);
    m->vulnerable[area] = people_share >= m->options->vulnerable;
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, "area");
    lb_table_set_text(m->table, row, AREA, m->o->areas.name[area]);
    if (area_category(m, area))
        lb_table_set_text(m->table, row, CATEGORY, area_category(m, area));
    lb_table_set_integer(m->table, row, AREAS, 1);
    write_sums(m, row, &h);
    if (m->known[area])
        lb_table_set_integer(m->table, row, VULNERABLE, m->vulnerable[area]);
}

/* Areas without a figure are not in the share, but are in `areas`. */
static void write_vulnerable(table_maker *m, size_t row)
{
    int64_t areas = 0, known = 0, vulnerable = 0;
    for (size_t i = 0; i < m->o->areas.shapes.count; i++) {
        areas += m->selected[i];
        known += m->selected[i] && m->known[i];
        vulnerable += m->selected[i] && m->known[i] && m->vulnerable[i];
    }
    lb_table_set_integer(m->table, row, AREAS, areas);
    lb_table_set_integer(m->table, row, VULNERABLE, vulnerable);
    if (known == 0)
        return;
    lb_interval interval =
        lb_interval_wilson((double)vulnerable, (double)known, m->options->confidence);
    lb_table_set_real(m->table, row, VULNERABLE_SHARE, (double)vulnerable / (double)known);
    lb_table_set_real(m->table, row, LOW, interval.low);
    lb_table_set_real(m->table, row, HIGH, interval.high);
}

/* The selected areas as one: a cell counts at most once. */
static lb_status write_group_row(table_maker *m, const char *level, const char *category)
{
    cell_sums h = {0};
    lb_cell_list cells = lb_overlay_cells(m->o);
    lb_cell_areas areas = {&m->o->laid.cover, NULL, m->selected};
    lb_status status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, m->inside);
    if (status != LB_OK)
        return status;
    for (size_t c = 0; c < cells.count; c++)
        add_cell(&h, m, c, m->inside[c]);
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, level);
    lb_table_set_text(m->table, row, CATEGORY, category);
    write_sums(m, row, &h);
    write_vulnerable(m, row);
    return LB_OK;
}

static lb_status write_group_rows(table_maker *m)
{
    const lb_areas *areas = &m->o->areas;
    lb_status status = LB_OK;
    for (size_t c = 0; c < areas->categories && status == LB_OK; c++) {
        for (size_t i = 0; i < areas->shapes.count; i++)
            m->selected[i] = areas->category[i] == c;
        status = write_group_row(m, "category", areas->category_name[c]);
    }
    for (size_t i = 0; i < areas->shapes.count; i++)
        m->selected[i] = true;
    return status == LB_OK ? write_group_row(m, "total", "total") : status;
}

lb_status lb_agree_areas_table(const lb_overlay *overlay, const bool *worst,
                               const lb_agree_options *options,
                               const lb_agree_disclosure *disclosure, lb_table *out)
{
    size_t areas = overlay->areas.shapes.count;
    lb_table table = {0};
    table_maker m = {.o = overlay,
                     .worst = worst,
                     .options = options,
                     .disclosure = disclosure,
                     .table = &table};
    m.vulnerable = calloc(areas + 1, sizeof *m.vulnerable);
    m.known = calloc(areas + 1, sizeof *m.known);
    m.selected = calloc(areas + 1, sizeof *m.selected);
    m.inside = calloc(overlay->grid.cells + 1, sizeof *m.inside);
    lb_status status = m.vulnerable && m.known && m.selected && m.inside ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        add_columns(&table);
        for (size_t i = 0; i < areas; i++)
            write_area_row(&m, i);
        status = write_group_rows(&m);
    }
    if (status == LB_OK)
        status = lb_table_status(&table);
    free(m.vulnerable);
    free(m.known);
    free(m.selected);
    free(m.inside);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
