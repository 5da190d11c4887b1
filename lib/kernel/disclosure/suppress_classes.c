/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that are no sums of people of an area, but tell of them: shares by class, statistics. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/disclosure/disclosure_figures.h"

typedef struct parts {
    const int *cell_class;
    int classes;
    double *people; /* [classes + 1] of the area in hand */
} parts;

static int class_at(const parts *p, size_t cell)
{
    int k = p->cell_class[cell];
    return k >= 1 && k <= p->classes ? k : 0;
}

static void count_parts(lb_guard_rows *rows, const parts *p, size_t area)
{
    lb_span span = lb_guard_span(rows, area);
    memset(p->people, 0, ((size_t)p->classes + 1) * sizeof *p->people);
    lb_guard_turn(rows);
    for (size_t i = 0; i < span.count; i++)
        if (rows->in->value[span.share[i].at] > 0)
            p->people[class_at(p, span.share[i].at)] += lb_guard_add(rows, span.share[i].at);
}

/* The smallest part with people that is not hidden yet; -1: none. */
static int next_smallest(const parts *p, const bool *hide)
{
    int best = -1;
    for (int k = 0; k <= p->classes; k++)
        if (!hide[k] && p->people[k] > 0 && (best < 0 || p->people[k] < p->people[best]))
            best = k;
    return best;
}

static void hide_parts(const lb_guard_rows *rows, const parts *p, bool *hide)
{
    int count = 0;
    double people = 0;
    for (int k = 0; k <= p->classes; k++) {
        hide[k] = lb_guard_is_few(rows, p->people[k]);
        count += hide[k];
        people += hide[k] ? p->people[k] : 0;
    }
    while (count > 0 && (count < 2 || lb_guard_is_few(rows, people))) {
        int k = next_smallest(p, hide);
        if (k < 0)
            return;
        hide[k] = true;
        people += p->people[k];
        count++;
    }
}

lb_status lb_guard_parts(const lb_guard_input *input, const int *cell_class, int classes,
                         bool *hide)
{
    lb_guard_rows rows;
    size_t n = (size_t)classes + 1;
    parts p = {cell_class, classes, calloc(n, sizeof *p.people)};
    lb_status status = p.people ? lb_guard_rows_make(input, &rows) : LB_E_MEMORY;
    if (status != LB_OK) {
        free(p.people);
        return status;
    }
    memset(hide, 0, input->profile->count * n * sizeof *hide);
    for (size_t i = 0; lb_guard_any_few(&rows) && i < input->profile->count; i++) {
        count_parts(&rows, &p, i);
        hide_parts(&rows, &p, hide + i * n);
    }
    lb_guard_rows_clear(&rows);
    free(p.people);
    return LB_OK;
}

static bool hides_statistic(lb_guard_rows *rows, size_t area, const double *of, bool least)
{
    lb_span span = lb_guard_span(rows, area);
    bool one = false;
    double people = 0;
    lb_guard_turn(rows);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        if (isnan(of[cell]) || !(rows->in->value[cell] > 0))
            continue;
        double added = lb_guard_add(rows, cell);
        one |= lb_guard_is_few(rows, added);
        people += added;
    }
    return lb_guard_is_few(rows, people) || (least && one);
}

lb_status lb_guard_statistic(const lb_guard_input *input, const double *of, bool least, bool *hide)
{
    lb_guard_rows rows;
    lb_status status = lb_guard_rows_make(input, &rows);
    if (status != LB_OK)
        return status;
    bool any = lb_guard_any_few(&rows);
    for (size_t i = 0; i < input->profile->count; i++)
        hide[i] = any && hides_statistic(&rows, i, of, least);
    lb_guard_rows_clear(&rows);
    return LB_OK;
}
