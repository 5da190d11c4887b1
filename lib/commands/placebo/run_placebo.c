/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `placebo`: events in areas beside what comparable places hold: as many people anywhere, the areas
 * moved to places with as many people, such places that touch no area, and the squares that hold
 * most events a person (docs/methods.md, Placebo areas). */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/interval.h>
#include <lagesbild/placebo.h>
#include "base/array.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "commands/concentration/people_curves.h"
#include "commands/placebo/municipality_classes.h"
#include "commands/placebo/placebo_chains.h"
#include "commands/placebo/placebo_options.h"
#include "commands/placebo/placebo_places.h"
#include "input/areas/area_times.h"
#include "input/areas/topology_report.h"
#include "kernel/hotspot/placebo_draws.h"
#include "kernel/statistics/random.h"
#include "output/table_file.h"

enum { FEWEST_CANDIDATES = 50, MAX_NAMED = 5 };

/* Streams of random numbers, far enough apart for a million draws each. */
enum { STREAM_STEP = 1 << 21 };

typedef struct placebo_job {
    const lb_placebo_options *options;
    const lb_job *job;
    lb_located_events_input source;
    lb_located_events located;
    lb_area_layer layer;
    lb_placebo_places places;
    size_t *municipality_class;        /* [cells]; NULL: not matched */
    double *count[LB_PLACEBO_PERIODS]; /* [cells] */
    double n[LB_PLACEBO_PERIODS];      /* events of each period in the support */
    double areas_people, all_people;
    lb_placebo_result result;
} placebo_job;

void lb_placebo_result_clear(lb_placebo_result *result)
{
    lb_table_clear(&result->table);
    lb_table_clear(&result->moves);
}

static void clear_placebo_job(placebo_job *p)
{
    lb_placebo_places_clear(&p->places);
    free(p->municipality_class);
    lb_located_events_clear(&p->located);
    lb_area_layer_clear(&p->layer);
    for (size_t t = 0; t < LB_PLACEBO_PERIODS; t++)
        free(p->count[t]);
    lb_placebo_result_clear(&p->result);
}

/* Inputs
 * -------------------------------------------------------------------------------------------
 */

/* The day given, or the days in the areas' field, of which each area needs one. */
static lb_status read_listing(const placebo_job *p, lb_placebo_listing *listing, lb_error *err)
{
    const lb_placebo_options *o = p->options;
    const lb_areas *areas = &p->layer.areas;
    lb_date_rules rules;
    lb_area_times times = {.from = NULL};
    lb_area_time_fields fields = {.from = o->listed_on, .dates = &rules, .log = p->job->log};
    LB_TRY(lb_placebo_listed_parse(o->listed_on, &listing->first, err));
    listing->last = listing->first;
    if (!o->listed_on || listing->last != LB_UNDATED_DAY)
        return LB_OK;
    if (lb_areas_find_field(areas, o->listed_on, err) == SIZE_MAX)
        return lb_error_set(
            err, LB_E_USAGE,
            "--listed-on: '%s' found, expected a date as 2021-06-30, or a field of %s with one",
            o->listed_on, areas->source);
    LB_TRY(lb_date_rules_make(o->timezone, o->date_format, &rules, err));
    LB_TRY(lb_area_times_read(areas, &fields, &times, err));
    lb_status status = LB_OK;
    *listing = (lb_placebo_listing){INT64_MAX, INT64_MIN};
    for (size_t k = 0; k < areas->shapes.count && status == LB_OK; k++) {
        int64_t day = times.from[k];
        if (day == INT64_MIN)
            status = lb_error_set(err, LB_E_INPUT,
                                  "%s: area '%s': no day in %s, expected one for each area (or "
                                  "--listed-on with one day for all)",
                                  areas->source, areas->name[k], o->listed_on);
        listing->first = day < listing->first ? day : listing->first;
        listing->last = day > listing->last ? day : listing->last;
    }
    lb_area_times_clear(&times);
    return status;
}

/* Options that can be wrong by themselves are parsed before anything is read. Too few events are
 * refused before the areas are read. */
