/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/threads.h"
#include "input/events/event_rows.h"

/* So many fields more that those of two pieces share no line of memory, see read_piece. */
enum { PADDING_FIELDS = 4 };

void lb_event_count_bad(int64_t *bad, long *first, long line)
{
    if ((*bad)++ == 0 || line < *first)
        *first = line;
}

static bool has_text(const lb_csv_value *field)
{
    return !lb_csv_value_is_empty(field);
}

static void read_point(const lb_event_columns *c, const lb_row *row, lb_event *event,
                       lb_event_counts *counts)
{
    if (c->x != SIZE_MAX && c->y != SIZE_MAX && row->geometry == LB_GEOMETRY_NONE) {
        const lb_csv_value *x = &row->field[c->x], *y = &row->field[c->y];
        event->placed = lb_csv_value_parse(x, &event->x) == LB_VALUE_NUMBER &&
                        lb_csv_value_parse(y, &event->y) == LB_VALUE_NUMBER;
        if (!event->placed && (has_text(x) || has_text(y)))
            lb_event_count_bad(&counts->bad_points, &counts->first_bad_point, row->line);
        return;
    }
    event->placed = row->geometry == LB_GEOMETRY_POINT;
    event->x = row->box.xmin;
    event->y = row->box.ymin;
    if (!event->placed && row->geometry != LB_GEOMETRY_NONE && row->geometry != LB_GEOMETRY_EMPTY)
        lb_event_count_bad(&counts->bad_points, &counts->first_bad_point, row->line);
}

static void read_date(const lb_event_columns *c, const lb_row *row, lb_event *event,
                      lb_event_counts *counts)
{
    lb_date *date = &event->date;
    if (c->date == SIZE_MAX)
        return;
    const lb_csv_value *field = &row->field[c->date];
    event->dated =
        field->kind == LB_CSV_VALUE_TEXT && lb_date_parse(field->text, field->length, date);
    if (event->dated) {
        event->day = lb_days_from_civil(date->year, date->month, date->day);
    } else if (has_text(field)) {
        lb_event_count_bad(&counts->bad_dates, &counts->first_bad_date, row->line);
    }
}

void lb_event_from_row(const lb_event_columns *columns, const lb_row *row, lb_event *event,
                       lb_event_counts *counts)
{
    *event = (lb_event){.line = row->line, .value_kind = LB_VALUE_EMPTY, .value = (double)NAN};
    counts->rows++;
    read_point(columns, row, event, counts);
    read_date(columns, row, event, counts);
    event->linked = columns->linked == SIZE_MAX ? NULL : &row->field[columns->linked];
    if (columns->value != SIZE_MAX)
        event->value_kind = lb_csv_value_parse(&row->field[columns->value], &event->value);
}

/* Pieces --------------------------------------------------------------------------------------- */

void lb_event_block_clear(lb_event_block *block)
{
    for (size_t i = 0; i < LB_EVENT_PARTS; i++) {
        free(block->piece[i].event);
        free(block->piece[i].linked);
        free(block->piece[i].field);
    }
    *block = (lb_event_block){.pieces = 0};
}

static bool reserve_event(lb_event_piece *p, bool linked)
{
    size_t events = p->capacity, fields = p->capacity;
    if (p->count < p->capacity)
        return true;
    if (!lb_array_reserve(&p->event, &events, p->count + 1, sizeof *p->event))
        return false;
    while (linked && fields < events)
        if (!lb_array_reserve(&p->linked, &fields, events, sizeof *p->linked))
            return false;
    p->capacity = events;
    return true;
}

static bool reset_piece(lb_event_piece *p)
{
    p->count = 0;
    p->lines = 0;
    p->counts = (lb_event_counts){0};
    p->no_memory = false;
    if (p->columns == p->rows.columns)
        return true;
    free(p->field);
    p->columns = p->rows.columns;
    p->field = calloc(p->columns + PADDING_FIELDS, sizeof *p->field);
    for (size_t i = 0; p->field && i < p->columns; i++)
        p->field[i] = (lb_csv_value){.kind = LB_CSV_VALUE_TEXT, .text = "", .number = (double)NAN};
    return p->field != NULL;
}

/* Up to the first row that needs a closer look. On a copy: pieces lie side by side, and cores that
 * write to one line of memory wait for each other at each row. */
