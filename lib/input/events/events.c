/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/threads.h"
#include "input/events/event_rows.h"
#include "input/events/events.h"
#include "model/crs_detect.h"
#include "port/proj/crs.h"
#include "port/proj/transform.h"
#include "text/usual_columns.h"

/* How many places are looked at before the CRS of a table without one is chosen. */
enum { SAMPLE_SIZE = 1000, SINGLE_ROWS = 4096 };

struct lb_events {
    const char *source;
    lb_rows *rows;
    lb_event_columns columns;
    const char *from, *to;                        /* CRS of the source and the working CRS */
    lb_transform *transform;                      /* of the first part */
    lb_transform *part_transform[LB_EVENT_PARTS]; /* of the others: each serves one thread */
    lb_event event;
    lb_event_counts counts;
    lb_event *sample; /* the first events, read to choose the CRS; their linked texts are kept */
    lb_csv_value *sample_linked;
    size_t n_sampled, n_returned;
    int threads;
    lb_event_block block; /* of a text table: rows read by several threads */
    size_t single_rows;   /* rows to read one by one before a block is tried again */
};

void lb_events_close(lb_events *events)
{
    if (!events)
        return;
    for (size_t i = 0; events->sample_linked && i < events->n_sampled; i++)
        free((void *)(uintptr_t)events->sample_linked[i].text);
    free(events->sample_linked);
    free(events->sample);
    lb_event_block_clear(&events->block);
    lb_transform_free(events->transform);
    for (size_t i = 0; i < LB_EVENT_PARTS; i++)
        lb_transform_free(events->part_transform[i]);
    lb_rows_close(events->rows);
    free(events);
}

void lb_events_hash(lb_events *events, char hex[LB_HASH_SIZE])
{
    lb_rows_hash(events->rows, hex);
}

lb_event_counts lb_events_counts(const lb_events *events)
{
    return events->counts;
}

/* One column: the one asked for, or the first usual one. */
static lb_status find_column(lb_events *e, const char *requested, const char *const *default_names,
                             size_t *out, lb_error *err)
{
    *out = requested       ? lb_rows_find_named(e->rows, requested)
           : default_names ? lb_rows_find_column(e->rows, default_names)
                           : SIZE_MAX;
    if (*out != SIZE_MAX || !requested)
        return LB_OK;
    lb_buf nearest = {0};
    lb_rows_similar_columns(e->rows, requested, &nearest);
    lb_error_set(err, LB_E_INPUT, "%s: no field '%s'; %s", e->source, requested,
                 nearest.text ? nearest.text : "");
    lb_buf_clear(&nearest);
    return LB_E_INPUT;
}

static lb_status find_linked_column(lb_events *e, const lb_record_fields *fields, lb_error *err)
{
    const char *const *default_names = fields->default_linked;
    lb_status status = find_column(e, fields->event.linked, default_names, &e->columns.linked, err);
    if (status == LB_OK && default_names && e->columns.linked == SIZE_MAX)
        return lb_error_set(err, LB_E_INPUT, "%s: no %s field; name it with --%s", e->source,
                            default_names[0], default_names[0]);
    return status;
}

static lb_status find_columns(lb_events *e, const lb_record_fields *record, lb_error *err)
{
    const lb_event_fields *fields = &record->event;
    lb_status status =
        find_column(e, fields->date, lb_usual_columns[LB_USUAL_DATE], &e->columns.date, err);
    if (status == LB_OK)
        status = find_column(e, fields->x, lb_usual_columns[LB_USUAL_X], &e->columns.x, err);
    if (status == LB_OK)
        status = find_column(e, fields->y, lb_usual_columns[LB_USUAL_Y], &e->columns.y, err);
    if (status == LB_OK)
        status = find_linked_column(e, record, err);
    if (status == LB_OK)
        status = find_column(e, record->value, NULL, &e->columns.value, err);
    if (status != LB_OK)
        return status;
    if (fields->needs_date && e->columns.date == SIZE_MAX)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no date field (datum, date, time); name it with --%s", e->source,
                            record->default_linked ? "time" : "date");
    if (lb_rows_is_text_table(e->rows) && (e->columns.x == SIZE_MAX || e->columns.y == SIZE_MAX))
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no fields of a place (e and n, x and y, lon and lat); name them "
                            "with --x and --y",
                            e->source);
    return LB_OK;
}

/* The next row as an event, in the source's CRS. */
static lb_status read_event(lb_events *e, lb_event *event, bool *end, lb_error *err)
{
    const lb_row *row;
    lb_status status = lb_rows_next(e->rows, &row, err);
    *end = status != LB_OK || !row;
    if (*end)
        return status;
    lb_event_from_row(&e->columns, row, event, &e->counts);
    return LB_OK;
}

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

