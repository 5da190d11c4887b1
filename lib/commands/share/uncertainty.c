/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: one interval on share and quotient from all that is asked for by --uncertainty, and
 * what each contributes (docs/methods.md, Joint uncertainty). Each draw has its chains, times,
 * positions and borders; where chains are not drawn, the chance of counting is a draw from the
 * interval of the share that was drawn, at all confidences, so that counting alone gives that
 * interval again. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/position_probability.h>
#include "base/array.h"
#include "base/try.h"
#include "commands/share/share_sample.h"
#include "commands/share/validity_periods.h"
#include "kernel/geometry/boundary_distance.h"
#include "kernel/statistics/random.h"

static const double reach_sigmas = 6;                 /* beyond it 1e-8 of an error of position */
static const double golden_part = 0.6180339887498949; /* (sqrt(5) - 1) / 2 */
static const uint64_t counting_stream = UINT64_MAX - 1;

/* Of one period and one category, all areas, or what is outside of them. */
typedef struct joint_figures {
    lb_interval share, quotient;
    double sd;                                                      /* of the share */
    double part[LB_SHARE_SOURCES], quotient_part[LB_SHARE_SOURCES]; /* of the variances */
} joint_figures;

typedef struct uncertainty {
    lb_event_list list;
    unsigned sources;
    bool *near;             /* [list.count] */
    size_t width;           /* the categories and all of them */
    joint_figures *figures; /* [n_periods][width + 1] */
    /* of the period at hand */
    double *weight;      /* [n_valid] */
    double *ratio;       /* [distances, at least 1][width + 1]: area share with the borders moved */
    lb_share_draw *draw; /* [draws][width] */
    double *value;       /* [2][draws]: shares and quotients of one row */
} uncertainty;

static bool is_uncertainty_wanted(const lb_share_options *options)
{
    return options->uncertainty != NULL;
}

static lb_status init_uncertainty(const lb_share_inputs *in, size_t set, void **state,
                                  lb_error *err)
{
    uncertainty *m = calloc(1, sizeof *m);
    *state = m;
    if (!m || lb_event_list_init(in, set, &m->list) != LB_OK)
        return lb_error_memory(err);
    size_t draws = (size_t)in->options->draws, distances = in->n_distances ? in->n_distances : 1;
    m->width = m->list.set->n_categories + 1;
    m->figures = calloc(in->periods.n_periods * (m->width + 1), sizeof *m->figures);
    m->weight = calloc(m->list.set->n_valid + 1, sizeof *m->weight);
    m->ratio = calloc(distances * (m->width + 1), sizeof *m->ratio);
    m->draw = calloc(draws * m->width + 1, sizeof *m->draw);
    m->value = calloc(2 * draws + 1, sizeof *m->value);
    if (!m->figures || !m->weight || !m->ratio || !m->draw || !m->value)
        return lb_error_memory(err);
    return lb_share_sources_parse(in->options, &m->sources, err);
}

static void clear_uncertainty(void *state)
{
    uncertainty *m = state;
    lb_event_list_clear(&m->list);
    free(m->near);
    free(m->figures);
    free(m->weight);
    free(m->ratio);
    free(m->draw);
    free(m->value);
    free(m);
}

static lb_status add_to_uncertainty(void *state, const lb_share_event *event, size_t n)
{
    return lb_event_list_add(&((uncertainty *)state)->list, event, n);
}

/* Before the draws -------------------------------------------------------------------------------
 */

/* Which events have a border within reach of the error of position and the borders moved. */
static lb_status find_near(uncertainty *m)
{
    const lb_share_inputs *in = m->list.in;
    double reach = m->sources & LB_DRAW_POSITION ? reach_sigmas * in->sigma : 0;
    lb_boundary_index *border = NULL;
    if (m->sources & LB_DRAW_BORDERS && in->n_distances > 0)
        reach += fmax(-in->distance[0], in->distance[in->n_distances - 1]);
    m->near = calloc(m->list.count + 1, sizeof *m->near);
    if (!m->near)
        return LB_E_MEMORY;
    if (!(reach > 0))
        return LB_OK;
    LB_TRY(lb_boundary_index_new(&m->list.set->areas.shapes, reach, in->job->threads, &border));
    for (size_t i = 0; i < m->list.count; i++)
        m->near[i] =
            lb_boundary_index_finds_chosen(border, m->list.event[i].x, m->list.event[i].y, NULL);
    lb_boundary_index_free(border);
    return LB_OK;
}

