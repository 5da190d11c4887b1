/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events are sorted into cells so small that all events of a cell are near each other: there only
 * the days count, and events that follow each other in time are one run, joined at once. Of two
 * cells at most two apart, pairs are looked at until a run of one is joined to a run of the other;
 * what is joined already is skipped as a run, so that a place with thousands of events costs no
 * more than it has events. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/union_find.h"
#include "kernel/hotspot/event_chains.h"

enum { CELLS_APART = 2 }; /* three apart, events are at least 2 / sqrt(2) distances apart */

typedef struct dated_event {
    int64_t col, row, day;
    size_t event;   /* of the input */
    size_t run_end; /* behind the last one of its run, in the sorted order */
} dated_event;

typedef struct chain_finder {
    const lb_event_chains_input *in;
    dated_event *at; /* [n] by cell, then day */
    size_t n;
    size_t *parent; /* [in->n]: union-find; the root is the least event of its chain */
} chain_finder;

/* By cell, then day: a run of close days in one cell is contiguous. */
static int compare_events(const void *a, const void *b)
{
    const dated_event *p = a, *q = b;
    LB_COMPARE(p->col, q->col);
    LB_COMPARE(p->row, q->row);
    LB_COMPARE(p->day, q->day);
    return (p->event > q->event) - (p->event < q->event);
}

static bool is_same_cell(const dated_event *a, const dated_event *b)
{
    return a->col == b->col && a->row == b->row;
}

/* Joins the events of each cell that follow each other within the days. */
static void join_runs(chain_finder *f)
{
    for (size_t i = f->n; i-- > 0;) {
        dated_event *e = &f->at[i];
        bool follows = i + 1 < f->n && is_same_cell(e, e + 1) && e[1].day - e->day <= f->in->days;
        e->run_end = follows ? e[1].run_end : i + 1;
        if (follows)
            lb_union_find_join(f->parent, e->event, e[1].event);
    }
}

static bool are_near(const lb_event_chains_input *in, size_t a, size_t b)
{
    double dx = in->xy[2 * a] - in->xy[2 * b], dy = in->xy[2 * a + 1] - in->xy[2 * b + 1];
    return dx * dx + dy * dy <= in->distance * in->distance;
}

/* Cells [a, a_end) and [b, b_end) of the sorted events. */
static void join_cells(chain_finder *f, size_t a, size_t a_end, size_t b, size_t b_end)
{
    for (; a < a_end; a++) {
        const dated_event *e = &f->at[a];
        while (b < b_end && f->at[b].day < e->day - f->in->days)
            b++;
        for (size_t i = b; i < b_end && f->at[i].day <= e->day + f->in->days;) {
            bool joined = lb_union_find_root(f->parent, e->event) ==
                          lb_union_find_root(f->parent, f->at[i].event);
            if (!joined && are_near(f->in, e->event, f->at[i].event)) {
                lb_union_find_join(f->parent, e->event, f->at[i].event);
                joined = true;
            }
            i = joined ? f->at[i].run_end : i + 1;
        }
    }
}

/* The first of the sorted events from a cell on. */
static size_t lower_bound(const chain_finder *f, int64_t col, int64_t row)
{
    size_t low = 0, high = f->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const dated_event *e = &f->at[middle];
        if (e->col < col || (e->col == col && e->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t cell_end(const chain_finder *f, size_t begin)
{
    size_t end = begin + 1;
    while (end < f->n && is_same_cell(&f->at[begin], &f->at[end]))
        end++;
    return end;
}

/* Each cell with those after it that are near enough. */
static void join_neighbours(chain_finder *f)
{
    for (size_t a = 0, a_end; a < f->n; a = a_end) {
        a_end = cell_end(f, a);
        int64_t col = f->at[a].col, row = f->at[a].row;
        for (int64_t c = col; c <= col + CELLS_APART; c++) {
            size_t b = c == col ? a_end : lower_bound(f, c, row - CELLS_APART), b_end;
            for (; b < f->n && f->at[b].col == c && f->at[b].row <= row + CELLS_APART; b = b_end) {
                b_end = cell_end(f, b);
                join_cells(f, a, a_end, b, b_end);
            }
        }
    }
}

/* Cells of side distance / sqrt(2): two events in one cell are always within the distance, so
 * that only pairs of different cells have to be measured. Events without a day are in no chain
 * but their own. */
static void list_events(chain_finder *f)
{
    const lb_event_chains_input *in = f->in;
    double side = in->distance / sqrt(2);
    lb_union_find_init(f->parent, in->n);
    for (size_t i = 0; i < in->n; i++)
        if (in->day[i] != LB_NO_DAY)
            f->at[f->n++] = (dated_event){.col = (int64_t)floor(in->xy[2 * i] / side),
                                          .row = (int64_t)floor(in->xy[2 * i + 1] / side),
                                          .day = in->day[i],
                                          .event = i};
    if (f->n > 0)
        qsort(f->at, f->n, sizeof *f->at, compare_events);
}

/* Chains are numbered in the order of their least event. */
lb_status lb_event_chains(const lb_event_chains_input *input, size_t *chain, size_t *chains)
{
    chain_finder f = {.in = input,
                      .at = malloc((input->n + 1) * sizeof *f.at),
                      .parent = malloc((input->n + 1) * sizeof *f.parent)};
    lb_status status = f.at && f.parent ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK) {
        list_events(&f);
        join_runs(&f);
        join_neighbours(&f);
        *chains = lb_union_find_number(f.parent, input->n, chain);
    }
    free(f.at);
    free(f.parent);
    return status;
}