static lb_status read_sample(lb_events *e, lb_error *err)
{
    bool end = false;
    e->sample = calloc(SAMPLE_SIZE, sizeof *e->sample);
    e->sample_linked = calloc(SAMPLE_SIZE, sizeof *e->sample_linked);
    if (!e->sample || !e->sample_linked)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", e->source);
    while (e->n_sampled < SAMPLE_SIZE) {
        lb_status status = read_event(e, &e->sample[e->n_sampled], &end, err);
        if (status != LB_OK || end)
            return status;
        if (copy_linked_text(e, &e->sample[e->n_sampled], e->n_sampled) != LB_OK)
            return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", e->source);
        e->n_sampled++;
    }
    return LB_OK;
}

/* The box of those places that lie where most do: a few typing errors must not decide the CRS. */
static lb_box likely_box(const lb_events *e)
{
    size_t votes[LB_COORD_DEGREES_SWAPPED + 1] = {0}, best = 0;
    lb_box box = lb_box_empty();
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < e->n_sampled; i++) {
            const lb_event *s = &e->sample[i];
            if (!s->placed)
                continue;
            size_t where = (size_t)lb_coord_range_of(lb_box_add(lb_box_empty(), s->x, s->y));
            if (pass == 0)
                votes[where]++;
            else if (where == best)
                box = lb_box_add(box, s->x, s->y);
        }
        for (size_t w = 0; pass == 0 && w <= LB_COORD_DEGREES_SWAPPED; w++)
            if (votes[w] > votes[best])
                best = w;
    }
    return box;
}

static lb_status crs_is_degrees(const char *crs, bool *degrees, lb_error *err)
{
    lb_crs_info info;
    lb_status status = lb_crs_describe(crs, &info, err);
    if (status == LB_OK)
        *degrees = info.geographic;
    return status;
}

static lb_status choose_crs(lb_events *e, const char *crs, const lb_job *job, lb_error *err)
{
    lb_crs_evidence evidence = {.file = e->source,
                                .declared = lb_rows_crs(e->rows),
                                .assumed = job->crs,
                                .box = likely_box(e)};
    lb_status status = LB_OK;
    e->to = crs;
    if (lb_box_is_empty(evidence.box))
        return LB_OK; /* no event has a place: nothing to transform */
    if (evidence.declared)
        status = crs_is_degrees(evidence.declared, &evidence.declared_degrees, err);
    if (status == LB_OK && evidence.assumed)
        status = crs_is_degrees(evidence.assumed, &evidence.assumed_degrees, err);
    if (status == LB_OK)
        status = lb_crs_detect(&evidence, job->log, &e->from, err);
    if (status == LB_OK)
        status = lb_transform_new(e->from, crs, &e->transform, err);
    return status;
}

static void log_fields(const lb_events *e, const lb_job *job)
{
    const char *none = "(none)";
    lb_log_note(job->log, "%s: date from %s, place from %s%s%s", lb_text_base_name(e->source),
                e->columns.date == SIZE_MAX ? none : lb_rows_column(e->rows, e->columns.date),
                e->columns.x == SIZE_MAX ? "the geometry" : lb_rows_column(e->rows, e->columns.x),
                e->columns.x == SIZE_MAX ? "" : " and ",
                e->columns.x == SIZE_MAX || e->columns.y == SIZE_MAX
                    ? ""
                    : lb_rows_column(e->rows, e->columns.y));
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
    lb_status status = fields->event.hashed ? lb_rows_open_hashed(source, job->log, &e->rows, err)
                                            : lb_rows_open(source, job->log, &e->rows, err);
    if (status == LB_OK)
        status = find_columns(e, fields, err);
    if (status == LB_OK)
        status = read_sample(e, err);
    if (status == LB_OK)
        status = choose_crs(e, crs, job, err);
    if (status != LB_OK) {
        lb_events_close(e);
        return status;
    }
    log_fields(e, job);
    *out = e;
    return LB_OK;
}

/* Moves the event to the working CRS. */
static void transform_event(lb_transform *transform, lb_event *event, lb_event_counts *counts)
{
    double xy[2] = {event->x, event->y};
    if (!event->placed || !transform)
        return;
    if (lb_transform_points(transform, 1, xy, NULL) == LB_OK) {
        event->x = xy[0];
        event->y = xy[1];
    } else {
        event->placed = false;
        lb_event_count_bad(&counts->bad_points, &counts->first_bad_point, event->line);
    }
}

