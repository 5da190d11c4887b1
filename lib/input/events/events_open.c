/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening events: which columns hold date, place and the rest, and which CRS the places are in,
 * decided from the first of them (docs/methods.md, Coordinate reference systems). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/try.h"
#include "input/events/events.h"
#include "text/usual_columns.h"

enum { SAMPLE_SIZE = 1000 }; /* events that are looked at before the CRS is decided */

/* A column asked for: the name given, or NULL and the usual names. */
typedef struct column_choice {
    const char *requested;
    const char *const *usual; /* NULL-ended; NULL: none */
} column_choice;

/* A name that was given must be there. */
static lb_status find_column(const lb_events *e, const column_choice *choice, size_t *out,
                             lb_error *err)
{
    *out = choice->requested ? lb_rows_find_named(e->rows, choice->requested)
           : choice->usual   ? lb_rows_find_column(e->rows, choice->usual)
                             : SIZE_MAX;
    if (*out != SIZE_MAX || !choice->requested)
        return LB_OK;
    lb_buf nearest = {0};
    lb_rows_similar_columns(e->rows, choice->requested, &nearest);
    lb_error_set(err, LB_E_INPUT, "%s: no field '%s'; %s", e->source, choice->requested,
                 nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
    return LB_E_INPUT;
}

/* The source lacks a column; what: the sentence that says which. */
static lb_status refuse_columns(const lb_events *e, const char *wanted, const char *what,
                                lb_error *err)
{
    lb_buf similar = {0};
    lb_rows_similar_columns(e->rows, wanted, &similar);
    lb_error_set(err, LB_E_INPUT, "%s: %s; %s", e->source, what, similar.text ? similar.text : "");
    lb_buf_clear(&similar);
    return LB_E_INPUT;
}

/* The columns without which there is nothing to count; a layer has its places in the geometry. */
static lb_status check_columns(const lb_events *e, const lb_record_fields *record, lb_error *err)
{
    const char *const *linked = record->default_linked;
    char text[200];
    if (linked && e->reader.column[LB_EVENT_LINKED] == SIZE_MAX) {
        snprintf(text, sizeof text, "no %s field; name it with --%s", linked[0], linked[0]);
        return refuse_columns(e, linked[0], text, err);
    }
    if (record->event.needs_date && e->reader.column[LB_EVENT_DATE] == SIZE_MAX) {
        snprintf(text, sizeof text, "no date field (datum, date, time); name it with --%s",
                 linked ? "time" : "date");
        return refuse_columns(e, "date", text, err);
    }
    if (lb_rows_is_text_table(e->rows) &&
        (e->reader.column[LB_EVENT_X] == SIZE_MAX || e->reader.column[LB_EVENT_Y] == SIZE_MAX))
        return refuse_columns(e, "longitude",
                              "no fields of a place (e and n, x and y, lon and lat); name them "
                              "with --x and --y",
                              err);
    return LB_OK;
}

static lb_status find_columns(lb_events *e, const lb_record_fields *record, lb_error *err)
{
    const lb_event_fields *f = &record->event;
    const column_choice choice[LB_EVENT_COLUMNS] = {
        [LB_EVENT_DATE] = {f->date, lb_usual_columns[LB_USUAL_DATE]},
        [LB_EVENT_X] = {f->x, lb_usual_columns[LB_USUAL_X]},
        [LB_EVENT_Y] = {f->y, lb_usual_columns[LB_USUAL_Y]},
        [LB_EVENT_LINKED] = {f->linked, record->default_linked},
        [LB_EVENT_VALUE] = {record->value, NULL},
        [LB_EVENT_UNTIL] = {f->until, NULL}};
    for (size_t i = 0; i < LB_EVENT_COLUMNS; i++)
        LB_TRY(find_column(e, &choice[i], &e->reader.column[i], err));
    return check_columns(e, record, err);
}

/* A linked text lives until the next row is read, the sample until its events are handled. */
static lb_status copy_linked_text(lb_events *e, const lb_event *event, size_t at)
{
    if (!event->linked)
        return LB_OK;
    char *text = lb_csv_value_text(event->linked);
    if (!text)
        return LB_E_MEMORY;
    e->sample_linked[at] = (lb_csv_value){.kind = text[0] ? LB_CSV_VALUE_TEXT : LB_CSV_VALUE_NONE,
                                          .text = text,
                                          .length = strlen(text)};
    e->sample[at].linked = &e->sample_linked[at];
    return LB_OK;
}

/* The first rows are read and kept, because the CRS is chosen by where events lie before any can be
 * handed out. */
static lb_status read_sample(lb_events *e, lb_error *err)
{
    e->sample = calloc(SAMPLE_SIZE, sizeof *e->sample);
    e->sample_linked = calloc(SAMPLE_SIZE, sizeof *e->sample_linked);
    e->sample_time = calloc(SAMPLE_SIZE, sizeof *e->sample_time);
    if (!e->sample || !e->sample_linked || !e->sample_time)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", e->source);
    while (e->n_sampled < SAMPLE_SIZE && !e->sample_is_all) {
        LB_TRY(lb_events_read_row(e, &e->sample[e->n_sampled], &e->sample_time[e->n_sampled],
                                  &e->sample_is_all, err));
        if (e->sample_is_all)
            break;
        if (copy_linked_text(e, &e->sample[e->n_sampled], e->n_sampled) != LB_OK)
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", e->source);
        e->n_sampled++;
    }
    return lb_events_hold_sample(e, err);
}

/* Do the rows of the sample say it for all? They are all there is; or they are many, and in one CRS
 * but for a few typing errors. */
static bool is_decisive(const lb_events *e, const lb_crs_choice *choice)
{
    const lb_crs_tally *t = &e->crs.tally;
    return e->sample_is_all ||
           (t->places >= SAMPLE_SIZE / 2 && 100 * t->fits[choice->rank] >= 99 * t->places);
}

/* Counts the places of the whole source by reading it once before. */
static lb_status count_all_places(lb_events *e, lb_log *log, lb_crs_tally *all, lb_error *err)
{
    lb_rows *rows;
    lb_event event;
    lb_event_time time;
    lb_event_counts ignored = {.rows = 0};
    LB_TRY(lb_rows_open(e->source, log, &rows, err));
    lb_status status;
    const lb_row *row;
    while ((status = lb_rows_next(rows, &row, err)) == LB_OK && row) {
        lb_event_from_row(&e->reader, row, &event, &time, &ignored);
        if (lb_event_tells_crs(&event))
            lb_crs_tally_add(all, event.x, event.y);
    }
    lb_rows_close(rows);
    return status;
}

/* The CRS of the source, by its sample or by all of it (docs/methods.md, Coordinate reference
 * systems). */
static lb_status choose_crs(lb_events *e, const char *crs, const lb_job *job, lb_error *err)
{
    lb_crs_choice by_sample;
    lb_crs_tally all = e->no_places;
    lb_error ignored;
    e->to = crs;
    bool decided =
        lb_crs_decide(&e->crs.tally, &e->crs.source, NULL, &by_sample, &ignored) == LB_OK;
    bool again = !(decided && is_decisive(e, &by_sample)) && !e->sample_is_all &&
                 lb_rows_can_reopen(e->rows);
    if (again)
        LB_TRY(count_all_places(e, NULL, &all, err));
    LB_TRY(lb_crs_decide(again ? &all : &e->crs.tally, &e->crs.source, job->log, &e->choice, err));
    lb_crs_label(e->choice.candidate.crs, e->counts.crs);
    lb_crs_label(crs, e->counts.working);
    LB_TRY(lb_crs_reach(crs, &e->reach, err));
    return lb_transform_new(e->choice.candidate.crs, crs, &e->transform, err);
}

/* Which columns date and place are read from, unless the user has named them all. */
static void log_columns(const lb_events *e, const lb_event_fields *named, const lb_job *job)
{
    size_t date = e->reader.column[LB_EVENT_DATE], x = e->reader.column[LB_EVENT_X],
           y = e->reader.column[LB_EVENT_Y];
    if (named->date && named->x && named->y)
        return;
    lb_log_note(job->log, "%s: date from %s, place from %s%s%s", e->source,
                date == SIZE_MAX ? "(none)" : lb_rows_column(e->rows, date),
                x == SIZE_MAX ? "the geometry" : lb_rows_column(e->rows, x),
                x == SIZE_MAX ? "" : " and ",
                x == SIZE_MAX || y == SIZE_MAX ? "" : lb_rows_column(e->rows, y));
}

static lb_status open_events(lb_events *e, const lb_record_fields *fields, const char *crs,
                             const lb_job *job, lb_error *err)
{
    LB_TRY(fields->event.hashed ? lb_rows_open_hashed(e->source, job->log, &e->rows, err)
                                : lb_rows_open(e->source, job->log, &e->rows, err));
    e->reader.dates = fields->event.dates;
    e->reader.has_times = fields->event.until || fields->event.clock;
    e->reader.time_rule = fields->event.time_rule;
    e->counts.vicinity = fields->event.vicinity;
    LB_TRY(find_columns(e, fields, err));
    LB_TRY(lb_source_crs_begin(e->rows, e->source, job->crs, e->reader.column[LB_EVENT_X],
                               e->reader.column[LB_EVENT_Y], &e->crs, err));
    e->no_places = e->crs.tally;
    LB_TRY(read_sample(e, err));
    LB_TRY(choose_crs(e, crs, job, err));
    log_columns(e, &fields->event, job);
    return LB_OK;
}

lb_status lb_events_open(const char *source, const lb_event_fields *fields, const char *crs,
                         const lb_job *job, lb_events **out, lb_error *err)
{
    lb_record_fields record = {.event = *fields};
    return lb_events_open_records(source, &record, crs, job, out, err);
}

lb_status lb_events_open_records(const char *source, const lb_record_fields *fields,
                                 const char *crs, const lb_job *job, lb_events **out, lb_error *err)
{
    lb_events *e = calloc(1, sizeof *e);
    if (!e)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", source);
    e->source = source;
    e->threads = job->threads;
    e->log = job->log;
    lb_status status = open_events(e, fields, crs, job, err);
    if (status == LB_OK)
        *out = e;
    else
        lb_events_close(e);
    return status;
}
