/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which people of the areas' table of `agree` would reveal few people beside the table of `profile`
 * (docs/methods.md, Disclosure). Two columns are judged alike: people in cells with a class, and
 * people in the worst classes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/agree.h>
#include <lagesbild/disclosure.h>
#include "commands/agree/agree_disclosure.h"

/* One of the two columns: the classes it sums, from min_class on, and what is suppressed in it. */
typedef struct figure_column {
    int min_class;
    bool *hide;    /* [rows], the disclosure's */
    double *value; /* [cells]: people in those classes; NaN: none of the column's */
    bool *parts;   /* [areas * (classes + 1)]: what `profile` hides */
    double *
        smallest_hidden; /* [areas]: people of the smallest suppressed class the row would reveal */
} figure_column;

typedef struct disclosure_maker {
    const lb_overlay *o;
    const lb_cover *joined; /* the union of all areas; NULL: no two share ground */
    int minimum;
    lb_profile all;  /* one area: all of them, each part of a cell once */
    double *of_area; /* [classes + 1]: an area's people by class */
} disclosure_maker;

void lb_agree_disclosure_clear(lb_agree_disclosure *disclosure)
{
    free(disclosure->people);
    free(disclosure->worst);
    *disclosure = (lb_agree_disclosure){0};
}

static size_t n_areas(const disclosure_maker *m)
{
    return m->o->profile.count;
}

static lb_disclosure_input disclosure_input(const disclosure_maker *m, const double *value)
{
    return (lb_disclosure_input){.profile = &m->o->profile,
                                 .cells = m->o->grid.cells,
                                 .value = value,
                                 .square = m->o->grid.square,
                                 .joined = &m->all,
                                 .minimum = m->minimum};
}

/* m->all: the union of the areas, each cell with its fraction inside. */
static lb_status make_area_union(disclosure_maker *m)
{
    lb_cell_list cells = lb_overlay_cells(m->o);
    lb_cell_areas areas = {m->joined ? m->joined : &m->o->layer->geometry.cover, NULL, NULL};
    double *inside = calloc(cells.count + 1, sizeof *inside);
    m->all.first = calloc(2, sizeof *m->all.first);
    m->all.cell_weight = calloc(cells.count + 1, sizeof *m->all.cell_weight);
    m->all.count = 1;
    lb_status status = inside && m->all.first && m->all.cell_weight ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, inside);
    for (size_t c = 0; status == LB_OK && c < cells.count; c++)
        if (inside[c] > 0)
            m->all.cell_weight[m->all.first[1]++] = (lb_cell_weight){c, inside[c]};
    free(inside);
    return status;
}

/* Areas whose figure of the column rests on few people, or would reveal few by subtraction from
 * other areas. *suppress_sums: the same of the sum over all areas. */
static lb_status suppress_figures(const disclosure_maker *m, figure_column *c, bool *suppress_sums)
{
    lb_disclosure disclosure = {0};
    for (size_t i = 0; i < m->o->grid.cells; i++)
        c->value[i] =
            m->o->class_of[i] >= c->min_class ? m->o->grid.value[LB_PEOPLE][i] : (double)NAN;
    lb_disclosure_input input = disclosure_input(m, c->value);
    lb_status status = lb_disclosure_compute(&input, &disclosure);
    for (size_t i = 0; status == LB_OK && i < disclosure.count; i++)
        c->hide[i] = disclosure.figure[i].reason != LB_SUPPRESS_NONE;
    *suppress_sums = disclosure.suppress_sums;
    lb_disclosure_clear(&disclosure);
    return status;
}

/* m->of_area: the area's people by class. False: no cell of the area is of the column's classes, so
 * that anyone can see that its figure is 0. */
static bool count_classes(const disclosure_maker *m, const figure_column *c, size_t area)
{
    bool any = false;
    const lb_profile *p = &m->o->profile;
    const double *people = m->o->grid.value[LB_PEOPLE];
    memset(m->of_area, 0, ((size_t)m->o->classes + 1) * sizeof *m->of_area);
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++) {
        size_t cell = p->cell_weight[k].at;
        any |= m->o->class_of[cell] >= c->min_class;
        if (people[cell] > 0)
            m->of_area[m->o->class_of[cell]] += p->cell_weight[k].fraction * people[cell];
    }
    return any;
}

/* Areas of which `profile` suppresses a class that the column would reveal: one of its own; for all
 * people with a class, the people without one, since profile publishes everyone. */