static void read_piece(lb_event_piece *piece, const lb_event_columns *columns)
{
    lb_event_piece p = *piece;
    bool linked = columns->linked != SIZE_MAX;
    if (!lb_csv_rows_are_plain(&p.rows))
        return;
    while (lb_csv_rows_next(&p.rows, p.field)) {
        lb_row row = {.field = p.field, .line = p.lines++};
        if (!reserve_event(&p, linked)) {
            p.no_memory = true;
            break;
        }
        lb_event_from_row(columns, &row, &p.event[p.count], &p.counts);
        if (linked)
            p.linked[p.count] = p.field[columns->linked];
        p.count++;
    }
    *piece = p;
}

static void add_bad_count(int64_t *bad, long *first, int64_t more, long more_first, long line)
{
    if (more == 0)
        return;
    if (*bad == 0 || line + more_first < *first)
        *first = line + more_first;
    *bad += more;
}

void lb_event_counts_add(lb_event_counts *counts, const lb_event_counts *more, long line)
{
    counts->rows += more->rows;
    add_bad_count(&counts->bad_points, &counts->first_bad_point, more->bad_points,
                  more->first_bad_point, line);
    add_bad_count(&counts->bad_dates, &counts->first_bad_date, more->bad_dates,
                  more->first_bad_date, line);
}

/* The pieces that were read to their end, and the one that was not as far as it goes. */
static void accept_pieces(lb_event_block *block, size_t n, lb_rows *rows, lb_event_counts *counts)
{
    const char *to = NULL;
    long lines = 0;
    bool complete = true;
    for (block->pieces = 0; block->pieces < n && complete; block->pieces++) {
        lb_event_piece *p = &block->piece[block->pieces];
        complete = p->rows.at == p->rows.stop;
        to = p->rows.at;
        block->line[block->pieces] = lines;
        lines += p->lines;
    }
    long line = lb_rows_skip(rows, to, lines);
    for (size_t i = 0; i < block->pieces; i++) {
        block->line[i] += line;
        lb_event_counts_add(counts, &block->piece[i].counts, block->line[i]);
    }
}

lb_status lb_event_block_read(lb_event_block *block, const lb_event_columns *columns, lb_rows *rows,
                              int threads, lb_event_counts *counts, lb_error *err)
{
    lb_csv_rows ready, cut[LB_EVENT_PARTS];
    block->pieces = block->at_piece = block->at = 0;
    lb_status status = lb_rows_ready(rows, &ready, err);
    if (status != LB_OK || ready.at == ready.stop)
        return status;
    size_t n = lb_csv_rows_split(&ready, cut, LB_EVENT_PARTS);
    bool no_memory = false;
    for (size_t i = 0; i < n; i++) {
        block->piece[i].rows = cut[i];
        no_memory |= !reset_piece(&block->piece[i]);
    }
    if (!no_memory) {
        /* hashing is one thread's work alone, and so begins first */
#pragma omp parallel for schedule(dynamic) num_threads(lb_thread_count(threads))
        for (size_t i = 0; i <= n; i++) {
            if (i == 0)
                lb_rows_hash_pending(rows);
            else
                read_piece(&block->piece[i - 1], columns);
        }
    }
    for (size_t i = 0; i < n; i++)
        no_memory |= block->piece[i].no_memory;
    if (no_memory)
        return lb_error_memory(err);
    accept_pieces(block, n, rows, counts);
    return LB_OK;
}

lb_event *lb_event_block_slice(lb_event_block *block, size_t piece, size_t i, size_t n)
{
    const lb_event_piece *p = &block->piece[piece];
    for (size_t k = i; k < i + n; k++) {
        p->event[k].line += block->line[piece];
        if (p->event[k].linked)
            p->event[k].linked = &p->linked[k];
    }
    return &p->event[i];
}

lb_event *lb_event_block_next(lb_event_block *block, size_t most, size_t *n)
{
    *n = 0;
    while (block->at_piece < block->pieces && block->at == block->piece[block->at_piece].count) {
        block->at_piece++;
        block->at = 0;
    }
    if (block->at_piece == block->pieces)
        return NULL;
    size_t at = block->at, left = block->piece[block->at_piece].count - at;
    *n = left < most ? left : most;
    block->at += *n;
    return lb_event_block_slice(block, block->at_piece, at, *n);
}