/* From the block; where rows need a closer look, the next ones one by one. */
static lb_status read_batch(lb_events *e, lb_event **event, size_t *n, lb_error *err)
{
    bool end = false;
    *event = lb_event_block_next(&e->block, LB_EVENTS_BATCH, n);
    if (*n > 0)
        return LB_OK;
    if (e->single_rows == 0) {
        lb_status status =
            lb_event_block_read(&e->block, &e->columns, e->rows, e->threads, &e->counts, err);
        if (status == LB_OK)
            *event = lb_event_block_next(&e->block, LB_EVENTS_BATCH, n);
        if (status != LB_OK || *n > 0)
            return status;
        e->single_rows = SINGLE_ROWS;
    }
    e->single_rows--;
    lb_status status = read_event(e, &e->event, &end, err);
    *event = &e->event;
    *n = status == LB_OK && !end;
    return status;
}

/* The sample was read before; it may hold all there is. */
static lb_status next_batch(lb_events *e, lb_event **event, size_t *n, lb_error *err)
{
    *n = 0;
    if (e->n_returned < e->n_sampled) {
        *event = &e->sample[e->n_returned];
        *n = e->n_sampled - e->n_returned < LB_EVENTS_BATCH ? e->n_sampled - e->n_returned
                                                            : LB_EVENTS_BATCH;
        e->n_returned += *n;
        return LB_OK;
    }
    return e->n_sampled < SAMPLE_SIZE ? LB_OK : read_batch(e, event, n, err);
}

lb_status lb_events_next(lb_events *events, const lb_event **event, size_t *n, lb_error *err)
{
    lb_event *found = NULL;
    lb_status status = next_batch(events, &found, n, err);
    for (size_t i = 0; events->transform && i < *n; i++)
        transform_event(events->transform, &found[i], &events->counts);
    *event = found;
    return status;
}

/* All at once --------------------------------------------------------------------------------- */

/* One piece of a block, given away by one thread. */
typedef struct part_state {
    size_t from; /* the first event */
    lb_transform *transform;
    lb_event_counts counts; /* of places that the transform has no place for */
    lb_status status;
} part_state;

static void handle_piece(lb_event_block *block, size_t i, part_state *p, lb_event_handler handle,
                         void *udata)
{
    size_t n, count = block->piece[i].count;
    for (size_t k = p->from; k < count && p->status == LB_OK; k += n) {
        n = count - k < LB_EVENTS_BATCH ? count - k : LB_EVENTS_BATCH;
        lb_event *event = lb_event_block_slice(block, i, k, n);
        for (size_t m = 0; p->transform && m < n; m++)
            transform_event(p->transform, &event[m], &p->counts);
        p->status = handle(udata, i, event, n);
    }
}

static lb_status init_parts(lb_events *e, part_state *parts, lb_error *err)
{
    for (size_t i = 0; i < LB_EVENT_PARTS; i++) {
        lb_status status = LB_OK;
        if (e->transform && !e->part_transform[i])
            status = lb_transform_new(e->from, e->to, &e->part_transform[i], err);
        if (status != LB_OK)
            return status;
        parts[i] = (part_state){.transform = e->part_transform[i]};
    }
    parts[e->block.at_piece].from = e->block.at;
    return LB_OK;
}

/* What is left of the block. */
static lb_status handle_block(lb_events *e, lb_event_handler handle, void *udata, lb_error *err)
{
    part_state parts[LB_EVENT_PARTS];
    lb_event_block *block = &e->block;
    lb_status status = block->at_piece < block->pieces ? init_parts(e, parts, err) : LB_OK;
    if (status != LB_OK || block->at_piece >= block->pieces)
        return status;
    size_t first = block->at_piece;
    /* reading and hashing are one thread's work, and so begin first */
#pragma omp parallel for schedule(dynamic) num_threads(lb_thread_count(e->threads))
    for (size_t i = first; i <= block->pieces; i++) {
        if (i == first)
            lb_rows_read_ahead(e->rows);
        else
            handle_piece(block, i - 1, &parts[i - 1], handle, udata);
    }
    for (size_t i = block->at_piece; i < block->pieces && status == LB_OK; i++) {
        status = parts[i].status;
        lb_event_counts_add(&e->counts, &parts[i].counts, 0);
    }
    block->at_piece = block->pieces;
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

lb_status lb_events_each(lb_events *events, lb_event_handler handle, void *udata, lb_error *err)
{
    for (;;) {
        const lb_event *event;
        size_t n;
        lb_status status = lb_events_next(events, &event, &n, err);
        if (status != LB_OK || n == 0)
            return status;
        status = handle(udata, 0, event, n);
        if (status != LB_OK)
            return lb_error_set(err, status, "%s", lb_status_text(status));
        status = handle_block(events, handle, udata, err);
        if (status != LB_OK)
            return status;
    }
}
