/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/interval.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/hotspot/cell_figures.h"
#include "commands/hotspot/hotspot_hits.h"
#include "commands/hotspot/hotspot_options.h"
#include "kernel/hotspot/ranked_units.h"
#include "text/date.h"

enum { SENTENCE_SIZE = 200, LABEL_SIZE = 24 };
enum { COUNT, KDE, GI, EXCESS, RANDOM, PEOPLE, INDEX, N_RANKINGS };

static const char *const names[N_RANKINGS] = {"count",  "kde",    "gi",   "excess",
                                              "random", "people", "index"};

enum { METHOD, AREA_PERCENT, CELLS, HITS, EVENTS, HIT_RATE, LOW, HIGH, PAI, PEI, RRI, TRAIN_HITS };
enum { PREDICTED_OBSERVED = TRAIN_HITS + 1, PEOPLE_PERCENT };

/* Rankings of the cells by the earlier period, and the later events that they are judged by. */
typedef struct hits_job {
    const lb_figures_input *in;
    size_t cells;
    double *train, *test; /* [cells] events of each period */
    double n_train, n_test;
    double *one;                /* [cells] 1: all are equal */
    double *cost;               /* [cells] of the quota: 1, or with --people the people */
    double all;                 /* sum of cost */
    double *worth;              /* [cells] later events per cost */
    double *key[N_RANKINGS];    /* [cells]; NULL: no such ranking */
    double *part[N_RANKINGS];   /* [cells]: what is flagged at the current area */
    size_t *order, *best_order; /* [cells]: scratch; of the later counts */
    double *best_part;
    double area[LB_HITS_MAX_AREAS]; /* per cent of the support, or of its people */
    size_t areas;
    lb_table *table;
    const char *train_label, *test_label; /* of the periods that are compared */
    size_t label_column;                  /* of the table, and the next; SIZE_MAX: none */
    /* At the first area, over all pairs of periods: */
    size_t rounds, made[N_RANKINGS];            /* pairs; those with the ranking */
    double later;                               /* events of the later periods */
    double caught[N_RANKINGS];                  /* of them */
    double more[N_RANKINGS], fewer[N_RANKINGS]; /* that only it caught, that only counts did */
} hits_job;

/* Rankings
 * -----------------------------------------------------------------------------------------
 */

/* The events of the first period alone, and the figures of the cells by them: whole events, as the
 * permutations of gi and the binomial of excess need, each in the period that has more than half of
 * its interval. */
static lb_status compute_train(hits_job *h, const lb_located_events *located,
                               const lb_period *train, lb_cell_figures *f, lb_error *err)
{
    size_t n = 0;
    double *xy = malloc((2 * located->inside + 1) * sizeof *xy);
    size_t *cell = malloc((located->inside + 1) * sizeof *cell);
    double *count = calloc(h->cells + 1, sizeof *count);
    lb_status status = xy && cell && count ? LB_OK : lb_error_memory(err);
    for (size_t i = 0; i < located->points.count && status == LB_OK; i++) {
        const lb_event_point *point = &located->points.point[i];
        if (located->cell[i] == SIZE_MAX ||
            !(lb_event_part_in_period(&located->points, i, train) > 0.5))
            continue;
        count[located->cell[i]] += 1;
        xy[2 * n] = point->x;
        xy[2 * n + 1] = point->y;
        cell[n++] = located->cell[i];
    }
    lb_figures_input input = *h->in;
    input.methods &= LB_HOTSPOT_USUAL;
    input.count = count;
    input.xy = xy;
    input.cell = cell;
    input.events = n;
    if (status == LB_OK)
        status = lb_cell_figures_compute(&input, f, err);
    free(xy);
    free(cell);
    free(count);
    return status;
}

static bool copy_key(hits_job *h, size_t which, const double *value)
{
    if (!value)
        return true;
    h->key[which] = malloc((h->cells + 1) * sizeof(double));
    if (h->key[which])
        memcpy(h->key[which], value, h->cells * sizeof(double));
    return h->key[which] != NULL;
}

/* Of excess the cells with the least p first. */
static bool copy_keys(hits_job *h, const lb_cell_figures *f)
{
    const lb_grid_values *grid = &h->in->support->grid;
    bool good = copy_key(h, COUNT, h->train) && copy_key(h, KDE, f->kde) &&
                copy_key(h, GI, f->gi) && copy_key(h, PEOPLE, grid->value[LB_SUPPORT_PEOPLE]) &&
                copy_key(h, INDEX, grid->value[LB_SUPPORT_INDEX]) && copy_key(h, RANDOM, h->one);
    if (good && f->excess_tests > 0) {
        good = copy_key(h, EXCESS, f->excess_p);
        for (size_t i = 0; good && i < h->cells; i++)
            h->key[EXCESS][i] = -h->key[EXCESS][i];
    }
    return good;
}

