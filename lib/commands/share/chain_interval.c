/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: the interval of the share when events of one series are no separate events (--interval
 * chain, docs/methods.md, Chains of events): chains are drawn with replacement, as often as there
 * are, and the share's quantiles taken. Replaces the columns of the interval, and reports how many
 * chains there are and by how much they widen it. */
#include <math.h>
#include <stdlib.h>

#include "base/try.h"
#include "commands/share/share_sample.h"

enum { FEWEST_CHAINS = 10 };

/* Of one period and one category, or of all areas (the last). */
typedef struct chain_figures {
    lb_interval share;
    double design_effect; /* variance of the share over that of as many separate events */
} chain_figures;

typedef struct chain_interval {
    lb_event_list list;
    size_t *chains;         /* [n_periods] */
    chain_figures *figures; /* [n_periods][width] */
    size_t width;           /* the categories and all of them */
    size_t few;             /* periods with fewer than FEWEST_CHAINS, but some */
} chain_interval;

static bool are_chains_wanted(const lb_share_options *options)
{
    return options->interval == LB_CHAIN;
}

static lb_status init_chains(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    chain_interval *m = calloc(1, sizeof *m);
    *state = m;
    if (!m || lb_event_list_init(in, set, &m->list) != LB_OK)
        return lb_error_memory(err);
    size_t periods = in->periods.n_periods;
    m->width = m->list.set->n_categories + 1;
    m->chains = calloc(periods, sizeof *m->chains);
    m->figures = calloc(periods * m->width, sizeof *m->figures);
    return m->chains && m->figures ? LB_OK : lb_error_memory(err);
}

static void clear_chains(void *state)
{
    chain_interval *m = state;
    lb_event_list_clear(&m->list);
    free(m->chains);
    free(m->figures);
    free(m);
}

static lb_status add_to_chains(void *state, const lb_share_event *event, size_t n)
{
    return lb_event_list_add(&((chain_interval *)state)->list, event, n);
}

/* Finishing --------------------------------------------------------------------------------------
 */

/* From the draws of one category. Where all agree, as where no chain has an event in it, there is
 * Wilson's interval of as many trials as chains. */
static chain_figures compute_figures(const chain_interval *m, lb_share_draw *one, size_t draws,
                                     double share, const double events_chains[2])
{
    double confidence = m->list.in->options->confidence, events = events_chains[0];
    double variance = lb_share_draws_variance(one, draws);
    chain_figures f = {.design_effect = variance / (share * (1 - share) / events)};
    f.share = variance > 0
                  ? lb_share_draws_quantiles(one, draws, confidence)
                  : lb_interval_wilson(share * events_chains[1], events_chains[1], confidence);
    if (!(share > 0 && share < 1))
        f.design_effect = (double)NAN;
    return f;
}

/* Resamples the period's chains; each draw gives a share per category and, last, of the total.
 * Intervals and design effects come from these draws (docs/methods.md, Chains of events). */
static lb_status draw_period(chain_interval *m, const lb_share_counts *counts,
                             const lb_listed_piece *piece, size_t pieces)
{
    size_t draws = (size_t)m->list.in->options->draws, period = piece->period;
    lb_share_sample_input input = {
        .list = &m->list, .piece = piece, .pieces = pieces, .sources = LB_DRAW_CHAINS};
    lb_share_draw *draw = malloc((draws * m->width + 1) * sizeof *draw);
    lb_share_draw *one = malloc((draws + 1) * sizeof *one);
    lb_status status = draw && one ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = lb_share_sample_draw(&input, draws, draw, &m->chains[period]);
    double placed = lb_share_placed(counts, period);
    for (size_t k = 0; k < m->width && status == LB_OK; k++) {
        double events =
            k + 1 < m->width ? lb_share_events(counts, period, k) : lb_share_total(counts, period);
        for (size_t d = 0; d < draws; d++)
            one[d] = draw[d * m->width + k];
        m->figures[period * m->width + k] = compute_figures(
            m, one, draws, events / placed, (const double[]){placed, (double)m->chains[period]});
    }
    m->few += m->chains[period] < FEWEST_CHAINS;
    free(draw);
    free(one);
    return status;
}

static lb_status draw_periods(chain_interval *m, const lb_share_counts *counts,
                              lb_listed_pieces *pieces)
{
    lb_event_list_sort(&m->list);
    LB_TRY(lb_event_list_chain(&m->list));
    LB_TRY(lb_event_list_pieces(&m->list, pieces));
    for (size_t first = 0, end; first < pieces->count; first = end) {
        for (end = first;
             end < pieces->count && pieces->piece[end].period == pieces->piece[first].period; end++)
            ;
        LB_TRY(draw_period(m, counts, pieces->piece + first, end - first));
    }
    return LB_OK;
}

static lb_status finish_chains(void *state, const lb_share_counts *counts, lb_error *err)
{
    chain_interval *m = state;
    lb_listed_pieces pieces = {.count = 0};
    lb_status status = draw_periods(m, counts, &pieces);
    free(pieces.piece);
    if (status != LB_OK)
        return lb_error_memory(err);
    lb_event_list_log_chains(&m->list);
    if (m->few > 0 && m->list.set == m->list.in->set)
        lb_log_warning(m->list.in->job->log,
                       "--interval chain: periods with fewer than %d chains of events: %zu; their "
                       "intervals say next to nothing",
                       FEWEST_CHAINS, m->few);
    return LB_OK;
}

/* The table -------------------------------------------------------------------------------------
 */

static void fill_chain_row(const void *state, lb_share_row *row)
{
    const chain_interval *m = state;
    const chain_figures *f = &m->figures[row->period * m->width + row->category];
    size_t chains = m->chains[row->period];
    if (chains == 0)
        return;
    lb_share_row_set_interval(row, row->rest ? (lb_interval){1 - f->share.high, 1 - f->share.low}
                                             : f->share);
    lb_table_set_integer(row->table, row->row, row->column, (int64_t)chains);
    lb_table_set_real(row->table, row->row, row->column + 1, f->design_effect);
}

const lb_share_measure lb_measure_chains = {.is_wanted = are_chains_wanted,
                                            .in_order = true,
                                            .init = init_chains,
                                            .add = add_to_chains,
                                            .finish = finish_chains,
                                            .first_column = "chains",
                                            .n_columns = 2,
                                            .fill_row = fill_chain_row,
                                            .clear = clear_chains};
