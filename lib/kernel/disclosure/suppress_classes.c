/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suppression of figures that are no sums of people but rest on people of an area: shares by class,
 * and statistics of values (docs/methods.md, Disclosure). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/disclosure/disclosure_figures.h"

typedef struct class_people {
    const int *cell_class;
    int classes;
    double *people; /* [classes + 1] of the current area, inhabitants */
} class_people;

/* Class of a cell; 0: none. */
static int class_at(const class_people *p, size_t cell)
{
    int k = p->cell_class[cell];
    return k >= 1 && k <= p->classes ? k : 0;
}

/* People of an area by class, each square counted once, in the class of its first cell. */
static void count_class_people(lb_disclosure_figures *rows, const class_people *p, size_t area)
{
    lb_figure_cells span = lb_disclosure_row_cells(rows, area);
    memset(p->people, 0, ((size_t)p->classes + 1) * sizeof *p->people);
    lb_disclosure_begin_visit(rows);
    for (size_t i = 0; i < span.count; i++)
        if (rows->input->value[span.cell_weight[i].at] > 0)
            p->people[class_at(p, span.cell_weight[i].at)] +=
                lb_disclosure_visit(rows, span.cell_weight[i].at);
}

/* The smallest class with people that is not suppressed; -1: none. */
static int next_smallest(const class_people *p, const bool *hide)
{
    int best = -1;
    for (int k = 0; k <= p->classes; k++)
        if (!hide[k] && p->people[k] > 0 && (best < 0 || p->people[k] < p->people[best]))
            best = k;
    return best;
}

/* Suppresses classes below the minimum, and then the next smallest until at least two are
 * suppressed and hold the minimum together: a single one would follow from the total. */
static void suppress_small_classes(const lb_disclosure_figures *rows, const class_people *p,
                                   bool *hide)
{
    int count = 0;
    double people = 0;
    for (int k = 0; k <= p->classes; k++) {
        hide[k] = lb_disclosure_below_min(rows, p->people[k]);
        count += hide[k];
        people += hide[k] ? p->people[k] : 0;
    }
    while (count > 0 && (count < 2 || lb_disclosure_below_min(rows, people))) {
        int k = next_smallest(p, hide);
        if (k < 0)
            return;
        hide[k] = true;
        people += p->people[k];
        count++;
    }
}

lb_status lb_suppress_classes(const lb_disclosure_input *input, const int *cell_class, int classes,
                              bool *hide)
{
    lb_disclosure_figures rows;
    size_t n = (size_t)classes + 1;
    class_people p = {cell_class, classes, calloc(n, sizeof *p.people)};
    lb_status status = p.people ? lb_disclosure_figures_make(input, &rows) : LB_E_MEMORY;
    if (status != LB_OK) {
        free(p.people);
        return status;
    }
    memset(hide, 0, input->profile->count * n * sizeof *hide);
    for (size_t i = 0; lb_disclosure_any_below_min(&rows) && i < input->profile->count; i++) {
        count_class_people(&rows, &p, i);
        suppress_small_classes(&rows, &p, hide + i * n);
    }
    lb_disclosure_figures_clear(&rows);
    free(p.people);
    return LB_OK;
}

/* Does the statistic rest on a small group of people, or (minimum and maximum) on a square of
 * one? */
static bool is_statistic_suppressed(lb_disclosure_figures *rows, size_t area,
                                    const double *cell_value, bool is_extreme)
{
    lb_figure_cells span = lb_disclosure_row_cells(rows, area);
    bool one = false;
    double people = 0;
    lb_disclosure_begin_visit(rows);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.cell_weight[i].at;
        if (isnan(cell_value[cell]) || !(rows->input->value[cell] > 0))
            continue;
        double added = lb_disclosure_visit(rows, cell);
        one |= lb_disclosure_below_min(rows, added);
        people += added;
    }
    return lb_disclosure_below_min(rows, people) || (is_extreme && one);
}

lb_status lb_suppress_statistic(const lb_disclosure_input *input, const double *cell_value,
                                bool is_extreme, bool *hide)
{
    lb_disclosure_figures rows;
    lb_status status = lb_disclosure_figures_make(input, &rows);
    if (status != LB_OK)
        return status;
    bool any = lb_disclosure_any_below_min(&rows);
    for (size_t i = 0; i < input->profile->count; i++)
        hide[i] = any && is_statistic_suppressed(&rows, i, cell_value, is_extreme);
    lb_disclosure_figures_clear(&rows);
    return LB_OK;
}