/* Rows
 * ---------------------------------------------------------------------------------------------
 */

/* One ranking at one area: hit rate, PAI = hit rate / share of cells flagged, PEI = hits / the most
 * that flagging as much could reach, RRI = hit rate later / hit rate earlier (docs/methods.md, Hit
 * rates). Hits can be fractions, since the last cell is flagged in part; a ratio over 0 stays
 * empty. */
static void add_row(hits_job *h, size_t which, double percent, double best)
{
    lb_table *t = h->table;
    bool by_people = h->in->options->people != NULL;
    double flagged = lb_ranked_sum(h->part[which], h->one, h->cells);
    double hits = lb_ranked_sum(h->part[which], h->test, h->cells);
    double caught = lb_ranked_sum(h->part[which], h->train, h->cells);
    double rate = hits / h->n_test, area = flagged / (double)h->cells;
    lb_interval interval =
        lb_interval_wilson(fmin(hits, h->n_test), h->n_test, h->in->options->confidence);
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, METHOD, names[which]);
    lb_table_set_real(t, row, AREA_PERCENT, by_people ? 100 * area : percent);
    lb_table_set_integer(t, row, CELLS, (int64_t)(flagged + 0.5));
    lb_table_set_real(t, row, HITS, hits);
    lb_table_set_real(t, row, EVENTS, h->n_test);
    lb_table_set_real(t, row, HIT_RATE, rate);
    lb_table_set_real(t, row, LOW, interval.low);
    lb_table_set_real(t, row, HIGH, interval.high);
    if (area > 0)
        lb_table_set_real(t, row, PAI, rate / area);
    if (best > 0)
        lb_table_set_real(t, row, PEI, hits / best);
    if (caught > 0)
        lb_table_set_real(t, row, RRI, rate / (caught / h->n_train));
    lb_table_set_real(t, row, TRAIN_HITS, caught);
    if (hits > 0)
        lb_table_set_real(t, row, PREDICTED_OBSERVED, caught / hits);
    if (by_people)
        lb_table_set_real(t, row, PEOPLE_PERCENT, percent);
    if (h->label_column == SIZE_MAX)
        return;
    lb_table_set_text(t, row, h->label_column, h->train_label);
    lb_table_set_text(t, row, h->label_column + 1, h->test_label);
}

/* Adds what each ranking caught of the later events at this area, and which of them only it, or
 * only counts, caught. */
static void add_caught(hits_job *h)
{
    h->rounds++;
    h->later += h->n_test;
    for (size_t k = 0; k < N_RANKINGS; k++) {
        lb_sum more = {0}, fewer = {0};
        if (!h->key[k])
            continue;
        for (size_t i = 0; i < h->cells; i++) {
            double by = (h->part[k][i] - h->part[COUNT][i]) * h->test[i];
            lb_sum_add(by > 0 ? &more : &fewer, fabs(by));
        }
        h->made[k]++;
        h->caught[k] += lb_ranked_sum(h->part[k], h->test, h->cells);
        h->more[k] += lb_sum_value(more);
        h->fewer[k] += lb_sum_value(fewer);
    }
}

/* McNemar's exact test of the events that only one of a ranking and counts caught, in whole
 * numbers. */
static double mcnemar_p(const hits_job *h, size_t k)
{
    double x = floor(h->more[k] + 0.5), y = floor(h->fewer[k] + 0.5);
    return fmin(1, 2 * lb_interval_binomial_tail(fmax(x, y), x + y, 0.5));
}

/* Which method caught most at the first area, and whether more than counts alone beyond chance. */
static void write_sentence(const hits_job *h, char *sentence)
{
    size_t best = COUNT;
    char years[LABEL_SIZE] = "";
    for (size_t k = KDE; k < N_RANKINGS; k++)
        if (k != RANDOM && h->made[k] == h->rounds && h->caught[k] > h->caught[best] + 1e-9)
            best = k;
    double p = mcnemar_p(h, best), most = h->caught[best];
    const char *of = h->in->options->people ? "people" : "support";
    if (h->in->options->rolling)
        snprintf(years, sizeof years, "over %zu %s ", h->rounds,
                 lb_number_word(h->rounds, "year", "years"));
    if (best == COUNT)
        snprintf(sentence, SENTENCE_SIZE,
                 "%son %g %% of the %s counts caught most: %.4g of %.6g later events", years,
                 h->area[0], of, most, h->later);
    else
        snprintf(sentence, SENTENCE_SIZE,
                 "%son %g %% of the %s %s caught most: %.4g of %.6g later events, counts %.4g; "
                 "%s chance (McNemar p %.3g)",
                 years, h->area[0], of, names[best], most, h->later, h->caught[COUNT],
                 p < 0.05 ? "more than" : "not beyond", p);
}