/* Square metres of a category or of all areas (width - 1) in a period, borders moved. */
static double moved_m2(const uncertainty *m, size_t distance, size_t k)
{
    const lb_share_set *set = m->list.set;
    double m2 = 0;
    for (size_t v = 0; v < set->n_valid; v++) {
        const lb_validity_period *p = &set->valid[v];
        double each = m->sources & LB_DRAW_BORDERS ? p->shifted[distance].m2[k]
                      : k + 1 == m->width          ? p->sizes.union_true
                                                   : p->sizes.true_[k];
        m2 += m->weight[v] > 0 ? m->weight[v] * each : 0;
    }
    return m2;
}

static void find_area_shares(uncertainty *m, size_t period)
{
    const lb_share_inputs *in = m->list.in;
    double reference = in->options->reference_km2 * 1e6;
    size_t distances = m->sources & LB_DRAW_BORDERS ? in->n_distances : 1;
    lb_validity_periods_weigh(m->list.set, &in->periods.period[period], m->weight);
    for (size_t d = 0; d < distances; d++) {
        double *ratio = m->ratio + d * (m->width + 1);
        for (size_t k = 0; k < m->width; k++)
            ratio[k] = moved_m2(m, d, k) / reference;
        ratio[m->width] = 1 - ratio[m->width - 1];
    }
}

/* Draws ------------------------------------------------------------------------------------------
 */

/* The share that the interval's end is at confidence u below (1 - u above): a draw from all of the
 * intervals of x of n. */
static double share_at_confidence(lb_interval_method method, double x, double n, double u)
{
    if (u < 0.5)
        return lb_interval_share(method, x, n, fmin(1 - 2 * u, 1 - 1e-12)).low;
    if (u > 0.5)
        return lb_interval_share(method, x, n, fmin(2 * u - 1, 1 - 1e-12)).high;
    return x / n;
}

/* The values of row k (width: outside of all areas) from the draws: its shares, its quotients.
 * Returns how many draws have events. */
static size_t make_values(uncertainty *m, unsigned sources, size_t k)
{
    const lb_share_options *o = m->list.in->options;
    size_t draws = (size_t)o->draws, n = 0;
    bool rest = k == m->width, counted = sources & LB_DRAW_COUNTING && !(sources & LB_DRAW_CHAINS);
    double u = lb_random_uniform((uint64_t)o->seed, counting_stream, 0);
    for (size_t d = 0; d < draws; d++) {
        lb_share_draw one = m->draw[d * m->width + (rest ? k - 1 : k)];
        size_t distance = sources & LB_DRAW_BORDERS ? lb_share_sample_distance(m->list.in, d) : 0;
        double x = rest ? one.n - one.x : one.x;
        u += golden_part; /* evenly over 0 to 1, however many draws there are */
        u -= u >= 1;
        if (!(one.n > 0))
            continue;
        m->value[n] = counted ? share_at_confidence(o->interval, x, one.n, u) : x / one.n;
        double area = m->ratio[distance * (m->width + 1) + k];
        m->value[draws + n] = area > 0 ? m->value[n] / area : 0; /* no area, no events */
        n++;
    }
    return n;
}

/* 0 exactly where all are equal. */
static double variance_of(const double *value, size_t n)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; i++)
        mean += (value[i] - value[0]) / (double)n;
    for (size_t i = 0; i < n; i++) {
        double off = value[i] - value[0] - mean;
        square += off * off / (double)n;
    }
    return square;
}

static lb_status draw_sources(uncertainty *m, unsigned sources, const lb_listed_piece *piece,
                              size_t pieces, size_t *chains)
{
    lb_share_sample_input input = {
        .list = &m->list, .piece = piece, .pieces = pieces, .near = m->near, .sources = sources};
    return lb_share_sample_draw(&input, (size_t)m->list.in->options->draws, m->draw, chains);
}

