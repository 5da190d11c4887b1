/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/period.h>
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/suggest/suggest_events.h"
#include "commands/suggest/suggest_predictors.h"
#include "input/events/event_points.h"

lb_status lb_suggest_label_day(const char *text, int64_t *day, lb_error *err)
{
    char span[64];
    lb_period_rule rule;
    *day = LB_UNDATED_DAY;
    if (!text)
        return LB_OK;
    snprintf(span, sizeof span, "%.30s/9999-12-31", text);
    if (lb_period_parse(span, &rule) != LB_OK)
        return lb_error_set(err, LB_E_USAGE,
                            "--label-date: '%s' found, expected a date as 2021-06-30", text);
    *day = rule.span.from;
    return LB_OK;
}

/* Events that play a part, by the cell of the lattice they are in; those elsewhere are near no
 * assessed square. */
static void count_cells(const lb_suggest_data *d, const lb_event_points *points, bool dated,
                        double *count)
{
    const lb_grid *grid = &d->lattice.rows.grid;
    for (size_t i = 0; i < points->count; i++) {
        int32_t row, col;
        const lb_event_point *e = &points->point[i];
        if ((dated && e->day == LB_UNDATED_DAY) || !lb_grid_cell_at(grid, e->x, e->y, &row, &col))
            continue;
        size_t cell = lb_cell_rows_find(&d->lattice.rows, row, col);
        if (cell != SIZE_MAX)
            count[cell] += 1;
    }
}

/* Events per 1 000 people in the square and the eight round it. */
static void fill_rates(const lb_suggest_data *d, const double *count, lb_predictor *p)
{
    for (size_t i = 0; i < d->rows; i++) {
        uint32_t cell = d->cell[i];
        double events = count[cell], people = d->cell_people[cell];
        for (int k = 0; k < 8; k++) {
            uint32_t next = d->lattice.neighbour[cell][k];
            events += next == LB_NO_CELL ? 0 : count[next];
            people += next == LB_NO_CELL || isnan(d->cell_people[next]) ? 0 : d->cell_people[next];
        }
        p->raw[i] = 1000 * events / people;
        p->value[i] = log1p(p->raw[i]);
    }
    lb_suggest_standardise(p->value, d->rows);
}

/* Events that are no earlier than the list. */
static lb_status check_leakage(lb_suggest_data *d, const char *source,
                               const lb_event_points *points, int64_t day, lb_error *err)
{
    size_t late = 0, undated = 0;
    for (size_t i = 0; i < points->count; i++) {
        undated += points->point[i].day == LB_UNDATED_DAY;
        late += points->point[i].day != LB_UNDATED_DAY && points->point[i].day >= day;
    }
    if (undated > 0)
        lb_log_warning(
            d->job->log, "%s: %zu %s left out: whether %s earlier than the list is not known",
            source, undated,
            lb_number_word(undated, "event without a date is", "events without a date are"),
            lb_number_word(undated, "it is", "they are"));
    if (late > 0 && !d->options->despite_refusal)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: %zu of %zu events %s of the day of the list (--label-date %s) or later: they may "
            "be what listing brought about, and the model would foretell its own label; leave them "
            "out of the source, or go on with --despite-refusal",
            source, late, points->count, lb_number_word(late, "is", "are"), d->options->label_date);
    d->late_events += late;
    if (late > 0)
        lb_log_warning(d->job->log,
                       "%s: %zu %s later than the list: model B may foretell its own label", source,
                       late, lb_number_word(late, "event is", "events are"));
    return LB_OK;
}

/* dated: events without a date are left out. */
static lb_status add_rates(lb_suggest_data *d, const char *name, const lb_event_points *points,
                           bool dated, lb_error *err)
{
    lb_predictor *p;
    LB_TRY(lb_suggest_new_predictor(d, LB_PREDICTOR_EVENTS, name, &p, err));
    double *count = calloc(d->lattice.rows.count + 1, sizeof *count);
    if (!count)
        return lb_error_memory(err);
    count_cells(d, points, dated, count);
    fill_rates(d, count, p);
    free(count);
    return LB_OK;
}

/* Bytes of a type's name: more than a file's name can have. */
enum { MAX_TYPE_NAME = 300 };

/* TYPE of TYPE=SOURCE names the predictor, else the file's base name. */
static void name_type(const char *spec, char name[LB_PREDICTOR_NAME])
{
    const char *source = lb_areas_source(spec), *file = lb_text_base_name(source);
    int length = (int)(source > spec ? (size_t)(source - spec) - 1 : strcspn(file, ".|"));
    lb_text_print(name, LB_PREDICTOR_NAME, "%.*s", length < MAX_TYPE_NAME ? length : MAX_TYPE_NAME,
                  source > spec ? spec : file);
}

lb_status lb_suggest_check_types(const lb_suggest_options *o, lb_error *err)
{
    char name[LB_PREDICTOR_NAME], other[LB_PREDICTOR_NAME];
    for (size_t e = 0; e < o->events; e++) {
        name_type(o->event[e], name);
        for (size_t k = 0; k < e; k++) {
            name_type(o->event[k], other);
            if (lb_text_same(name, other))
                return lb_error_set(err, LB_E_USAGE,
                                    "--events: two types are named '%s'; each needs a name of its "
                                    "own, as TYPE=SOURCE",
                                    name);
        }
    }
    return LB_OK;
}

static lb_status add_type(lb_suggest_data *d, const char *spec, int64_t day, lb_provenance *p,
                          lb_error *err)
{
    const lb_suggest_options *o = d->options;
    const char *source = lb_areas_source(spec);
    lb_event_fields fields = {.date = o->date, .x = o->x, .y = o->y, .hashed = !p->unwritten};
    lb_event_points points = {.count = 0};
    char name[LB_PREDICTOR_NAME];
    name_type(spec, name);
    fields.needs_date = day != LB_UNDATED_DAY;
    LB_TRY(lb_date_rules_make(o->timezone, o->date_format, &fields.dates, err));
    LB_TRY(lb_event_points_read(source, &fields, d->input.crs, d->job, &points, err));
    lb_status status = LB_OK;
    if (day != LB_UNDATED_DAY)
        status = check_leakage(d, source, &points, day, err);
    if (status == LB_OK)
        status = add_rates(d, name, &points, day != LB_UNDATED_DAY, err);
    lb_provenance_source(p, source, points.hash, points.rows);
    lb_event_points_clear(&points);
    return status;
}

lb_status lb_suggest_add_events(lb_suggest_data *d, lb_provenance *p, lb_error *err)
{
    int64_t day;
    LB_TRY(lb_suggest_label_day(d->options->label_date, &day, err));
    if (d->options->events > 0 && day == LB_UNDATED_DAY)
        lb_log_warning(d->job->log,
                       "--label-date is not given: events later than the list are not found, and "
                       "model B may foretell its own label");
    for (size_t e = 0; e < d->options->events; e++)
        LB_TRY(add_type(d, d->options->event[e], day, p, err));
    return LB_OK;
}