/* The quota is whole cells, at least one, or with --people that part of them. best ranks the cells
 * by the later events themselves: no ranking can reach more, which is what PEI is held against. */
static lb_status add_area(hits_job *h, double percent)
{
    double quota = percent * h->all / 100; /* 29 % of 50 is 14.5, and is rounded up */
    if (!h->in->options->people)
        quota = fmax(1, floor(quota + 0.5));
    lb_ranked_parts(h->worth, h->best_order, h->cost, h->cells, quota, h->best_part);
    double best = lb_ranked_sum(h->best_part, h->test, h->cells);
    for (size_t k = 0; k < N_RANKINGS; k++) {
        if (!h->key[k])
            continue;
        LB_TRY(lb_ranked_order(h->key[k], h->cells, h->order));
        lb_ranked_parts(h->key[k], h->order, h->cost, h->cells, quota, h->part[k]);
        add_row(h, k, percent, best);
    }
    return LB_OK;
}

static void add_columns(hits_job *h)
{
    size_t n = h->in->options->people ? PEOPLE_PERCENT + 1 : PEOPLE_PERCENT;
    lb_add_some_columns(h->table, &lb_hotspot_command, "hits", "method", n);
    h->label_column = SIZE_MAX;
    if (h->in->options->rolling)
        h->label_column = lb_add_some_columns(h->table, &lb_hotspot_command, "hits", "train", 2);
}

static lb_status add_areas(hits_job *h)
{
    LB_TRY(lb_ranked_order(h->worth, h->cells, h->best_order));
    for (size_t a = 0; a < h->areas; a++) {
        LB_TRY(add_area(h, h->area[a]));
        if (a == 0)
            add_caught(h);
    }
    return lb_table_status(h->table);
}

/* Work
 * -----------------------------------------------------------------------------------------------
 */

static bool make_arrays(hits_job *h)
{
    size_t bytes = (h->cells + 1) * sizeof(double);
    bool good = (h->train = malloc(bytes)) && (h->test = malloc(bytes)) &&
                (h->one = malloc(bytes)) && (h->best_part = malloc(bytes)) &&
                (h->cost = malloc(bytes)) && (h->worth = malloc(bytes)) &&
                (h->order = malloc((h->cells + 1) * sizeof *h->order)) &&
                (h->best_order = malloc((h->cells + 1) * sizeof *h->best_order));
    for (size_t k = 0; k < N_RANKINGS; k++)
        good = good && (h->part[k] = malloc(bytes));
    for (size_t i = 0; i < h->cells && good; i++)
        h->one[i] = 1;
    return good;
}

static void clear_keys(hits_job *h)
{
    for (size_t k = 0; k < N_RANKINGS; k++) {
        free(h->key[k]);
        h->key[k] = NULL;
    }
}

static void clear_arrays(hits_job *h)
{
    clear_keys(h);
    for (size_t k = 0; k < N_RANKINGS; k++)
        free(h->part[k]);
    free(h->train);
    free(h->test);
    free(h->one);
    free(h->cost);
    free(h->worth);
    free(h->best_part);
    free(h->order);
    free(h->best_order);
}

static double sum_of(const double *value, size_t n)
{
    lb_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        lb_sum_add(&sum, value[i]);
    return lb_sum_value(sum);
}

/* What flagging a cell costs, and what it would have been worth: cells with later events and
 * without people come first. Unknown people are none. */
static lb_status set_costs(hits_job *h, lb_error *err)
{
    const lb_hotspot_options *o = h->in->options;
    const double *people = h->in->support->grid.value[LB_SUPPORT_PEOPLE];
    if (o->people && !people)
        return lb_error_set(err, LB_E_INPUT, "--people: %s has no column or band 'population'",
                            o->grid);
    for (size_t i = 0; i < h->cells; i++) {
        h->cost[i] = !o->people ? 1 : people[i] > 0 ? people[i] : 0;
        h->worth[i] = h->cost[i] > 0   ? h->test[i] / h->cost[i]
                      : h->test[i] > 0 ? (double)INFINITY
                                       : 0;
    }
    h->all = sum_of(h->cost, h->cells);
    return LB_OK;
}

static void warn_of_few(const hits_job *h, const lb_job *job)
{
    if (fmin(h->n_train, h->n_test) < LB_FEWEST_EVENTS)
        lb_log_warning(job->log,
                       "--hits: %.4g %s in %s and %.4g in %s, fewer than %d in one of them: their "
                       "figures say next to nothing",
                       h->n_train, lb_number_word(h->n_train, "event", "events"), h->train_label,
                       h->n_test, h->test_label, LB_FEWEST_EVENTS);
}