static lb_status read_inputs(placebo_job *p, lb_error *err)
{
    const lb_placebo_options *o = p->options;
    lb_placebo_places_input places = {
        .grid = p->options->grid, .located = &p->located, .layer = &p->layer};
    lb_overlay_input areas = {
        .grid = o->grid, .areas = o->areas, .fields = {.name = o->name}, .with_sizes = true};
    p->source = LB_LOCATED_EVENTS_INPUT(o);
    p->source.fields.needs_date = o->listed_on != NULL;
    p->source.fields.hashed = lb_command_writes_files(&lb_placebo_command, o);
    LB_TRY(lb_placebo_match_parse(o->match, o->municipalities, &places.match, err));
    LB_TRY(lb_located_events_read(&p->source, p->job, &p->located, err));
    LB_TRY(lb_located_events_refuse_few(o->events, p->located.inside, o->despite_refusal, p->job,
                                        err));
    LB_TRY(lb_area_layer_read(&areas, &p->located.support.grid, p->job, &p->layer, err));
    LB_TRY(read_listing(p, &places.listing, err));
    if (places.match.municipality)
        LB_TRY(lb_municipality_classes_read(o->municipalities, o->municipality_class,
                                            &p->located.support, p->job, &p->municipality_class,
                                            err));
    places.municipality_class = p->municipality_class;
    return lb_placebo_places_make(&places, p->job, &p->places, err);
}

/* Events per cell and period. Those between the first and the last day of drawing are before for
 * some areas and after for others, so they are left out and counted. */
static lb_status count_events(placebo_job *p, lb_error *err)
{
    size_t between = 0;
    for (size_t t = 0; t < LB_PLACEBO_PERIODS; t++) {
        p->count[t] = calloc(p->located.support.grid.cells + 1, sizeof(double));
        if (!p->count[t])
            return lb_error_memory(err);
    }
    for (size_t i = 0; i < p->located.points.count; i++) {
        size_t t = lb_placebo_period(&p->places, &p->located.points.point[i]);
        if (p->located.cell[i] == SIZE_MAX)
            continue;
        if (t >= LB_PLACEBO_PERIODS) {
            between += p->located.points.point[i].day != LB_UNDATED_DAY;
            continue;
        }
        p->count[t][p->located.cell[i]] += 1;
        p->n[t] += 1;
    }
    if (between > 0)
        lb_log_warning(p->job->log,
                       "%zu %s from the day the first area was drawn to that of the last %s "
                       "neither before nor after; left out",
                       between, lb_number_word(between, "event", "events"),
                       lb_number_word(between, "is", "are"));
    if (p->options->listed_on &&
        fmin(p->n[LB_PLACEBO_BEFORE], p->n[LB_PLACEBO_AFTER]) < LB_FEWEST_EVENTS)
        lb_log_warning(p->job->log,
                       "--listed-on: %.0f %s before and %.0f after, fewer than %d in one of them: "
                       "their figures say next to nothing",
                       p->n[LB_PLACEBO_BEFORE],
                       lb_number_word(p->n[LB_PLACEBO_BEFORE], "event", "events"),
                       p->n[LB_PLACEBO_AFTER], LB_FEWEST_EVENTS);
    return LB_OK;
}

/* People of the union of the areas, and of all. */
static lb_status sum_people(placebo_job *p, lb_error *err)
{
    const lb_grid_values *grid = &p->located.support.grid;
    const double *people = grid->value[LB_SUPPORT_PEOPLE];
    lb_sum all = {0};
    double inside_cells;
    for (size_t i = 0; i < grid->cells; i++)
        lb_sum_add(&all, people[i]);
    p->all_people = lb_sum_value(all);
    return lb_area_layer_sum_cells(&p->layer, grid, people, &p->areas_people, &inside_cells, err);
}