/* The variances of each row by one source alone. What counting alone gives is within chains: theirs
 * is what they add. */
static lb_status find_parts(uncertainty *m, const lb_listed_piece *piece, size_t pieces)
{
    joint_figures *figures = m->figures + piece->period * (m->width + 1);
    size_t draws = (size_t)m->list.in->options->draws, chains;
    for (unsigned i = 0; i < LB_SHARE_SOURCES; i++) {
        if (!(m->sources >> i & 1))
            continue;
        LB_TRY(draw_sources(m, 1U << i, piece, pieces, &chains));
        for (size_t k = 0; k <= m->width; k++) {
            size_t n = make_values(m, 1U << i, k);
            figures[k].part[i] = variance_of(m->value, n);
            figures[k].quotient_part[i] = variance_of(m->value + draws, n);
        }
    }
    return LB_OK;
}

/* Variances to parts of their sum. */
static void share_out(double part[LB_SHARE_SOURCES], unsigned sources)
{
    double sum = 0;
    if (sources & LB_DRAW_COUNTING && sources & LB_DRAW_CHAINS)
        part[1] = fmax(0, part[1] - part[0]);
    for (unsigned i = 0; i < LB_SHARE_SOURCES; i++)
        sum += sources >> i & 1 ? part[i] : 0;
    for (unsigned i = 0; i < LB_SHARE_SOURCES; i++)
        part[i] = sources >> i & 1 && sum > 0 ? part[i] / sum : (double)NAN;
}

static lb_interval quantiles_of(double *value, size_t n, double confidence)
{
    double end[2] = {(1 - confidence) / 2, (1 + confidence) / 2};
    if (n == 0)
        return (lb_interval){NAN, NAN};
    qsort(value, n, sizeof *value, lb_compare_doubles);
    for (int i = 0; i < 2; i++) {
        double at = fmin(fmax(end[i] * (double)n - 0.5, 0), (double)(n - 1));
        size_t low = (size_t)at, high = low + 1 < n ? low + 1 : low;
        end[i] = value[low] + (at - (double)low) * (value[high] - value[low]);
    }
    return (lb_interval){end[0], end[1]};
}

/* The quotient of a share that all draws agree in: its ends over the largest and the smallest area
 * that the borders give. */
static lb_interval quotient_of(const uncertainty *m, size_t k, lb_interval share)
{
    size_t distances = m->sources & LB_DRAW_BORDERS ? m->list.in->n_distances : 1;
    double least = HUGE_VAL, most = 0;
    for (size_t d = 0; d < distances; d++) {
        double area = m->ratio[d * (m->width + 1) + k];
        least = area > 0 ? fmin(least, area) : least;
        most = fmax(most, area);
    }
    return (lb_interval){share.low / most, share.high / least};
}

/* All sources at once. Where chains agree in every draw, as where none has an event in the row, the
 * interval is Wilson's of as many trials as chains. */
static void join_row(uncertainty *m, size_t k, double chains, joint_figures *f)
{
    const lb_share_options *o = m->list.in->options;
    size_t n = make_values(m, m->sources, k);
    double *quotient = m->value + o->draws, variance = variance_of(m->value, n);
    f->sd = n > 0 ? sqrt(variance) : (double)NAN;
    if (n > 0 && m->sources & LB_DRAW_CHAINS && !(variance > 0)) {
        f->share = lb_interval_wilson(m->value[0] * chains, chains, o->confidence);
        f->quotient = quotient_of(m, k, f->share);
    } else {
        f->share = quantiles_of(m->value, n, o->confidence);
        f->quotient = quantiles_of(quotient, n, o->confidence);
    }
    share_out(f->part, m->sources);
    share_out(f->quotient_part, m->sources);
}

static lb_status join_period(uncertainty *m, const lb_listed_piece *piece, size_t pieces)
{
    size_t chains = 0;
    find_area_shares(m, piece->period);
    LB_TRY(find_parts(m, piece, pieces));
    LB_TRY(draw_sources(m, m->sources, piece, pieces, &chains));
    for (size_t k = 0; k <= m->width; k++)
        join_row(m, k, (double)chains, &m->figures[piece->period * (m->width + 1) + k]);
    return LB_OK;
}

