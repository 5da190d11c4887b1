/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/agree.h>
#include <lagesbild/disclosure.h>
#include "commands/agree/agree_disclosure.h"

/* One of the two columns: the classes it is made of, from `least` on, and what a reader gets to
 * know when a row of it is told. */
typedef struct column {
    int least;
    bool *hide;    /* [rows], the guard's */
    double *value; /* [cells]: people in those classes; NaN: none of the column's */
    bool *parts;   /* [areas * (classes + 1)]: what `profile` hides */
    double *few;   /* [areas]: the smallest hidden part that the row would tell of */
} column;

typedef struct maker {
    const lb_overlay *o;
    int minimum;
    lb_profile all;  /* one area: all of them, a cell counting at most once */
    double *of_area; /* [classes + 1]: an area's people by class */
} maker;

void lb_agree_guard_clear(lb_agree_guard *guard)
{
    free(guard->people);
    free(guard->worst);
    *guard = (lb_agree_guard){0};
}

static size_t areas_of(const maker *m)
{
    return m->o->profile.count;
}

static lb_guard_input input_of(const maker *m, const double *value)
{
    return (lb_guard_input){.profile = &m->o->profile,
                            .cells = m->o->grid.cells,
                            .value = value,
                            .square = m->o->grid.square,
                            .joined = &m->all,
                            .minimum = m->minimum};
}

static lb_status join_areas(maker *m)
{
    lb_cell_list cells = lb_overlay_cells(m->o);
    lb_cell_areas areas = {&m->o->laid.cover, NULL, NULL};
    double *inside = calloc(cells.count + 1, sizeof *inside);
    m->all.first = calloc(2, sizeof *m->all.first);
    m->all.share = calloc(cells.count + 1, sizeof *m->all.share);
    m->all.count = 1;
    lb_status status = inside && m->all.first && m->all.share ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_cell_rule_apply(LB_RULE_FRACTION, &areas, &cells, inside);
    for (size_t c = 0; status == LB_OK && c < cells.count; c++)
        if (inside[c] > 0)
            m->all.share[m->all.first[1]++] = (lb_share){c, inside[c]};
    free(inside);
    return status;
}

/* Areas whose figure of the column would tell of few by itself or less other areas'. *no_sums: the
 * same of all together. */
static lb_status hide_figures(const maker *m, column *c, bool *no_sums)
{
    lb_guard guard = {0};
    for (size_t i = 0; i < m->o->grid.cells; i++)
        c->value[i] = m->o->class_of[i] >= c->least ? m->o->grid.value[LB_PEOPLE][i] : (double)NAN;
    lb_guard_input input = input_of(m, c->value);
    lb_status status = lb_guard_compute(&input, &guard);
    for (size_t i = 0; status == LB_OK && i < guard.count; i++)
        c->hide[i] = guard.figure[i].reason != LB_GUARD_SHOWN;
    *no_sums = guard.no_sums;
    lb_guard_clear(&guard);
    return status;
}

/* False: no cell of the area is of the column's classes, so that its figure is known to be 0. */
static bool count_classes(const maker *m, const column *c, size_t area)
{
    bool any = false;
    const lb_profile *p = &m->o->profile;
    const double *people = m->o->grid.value[LB_PEOPLE];
    memset(m->of_area, 0, ((size_t)m->o->classes + 1) * sizeof *m->of_area);
    for (size_t k = p->first[area]; k < p->first[area + 1]; k++) {
        size_t cell = p->share[k].at;
        any |= m->o->class_of[cell] >= c->least;
        if (people[cell] > 0)
            m->of_area[m->o->class_of[cell]] += p->share[k].fraction * people[cell];
    }
    return any;
}

/* Areas of which `profile` hides a class that the column would tell: one of its own, or, of all
 * people with a class, those without. */