static void suppress_parts(const disclosure_maker *m, figure_column *c)
{
    int classes = m->o->classes, from = c->min_class > 1 ? c->min_class : 0,
        to = from ? classes : 0;
    for (size_t i = 0; i < n_areas(m); i++) {
        const bool *part = c->parts + i * ((size_t)classes + 1);
        double few = INFINITY;
        bool any = count_classes(m, c, i);
        for (int k = from; k <= to; k++)
            if (any && part[k]) {
                c->hide[i] = true;
                few = fmin(few, m->of_area[k]);
            }
        c->smallest_hidden[i] = isfinite(few) ? few : 0;
    }
}

/* A category's figure less its published areas is the sum of its suppressed ones: it may be
 * published only if these are two or more and hold at least `minimum` people together. */
static bool reveals_few(const disclosure_maker *m, const figure_column *c, const bool *group_area)
{
    size_t hidden = 0;
    double few = 0;
    for (size_t i = 0; i < n_areas(m); i++)
        if (group_area[i] && c->hide[i]) {
            hidden++;
            few += c->smallest_hidden[i];
        }
    return hidden > 0 && (hidden < 2 || few < m->minimum);
}

/* Likewise the total less the published categories is the sum of the suppressed ones. */
static lb_status suppress_groups(const disclosure_maker *m, figure_column *c, bool suppress_sums)
{
    size_t areas = n_areas(m), categories = m->o->layer->areas.categories;
    bool *group = calloc(areas + 1, sizeof *group),
         *suppressed = calloc(areas + 1, sizeof *suppressed);
    if (!group || !suppressed) {
        free(group);
        free(suppressed);
        return LB_E_MEMORY;
    }
    for (size_t k = 0; k < categories; k++) {
        for (size_t i = 0; i < areas; i++)
            group[i] = m->o->layer->areas.category[i] == k;
        c->hide[areas + k] = suppress_sums || reveals_few(m, c, group);
        for (size_t i = 0; i < areas; i++)
            suppressed[i] |= group[i] && c->hide[areas + k];
    }
    for (size_t i = 0; categories == 0 && i < areas; i++)
        suppressed[i] = true;
    c->hide[areas + categories] = suppress_sums || reveals_few(m, c, suppressed);
    free(group);
    free(suppressed);
    return LB_OK;
}

static lb_status suppress_column(const disclosure_maker *m, int min_class, figure_column *c,
                                 bool *hide)
{
    bool suppress_sums = false;
    c->min_class = min_class;
    c->hide = hide;
    lb_status status = suppress_figures(m, c, &suppress_sums);
    if (status != LB_OK)
        return status;
    suppress_parts(m, c);
    return suppress_groups(m, c, suppress_sums);
}

static lb_status suppress_columns(disclosure_maker *m, int worst, lb_agree_disclosure *g)
{
    size_t parts = n_areas(m) * ((size_t)m->o->classes + 1);
    figure_column c = {.value = calloc(m->o->grid.cells + 1, sizeof *c.value),
                       .parts = calloc(parts + 1, sizeof *c.parts),
                       .smallest_hidden = calloc(n_areas(m) + 1, sizeof *c.smallest_hidden)};
    lb_disclosure_input input = disclosure_input(m, m->o->grid.value[LB_PEOPLE]);
    m->of_area = calloc((size_t)m->o->classes + 1, sizeof *m->of_area);
    lb_status status =
        c.value && c.parts && c.smallest_hidden && m->of_area ? make_area_union(m) : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_suppress_classes(&input, m->o->class_of, m->o->classes, c.parts);
    if (status == LB_OK)
        status = suppress_column(m, 1, &c, g->people);
    if (status == LB_OK)
        status = suppress_column(m, worst, &c, g->worst);
    free(c.value);
    free(c.parts);
    free(c.smallest_hidden);
    free(m->of_area);
    free(m->all.first);
    free(m->all.cell_weight);
    return status;
}

lb_status lb_agree_disclosure_make(const lb_overlay *overlay, const lb_cover *joined, int worst,
                                   int minimum, lb_agree_disclosure *out)
{
    size_t rows = overlay->profile.count + overlay->layer->areas.categories + 1;
    disclosure_maker m = {.o = overlay, .joined = joined, .minimum = minimum};
    lb_agree_disclosure g = {0};
    if (minimum <= 0 || !overlay->grid.value[LB_PEOPLE]) {
        *out = g;
        return LB_OK;
    }
    g.people = calloc(rows, sizeof *g.people);
    g.worst = calloc(rows, sizeof *g.worst);
    lb_status status = g.people && g.worst ? suppress_columns(&m, worst, &g) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < rows; i++)
        g.hidden += g.people[i] || g.worst[i];
    if (status == LB_OK)
        *out = g;
    else
        lb_agree_disclosure_clear(&g);
    return status;
}