/* Cells are ranked by the events of the first period alone and judged by those of the other, both
 * counted. */
static lb_status compare_periods(hits_job *h, const lb_located_events *located,
                                 const lb_period *train, lb_error *err)
{
    lb_cell_figures figures = {.cells = 0};
    LB_TRY(set_costs(h, err));
    lb_status status = compute_train(h, located, train, &figures, err);
    if (status == LB_OK && (!copy_keys(h, &figures) || add_areas(h) != LB_OK))
        status = lb_error_memory(err);
    lb_cell_figures_clear(&figures);
    clear_keys(h);
    return status;
}

static void count_events(hits_job *h, const lb_located_events *located, const lb_period *train,
                         const lb_period *test)
{
    lb_located_events_count(located, train, h->train);
    lb_located_events_count(located, test, h->test);
    h->n_train = sum_of(h->train, h->cells);
    h->n_test = sum_of(h->test, h->cells);
}

/* Periods that overlap are allowed with a warning, since the same event then ranks a cell and is a
 * hit in it. */
static lb_status compare_given(hits_job *h, const lb_located_events *located, const lb_job *job,
                               lb_error *err)
{
    const lb_hotspot_options *o = h->in->options;
    lb_period train, test;
    LB_TRY(lb_event_period_parse("train", o->train, &train, err));
    LB_TRY(lb_event_period_parse("test", o->test, &test, err));
    h->train_label = "--train";
    h->test_label = "--test";
    count_events(h, located, &train, &test);
    if (test.from < train.to)
        lb_log_warning(
            job->log,
            "--test %s begins before --train %s ends: events of both rank the cells and are "
            "hits",
            o->test, o->train);
    warn_of_few(h, job);
    if (h->n_train < 1 || h->n_test < 1)
        return lb_error_set(
            err, LB_E_INPUT,
            "--hits: no event in one of the two periods: %.4g in --train %s, %.4g in --test %s; "
            "expected periods with dated events in the support",
            h->n_train, o->train, h->n_test, o->test);
    return compare_periods(h, located, &train, err);
}

/* The years that the events of the support are of. False: none has a date. */
static bool find_years(const lb_located_events *located, int *first, int *last)
{
    bool found = false;
    for (size_t i = 0; i < located->points.count; i++) {
        int64_t day = located->points.point[i].day;
        int year, month, of_month;
        if (located->cell[i] == SIZE_MAX || day == LB_UNDATED_DAY)
            continue;
        lb_civil_from_days(day, &year, &month, &of_month);
        *first = !found || year < *first ? year : *first;
        *last = !found || year > *last ? year : *last;
        found = true;
    }
    return found;
}

/* Each year's events against the year before; years without any are passed over. */
static lb_status compare_years(hits_job *h, const lb_located_events *located, const lb_job *job,
                               lb_error *err)
{
    int first, last;
    if (!find_years(located, &first, &last))
        return lb_error_set(err, LB_E_INPUT, "--rolling: no event of the support has a date");
    for (int year = first + 1; year <= last; year++) {
        char before[LABEL_SIZE], at[LABEL_SIZE];
        lb_period train, test;
        snprintf(before, sizeof before, "%04d", year - 1);
        snprintf(at, sizeof at, "%04d", year);
        LB_TRY(lb_event_period_parse("rolling", before, &train, err));
        LB_TRY(lb_event_period_parse("rolling", at, &test, err));
        h->train_label = before;
        h->test_label = at;
        count_events(h, located, &train, &test);
        if (h->n_train < 1 || h->n_test < 1)
            continue;
        warn_of_few(h, job);
        LB_TRY(compare_periods(h, located, &train, err));
    }
    if (h->rounds == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "--rolling: the events are of %d to %d, and no two years in a row have "
                            "any; expected two years or more",
                            first, last);
    return LB_OK;
}

static lb_status compute_hits(hits_job *h, const lb_located_events *located, const lb_job *job,
                              lb_error *err)
{
    LB_TRY(lb_hotspot_percents_parse(h->in->options, h->area, &h->areas, err));
    if (!make_arrays(h))
        return lb_error_memory(err);
    add_columns(h);
    return h->in->options->rolling ? compare_years(h, located, job, err)
                                   : compare_given(h, located, job, err);
}

lb_status lb_hits_table(const lb_figures_input *input, const lb_located_events *located,
                        const lb_job *job, lb_table *table, char *sentence, lb_error *err)
{
    hits_job h = {.in = input, .cells = input->support->grid.cells, .table = table};
    lb_status status = compute_hits(&h, located, job, err);
    clear_arrays(&h);
    if (status == LB_OK)
        write_sentence(&h, sentence);
    return status;
}