static void hide_parts(const maker *m, column *c)
{
    int classes = m->o->classes, from = c->least > 1 ? c->least : 0, to = from ? classes : 0;
    for (size_t i = 0; i < areas_of(m); i++) {
        const bool *part = c->parts + i * ((size_t)classes + 1);
        double few = INFINITY;
        bool any = count_classes(m, c, i);
        for (int k = from; k <= to; k++)
            if (any && part[k]) {
                c->hide[i] = true;
                few = fmin(few, m->of_area[k]);
            }
        c->few[i] = isfinite(few) ? few : 0;
    }
}

/* A category's figure less those of its areas that are told is the sum of its hidden ones: told
 * when these are several and not few together. */
static bool tells_of_few(const maker *m, const column *c, const bool *looked_at)
{
    size_t hidden = 0;
    double few = 0;
    for (size_t i = 0; i < areas_of(m); i++)
        if (looked_at[i] && c->hide[i]) {
            hidden++;
            few += c->few[i];
        }
    return hidden > 0 && (hidden < 2 || few < m->minimum);
}

/* All less the categories that are told is what those are that are not. */
static lb_status hide_groups(const maker *m, column *c, bool no_sums)
{
    size_t areas = areas_of(m), categories = m->o->areas.categories;
    bool *group = calloc(areas + 1, sizeof *group), *left = calloc(areas + 1, sizeof *left);
    if (!group || !left) {
        free(group);
        free(left);
        return LB_E_MEMORY;
    }
    for (size_t k = 0; k < categories; k++) {
        for (size_t i = 0; i < areas; i++)
            group[i] = m->o->areas.category[i] == k;
        c->hide[areas + k] = no_sums || tells_of_few(m, c, group);
        for (size_t i = 0; i < areas; i++)
            left[i] |= group[i] && c->hide[areas + k];
    }
    for (size_t i = 0; categories == 0 && i < areas; i++)
        left[i] = true;
    c->hide[areas + categories] = no_sums || tells_of_few(m, c, left);
    free(group);
    free(left);
    return LB_OK;
}

static lb_status fill(const maker *m, int least, column *c, bool *hide)
{
    bool no_sums = false;
    c->least = least;
    c->hide = hide;
    lb_status status = hide_figures(m, c, &no_sums);
    if (status != LB_OK)
        return status;
    hide_parts(m, c);
    return hide_groups(m, c, no_sums);
}

static lb_status fill_both(maker *m, int worst, lb_agree_guard *g)
{
    size_t parts = areas_of(m) * ((size_t)m->o->classes + 1);
    column c = {.value = calloc(m->o->grid.cells + 1, sizeof *c.value),
                .parts = calloc(parts + 1, sizeof *c.parts),
                .few = calloc(areas_of(m) + 1, sizeof *c.few)};
    lb_guard_input input = input_of(m, m->o->grid.value[LB_PEOPLE]);
    m->of_area = calloc((size_t)m->o->classes + 1, sizeof *m->of_area);
    lb_status status = c.value && c.parts && c.few && m->of_area ? join_areas(m) : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_guard_parts(&input, m->o->class_of, m->o->classes, c.parts);
    if (status == LB_OK)
        status = fill(m, 1, &c, g->people);
    if (status == LB_OK)
        status = fill(m, worst, &c, g->worst);
    free(c.value);
    free(c.parts);
    free(c.few);
    free(m->of_area);
    free(m->all.first);
    free(m->all.share);
    return status;
}

lb_status lb_agree_guard_make(const lb_overlay *overlay, int worst, int minimum,
                              lb_agree_guard *out)
{
    size_t rows = overlay->profile.count + overlay->areas.categories + 1;
    maker m = {.o = overlay, .minimum = minimum};
    lb_agree_guard g = {0};
    if (minimum <= 0 || !overlay->grid.value[LB_PEOPLE]) {
        *out = g;
        return LB_OK;
    }
    g.people = calloc(rows, sizeof *g.people);
    g.worst = calloc(rows, sizeof *g.worst);
    lb_status status = g.people && g.worst ? fill_both(&m, worst, &g) : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < rows; i++)
        g.hidden += g.people[i] || g.worst[i];
    if (status == LB_OK)
        *out = g;
    else
        lb_agree_guard_clear(&g);
    return status;
}