/* Areas whose comparable places all touch an area have no part in the controls. */
static void warn_of_no_controls(const placebo_job *p)
{
    size_t none = 0, first = 0;
    for (size_t k = 0; k < p->places.areas; k++)
        if (p->places.area[k].moves > 0 && p->places.area[k].controls == 0)
            first = none++ > 0 ? first : k;
    if (none > 0)
        lb_log_warning(
            p->job->log,
            "%s: every comparable place touches an area (in all: %zu of %zu areas); left "
            "out of controls",
            p->layer.areas.name[first], none, p->places.areas);
}

/* Areas with few candidates by name; LB_E_INPUT: none has one. */
static lb_status check_candidates(const placebo_job *p, lb_error *err)
{
    size_t few = 0, none = 0;
    for (size_t k = 0; k < p->places.areas; k++) {
        size_t moves = p->places.area[k].moves;
        const char *name = p->layer.areas.name[k];
        if (moves >= FEWEST_CANDIDATES)
            continue;
        size_t before = moves == 0 ? none++ : few++;
        if (before >= MAX_NAMED)
            continue;
        if (moves == 0)
            lb_log_warning(p->job->log, "%s: nobody of the grid lives there; left out", name);
        else
            lb_log_warning(p->job->log, "%s: only %zu comparable %s, fewer than %d", name, moves,
                           lb_number_word(moves, "place", "places"), FEWEST_CANDIDATES);
    }
    if (none > MAX_NAMED)
        lb_log_warning(p->job->log, "%zu more %s nobody of the grid; left out", none - MAX_NAMED,
                       lb_number_word(none - MAX_NAMED, "area has", "areas have"));
    if (few > MAX_NAMED)
        lb_log_warning(p->job->log, "%zu more %s fewer than %d comparable places", few - MAX_NAMED,
                       lb_number_word(few - MAX_NAMED, "area has", "areas have"),
                       FEWEST_CANDIDATES);
    if (none == p->places.areas)
        return lb_error_set(err, LB_E_INPUT, "%s: no area has people of the grid",
                            p->layer.areas.source);
    return LB_OK;
}

/* Rows
 * ---------------------------------------------------------------------------------------------
 */

enum { COMPARISON, OBSERVED, EXPECTED, LOW, HIGH, RATIO, P, DRAWS, CANDIDATES, AREAS, PERIOD };

/* One comparison in one period; figures that it does not have are NaN or 0. */
typedef struct comparison {
    const char *name;
    size_t period;
    double observed, expected, low, high, p;
    size_t draws, candidates, areas;
} comparison;

/* Figures that are not known stay empty; without any area nothing was observed either. */
static void add_row(placebo_job *p, const comparison *c)
{
    static const char *const names[] = {"before", "after"};
    lb_table *t = &p->result.table;
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, COMPARISON, c->name);
    if (c->areas > 0)
        lb_table_set_integer(t, row, OBSERVED, (int64_t)c->observed);
    lb_table_set_real(t, row, EXPECTED, c->expected);
    lb_table_set_real(t, row, LOW, c->low);
    lb_table_set_real(t, row, HIGH, c->high);
    if (c->expected > 0)
        lb_table_set_real(t, row, RATIO, c->observed / c->expected);
    lb_table_set_real(t, row, P, c->p);
    if (c->draws > 0) {
        lb_table_set_integer(t, row, DRAWS, (int64_t)c->draws);
        lb_table_set_integer(t, row, CANDIDATES, (int64_t)c->candidates);
    }
    lb_table_set_integer(t, row, AREAS, (int64_t)c->areas);
    lb_table_set_text(t, row, PERIOD, p->options->listed_on ? names[c->period] : "all");
}

