/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include "base/sum.h"
#include "commands/agree/agree_areas.h"

enum { LEVEL, AREA, CATEGORY, AREAS, PEOPLE, PEOPLE_WORST, PEOPLE_SHARE, CELLS };
enum { CELLS_WORST = CELLS + 1, CELLS_SHARE, VULNERABLE, VULNERABLE_SHARE, LOW, HIGH };

/* Sums over cells that have a class. */
typedef struct held {
    lb_sum people, people_worst, cells, cells_worst;
} held;

typedef struct maker {
    const lb_overlay *o;
    const bool *worst;
    const lb_agree_options *options;
    const lb_agree_guard *guard;
    lb_table *table;
    bool *vulnerable, *known; /* [areas]; known: it has people in cells with a class */
    bool *chosen;             /* [areas] */
    double *inside;           /* [cells] */
} maker;

static void add_columns(lb_table *t)
{
    static const struct {
        const char *name;
        lb_type type;
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

static void hold(held *h, const maker *m, size_t cell, double fraction)
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

static void put_held(maker *m, size_t row, const held *h)
{
    if (m->o->grid.value[LB_PEOPLE] && lb_sum_value(h->cells) > 0) { /* else nobody knows */
        bool no_people = m->guard->people && m->guard->people[row];
        bool no_worst = m->guard->worst && m->guard->worst[row];
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

static const char *category_of(const maker *m, size_t area)
{
    const lb_areas *areas = &m->o->areas;
    return areas->categories ? areas->category_name[areas->category[area]] : NULL;
}

static void put_area(maker *m, size_t area)
{
    const lb_profile *p = &m->o->profile;
    held h = {0};
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++)
        hold(&h, m, p->share[k].at, p->share[k].fraction);
    double share = m->o->grid.value[LB_PEOPLE] ? share_of(h.people_worst, h.people)
                                               : share_of(h.cells_worst, h.cells);
    m->known[area] = !isnan(share);
    m->vulnerable[area] = share >= m->options->vulnerable;
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, "area");
    lb_table_set_text(m->table, row, AREA, m->o->areas.name[area]);
    if (category_of(m, area))
        lb_table_set_text(m->table, row, CATEGORY, category_of(m, area));
    lb_table_set_integer(m->table, row, AREAS, 1);
    put_held(m, row, &h);
    if (m->known[area])
        lb_table_set_integer(m->table, row, VULNERABLE, m->vulnerable[area]);
}

/* Areas without a figure are not in the share, but are in `areas`. */
static void put_vulnerable(maker *m, size_t row)
{
    int64_t areas = 0, known = 0, vulnerable = 0;
    for (size_t i = 0; i < m->o->areas.shapes.count; i++) {
        areas += m->chosen[i];
        known += m->chosen[i] && m->known[i];
        vulnerable += m->chosen[i] && m->known[i] && m->vulnerable[i];
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

/* The chosen areas as one: a cell counts at most once. */
static lb_status put_together(maker *m, const char *level, const char *category)
{
    held h = {0};
    lb_cell_list cells = lb_overlay_cells(m->o);
    lb_cell_areas areas = {&m->o->laid.cover, NULL, m->chosen};
    lb_status status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, m->inside);
    if (status != LB_OK)
        return status;
    for (size_t c = 0; c < cells.count; c++)
        hold(&h, m, c, m->inside[c]);
    size_t row = lb_table_add_row(m->table);
    lb_table_set_text(m->table, row, LEVEL, level);
    lb_table_set_text(m->table, row, CATEGORY, category);
    put_held(m, row, &h);
    put_vulnerable(m, row);
    return LB_OK;
}

static lb_status put_categories(maker *m)
{
    const lb_areas *areas = &m->o->areas;
    lb_status status = LB_OK;
    for (size_t c = 0; c < areas->categories && status == LB_OK; c++) {
        for (size_t i = 0; i < areas->shapes.count; i++)
            m->chosen[i] = areas->category[i] == c;
        status = put_together(m, "category", areas->category_name[c]);
    }
    for (size_t i = 0; i < areas->shapes.count; i++)
        m->chosen[i] = true;
    return status == LB_OK ? put_together(m, "total", "total") : status;
}

lb_status lb_agree_areas(const lb_overlay *overlay, const bool *worst,
                         const lb_agree_options *options, const lb_agree_guard *guard,
                         lb_table *out)
{
    size_t areas = overlay->areas.shapes.count;
    lb_table table = {0};
    maker m = {.o = overlay, .worst = worst, .options = options, .guard = guard, .table = &table};
    m.vulnerable = calloc(areas + 1, sizeof *m.vulnerable);
    m.known = calloc(areas + 1, sizeof *m.known);
    m.chosen = calloc(areas + 1, sizeof *m.chosen);
    m.inside = calloc(overlay->grid.cells + 1, sizeof *m.inside);
    lb_status status = m.vulnerable && m.known && m.chosen && m.inside ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        add_columns(&table);
        for (size_t i = 0; i < areas; i++)
            put_area(&m, i);
        status = put_categories(&m);
    }
    if (status == LB_OK)
        status = lb_table_status(&table);
    free(m.vulnerable);
    free(m.known);
    free(m.chosen);
    free(m.inside);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