static lb_status join_periods(uncertainty *m, lb_listed_pieces *pieces)
{
    lb_event_list_sort(&m->list);
    if (m->sources & LB_DRAW_CHAINS)
        LB_TRY(lb_event_list_chain(&m->list));
    LB_TRY(find_near(m));
    LB_TRY(lb_event_list_pieces(&m->list, pieces));
    for (size_t first = 0, end; first < pieces->count; first = end) {
        for (end = first;
             end < pieces->count && pieces->piece[end].period == pieces->piece[first].period; end++)
            ;
        LB_TRY(join_period(m, pieces->piece + first, end - first));
    }
    return LB_OK;
}

static lb_status finish_uncertainty(void *state, const lb_share_counts *counts, lb_error *err)
{
    uncertainty *m = state;
    lb_listed_pieces pieces = {.count = 0};
    (void)counts;
    lb_status status = join_periods(m, &pieces);
    free(pieces.piece);
    if (status != LB_OK)
        return lb_error_memory(err);
    if (m->sources & LB_DRAW_CHAINS && m->list.in->options->interval != LB_CHAIN)
        lb_event_list_log_chains(&m->list);
    return LB_OK;
}

/* The table -------------------------------------------------------------------------------------
 */

enum { LOW, HIGH, QUOTIENT_LOW, QUOTIENT_HIGH, SD, PARTS, QUOTIENT_PARTS = PARTS + 5 };
enum { SENTENCE = QUOTIENT_PARTS + 5 };

/* The sentence stands in the rows of all areas. */
static void write_sentence(const uncertainty *m, const joint_figures *f, const lb_share_row *row)
{
    char *text;
    const lb_share_inputs *in = m->list.in;
    lb_share_sentence s = {.share = row->share,
                           .area_share = row->area_share,
                           .reference = lb_share_reference_label(in->options),
                           .joint = f->share,
                           .quotient = f->quotient,
                           .sources = m->sources,
                           .english = in->job->english};
    for (int i = 0; i < LB_SHARE_SOURCES; i++)
        s.part[i] = f->part[i];
    if (lb_share_sentence_write(&s, &text) != LB_OK) {
        row->table->failed = true;
        return;
    }
    lb_table_set_text(row->table, row->row, row->column + SENTENCE, text);
    lb_log_note(in->job->log, "%s, %s: %s", m->list.set->areas.label,
                in->periods.period[row->period].label, text);
    free(text);
}

static void fill_uncertainty_row(const void *state, lb_share_row *row)
{
    const uncertainty *m = state;
    size_t k = row->rest ? m->width : row->category;
    const joint_figures *f = &m->figures[row->period * (m->width + 1) + k];
    if (!(row->placed > 0))
        return;
    bool has_area = row->area_share > 0;
    const double head[PARTS] = {f->share.low, f->share.high,
                                has_area ? f->quotient.low : (double)NAN,
                                has_area ? f->quotient.high : (double)NAN, f->sd};
    for (size_t c = 0; c < PARTS; c++)
        lb_table_set_real(row->table, row->row, row->column + c, head[c]);
    for (size_t i = 0; i < LB_SHARE_SOURCES; i++) {
        lb_table_set_real(row->table, row->row, row->column + PARTS + i, f->part[i]);
        lb_table_set_real(row->table, row->row, row->column + QUOTIENT_PARTS + i,
                          f->quotient_part[i]);
    }
    if (!row->rest && k + 1 == m->width)
        write_sentence(m, f, row);
}

const lb_share_measure lb_measure_uncertainty = {.is_wanted = is_uncertainty_wanted,
                                                 .in_order = true,
                                                 .init = init_uncertainty,
                                                 .add = add_to_uncertainty,
                                                 .finish = finish_uncertainty,
                                                 .first_column = "share_joint_low",
                                                 .n_columns = SENTENCE + 1,
                                                 .fill_row = fill_uncertainty_row,
                                                 .clear = clear_uncertainty};