/* The least k with P(Bin(n, share) <= k) at least `probability`. */
static double binomial_quantile(double n, double share, double probability)
{
    double low = -1, high = n;
    while (high - low > 1) {
        double middle = floor((low + high) / 2);
        if (1 - lb_interval_binomial_tail(middle + 1, n, share) >= probability)
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* As many events, each in the areas with the probability of their share of the people. Areas are
 * chosen where events are, so that p would always be tiny: it is left out. */
static void add_people_row(placebo_job *p, comparison c)
{
    double share = p->areas_people / p->all_people, tail = (1 - p->options->confidence) / 2;
    c.name = "people";
    c.expected = p->n[c.period] * share;
    c.low = binomial_quantile(p->n[c.period], share, tail);
    c.high = binomial_quantile(p->n[c.period], share, 1 - tail);
    add_row(p, &c);
}

/* Mean and middle of the draws; p only where the own place was among them. */
static void summarise_draws(const placebo_job *p, double *total, bool with_p, comparison *c)
{
    size_t n = (size_t)p->options->draws, above = 0;
    lb_sum sum = {0};
    for (size_t d = 0; d < n; d++) {
        lb_sum_add(&sum, total[d]);
        above += total[d] >= c->observed;
    }
    qsort(total, n, sizeof *total, lb_compare_doubles);
    size_t cut = (size_t)floor((1 - p->options->confidence) / 2 * (double)n);
    c->expected = lb_sum_value(sum) / (double)n;
    c->low = total[cut];
    c->high = total[n - 1 - cut];
    c->p = with_p ? (1 + (double)above) / (1 + (double)n) : (double)NAN;
    c->draws = n;
}

/* The moves of each area that the draws choose from: all, or those that touch no area. area: by
 * name, chosen: in the order of the source. */
static lb_status choose_moves(const placebo_job *p, bool controls, size_t period,
                              lb_placebo_area *area, bool *chosen, comparison *c)
{
    c->candidates = SIZE_MAX;
    for (size_t i = 0; i < p->places.areas; i++) {
        size_t k = p->places.order[i];
        const lb_placebo_place *from = &p->places.area[k];
        size_t n = controls ? from->controls : from->moves, at = 0;
        lb_move *move = malloc((n + 1) * sizeof *move);
        double *events = malloc((n + 1) * sizeof *events);
        area[i] = (lb_placebo_area){from->cell, from->n_cells, move, events, n};
        if (!move || !events)
            return LB_E_MEMORY;
        for (size_t m = 0; m < from->moves; m++)
            if (!controls || from->control[m]) {
                move[at] = from->move[m];
                events[at++] = from->events[period][m];
            }
        chosen[k] = n > 0;
        c->areas += n > 0;
        if (n > 0 && n < c->candidates)
            c->candidates = n;
    }
    return LB_OK;
}

/* The draws move areas and leave the events as they are; how sure the observed number is, is
 * printed beside them. */
static lb_status note_chain_spread(const placebo_job *p, const bool *chosen, const comparison *c)
{
    lb_placebo_spread spread;
    LB_TRY(lb_placebo_chain_spread(&p->places, chosen, c->period, &spread));
    if (spread.chains > 0)
        lb_log_note(p->job->log,
                    "observed: %.0f, its standard error %.2g where %zu %s of events (within %.0f m "
                    "and %d days) are drawn anew, %.2g were the events independent",
                    c->observed, spread.error, spread.chains,
                    lb_number_word(spread.chains, "chain", "chains"), LB_PLACEBO_CHAIN_DISTANCE,
                    LB_PLACEBO_CHAIN_DAYS, spread.independent);
    return LB_OK;
}

/* Observed is summed over the areas that are drawn, so that both sides are of the same areas.
 * Controls have a random stream of their own, independent of the randomisation's. */
static lb_status draw_row(placebo_job *p, bool controls, comparison c, lb_placebo_area *area,
                          bool *chosen)
{
    size_t overlapping = 0;
    c.areas = 0;
    c.name = controls ? "controls" : "randomisation";
    double *total = malloc((size_t)p->options->draws * sizeof *total);
    lb_status status = total ? choose_moves(p, controls, c.period, area, chosen, &c) : LB_E_MEMORY;
    lb_placebo_input in = {.rows = &p->located.support.rows,
                           .area = area,
                           .areas = p->places.areas,
                           .draws = p->options->draws,
                           .seed = (uint64_t)p->options->seed,
                           .stream = controls ? STREAM_STEP : 0,
                           .threads = p->job->threads};
    if (status == LB_OK && c.areas > 0)
        status = lb_placebo_draw(&in, total, &overlapping);
    if (status == LB_OK) {
        c.observed = lb_placebo_observed(&p->places, chosen, c.period);
        if (c.areas > 0)
            summarise_draws(p, total, !controls, &c);
        add_row(p, &c);
        if (!controls && c.areas > 0)
            lb_log_note(
                p->job->log,
                "randomisation: p %.3g of %d draws, seed %d; its Monte Carlo standard error "
                "is %.2g",
                c.p, p->options->draws, p->options->seed,
                lb_random_p_error(c.p, p->options->draws));
    }
    if (status == LB_OK && !controls && c.areas > 0)
        status = note_chain_spread(p, chosen, &c);
    free(total);
    if (overlapping > 0)
        lb_log_warning(p->job->log, "%s: in %zu of %d draws an area lies partly on another", c.name,
                       overlapping, p->options->draws);
    return status;
}

static lb_status add_draw_row(placebo_job *p, bool controls, comparison c)
{
    lb_placebo_area *area = calloc(p->places.areas + 1, sizeof *area);
    bool *chosen = calloc(p->places.areas + 1, sizeof *chosen);
    lb_status status = area && chosen ? draw_row(p, controls, c, area, chosen) : LB_E_MEMORY;
    for (size_t k = 0; k < p->places.areas && area; k++) {
        free((void *)area[k].move);
        free((void *)area[k].events);
    }
    free(area);
    free(chosen);
    return status;
}

/* What squares of as many people would have caught, chosen by the same events, and by earlier ones.
 */
static lb_status add_best_rows(placebo_job *p, comparison c)
{
    bool earlier = p->options->listed_on && c.period == LB_PLACEBO_AFTER;
    lb_people_curves curves = {.cells = 0};
    double *part = malloc((p->located.support.grid.cells + 1) * sizeof *part);
    lb_status status =
        part ? lb_people_curves_make(&p->located.support.grid, p->count[c.period],
                                     earlier ? p->count[LB_PLACEBO_BEFORE] : NULL, &curves)
             : LB_E_MEMORY;
    if (status == LB_OK) {
        c.name = "hindsight";
        c.expected = lb_people_curves_caught(&curves, LB_CURVE_HINDSIGHT, p->areas_people, part);
        add_row(p, &c);
        c.name = "foresight";
        c.expected = lb_people_curves_caught(&curves, LB_CURVE_FORESIGHT, p->areas_people, part);
        add_row(p, &c);
    }
    lb_people_curves_clear(&curves);
    free(part);
    return status;
}

/* Observed events in areas that have a place to be moved to, beside each of: people, draws among
 * all places, draws among controls, and the best places in hindsight and foresight. */
static lb_status add_period(placebo_job *p, size_t period)
{
    bool *all = malloc(p->places.areas + 1);
    if (!all)
        return LB_E_MEMORY;
    comparison c = {.period = period,
                    .expected = (double)NAN,
                    .low = (double)NAN,
                    .high = (double)NAN,
                    .p = (double)NAN};
    for (size_t k = 0; k < p->places.areas; k++) {
        all[k] = p->places.area[k].moves > 0;
        c.areas += all[k];
    }
    c.observed = lb_placebo_observed(&p->places, all, period);
    free(all);
    add_people_row(p, c);
    LB_TRY(add_draw_row(p, false, c));
    LB_TRY(add_draw_row(p, true, c));
    return add_best_rows(p, c);
}

static lb_status add_rows(placebo_job *p, lb_error *err)
{
    lb_add_described_columns(&p->result.table, &lb_placebo_command, "");
    lb_status status = add_period(p, LB_PLACEBO_AFTER);
    if (status == LB_OK && p->options->listed_on)
        status = add_period(p, LB_PLACEBO_BEFORE);
    if (status == LB_OK)
        status = lb_table_status(&p->result.table);
    if (!p->options->listed_on)
        lb_log_warning(p->job->log,
                       "without --listed-on: the areas may have been drawn around these events");
    return status == LB_OK ? LB_OK : lb_error_memory(err);
}

/* The table of moves
 * -------------------------------------------------------------------------------
 */

/* Easting and northing are the south-west corner of the moved cells, in metres. Rows of the grid
 * count from the north, so the greatest row is the southernmost. */
static void add_move(placebo_job *p, size_t k, size_t m)
{
    const lb_placebo_place *area = &p->places.area[k];
    const lb_grid *g = &p->located.support.grid.grid;
    lb_table *t = &p->result.moves;
    int32_t west = INT32_MAX, south = INT32_MIN;
    for (size_t i = 0; i < area->n_cells; i++) {
        lb_area_cell at = lb_move_cell(&area->move[m], area->cell[i]);
        west = at.col < west ? at.col : west;
        south = at.row > south ? at.row : south;
    }
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, p->layer.areas.name[k]);
    lb_table_set_integer(t, row, 1, area->move[m].orientation);
    lb_table_set_real(t, row, 2, g->x0 + west * g->dx);
    lb_table_set_real(t, row, 3, g->y0 - (south + 1) * g->dy);
    lb_table_set_real(t, row, 4, area->move[m].people);
    lb_table_set_real(t, row, 5, area->move[m].index);
    lb_table_set_integer(
        t, row, 6,
        (int64_t)(area->events[LB_PLACEBO_BEFORE][m] + area->events[LB_PLACEBO_AFTER][m]));
    lb_table_set_integer(t, row, 7, area->control[m]);
}

static lb_status add_moves(placebo_job *p, lb_error *err)
{
    if (!p->options->moves)
        return LB_OK;
    lb_add_described_columns(&p->result.moves, &lb_placebo_command, "moves");
    for (size_t k = 0; k < p->places.areas; k++)
        for (size_t m = 0; m < p->places.area[k].moves; m++)
            add_move(p, k, m);
    return lb_table_status(&p->result.moves) == LB_OK ? LB_OK : lb_error_memory(err);
}

/* Work
 * -----------------------------------------------------------------------------------------------
 */

static lb_status write_files(const placebo_job *p, lb_error *err)
{
    const lb_placebo_options *o = p->options;
    lb_provenance provenance = {0};
    lb_table_file file[] = {{.path = o->output, .name = "placebo", .table = &p->result.table},
                            {.path = o->moves, .name = "placebo_moves", .table = &p->result.moves}};
    lb_provenance_begin(&provenance, &lb_placebo_command, o, p->job);
    lb_located_events_to_provenance(&p->located, &p->source, &provenance);
    lb_areas_input_to_provenance(&p->layer.areas, &provenance);
    lb_provenance_source(&provenance, o->municipalities, NULL, -1);
    if (p->located.inside < LB_FEWEST_EVENTS)
        lb_provenance_used(&provenance, "despite_refusal", "fewer than 10 events");
    lb_status status = lb_table_files_write(&provenance, file, 2, o->provenance, p->job, err);
    lb_provenance_clear(&provenance);
    return status;
}

static lb_status compute_placebo(placebo_job *p, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_placebo_command, p->options, p->job, err));
    LB_TRY(read_inputs(p, err));
    LB_TRY(count_events(p, err));
    LB_TRY(sum_people(p, err));
    LB_TRY(check_candidates(p, err));
    warn_of_no_controls(p);
    LB_TRY(add_rows(p, err));
    LB_TRY(add_moves(p, err));
    return write_files(p, err);
}

lb_status lb_placebo_run(const lb_placebo_options *options, const lb_job *job,
                         lb_placebo_result *out, lb_error *err)
{
    lb_own_job own;
    placebo_job p = {.options = options,
                     .job = lb_command_job(&lb_placebo_command, options, job, &own)};
    lb_status status = compute_placebo(&p, err);
    if (status == LB_OK) {
        *out = p.result;
        p.result = (lb_placebo_result){.table = {0}};
    }
    clear_placebo_job(&p);
    return status;
}

lb_status lb_placebo_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                 lb_error *err)
{
    lb_placebo_result result = {.table = {0}};
    LB_TRY(lb_placebo_run(options, job, &result, err));
    lb_command_result_add(out, "", &result.table);
    lb_command_result_add(out, "moves", &result.moves);
    return LB_OK;
}
