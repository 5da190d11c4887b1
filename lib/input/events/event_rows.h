/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as events: one at a time, or from a text table many at once by several threads. */
#ifndef LB_INPUT_EVENTS_EVENT_ROWS_H
#define LB_INPUT_EVENTS_EVENT_ROWS_H

#include "input/events/event.h"
#include "port/read/row_reader.h"

/* Which columns hold what; SIZE_MAX: none. */
typedef struct lb_event_columns {
    size_t date, x, y, linked, value;
} lb_event_columns;

/* The row as an event, in the source's CRS; what cannot be read is counted. */
void lb_event_from_row(const lb_event_columns *columns, const lb_row *row, lb_event *event,
                       lb_event_counts *counts);

/* One more place or date of that line that cannot be read. */
void lb_event_count_bad(int64_t *bad, long *first, long line);

/* A part of a text table, whole rows, and its events. */
typedef struct lb_event_piece {
    lb_csv_rows rows;
    long lines;           /* rows read: each is one line */
    lb_event *event;      /* [count], their lines counted from 0 */
    lb_csv_value *linked; /* [count], when there is such a column */
    size_t count, capacity;
    lb_event_counts counts; /* lines from 0 */
    lb_csv_value *field;    /* [columns] of the row at hand */
    size_t columns;
    bool no_memory;
} lb_event_piece;

/* Rows that lay ready, as events. Zeroed memory is empty. */
typedef struct lb_event_block {
    lb_event_piece piece[LB_EVENT_PARTS];
    size_t pieces;       /* of these, in order, all were read but perhaps the last one's end */
    size_t at_piece, at; /* the next event to give */
    long line[LB_EVENT_PARTS]; /* of each piece's first row */
} lb_event_block;

void lb_event_block_clear(lb_event_block *block);

/* Reads what lies ready; no pieces: go on row by row. The rows are passed and their counts added.
 * LB_E_MEMORY, LB_E_IO, LB_E_INPUT. */
lb_status lb_event_block_read(lb_event_block *block, const lb_event_columns *columns, lb_rows *rows,
                              int threads, lb_event_counts *counts, lb_error *err);

/* n events of a piece from the i-th on, where they lie, given the lines they have in the file: to
 * be asked for once. */
lb_event *lb_event_block_slice(lb_event_block *block, size_t piece, size_t i, size_t n);

/* Adds what `more` has counted; its lines begin at 0, which is `line`. */
void lb_event_counts_add(lb_event_counts *counts, const lb_event_counts *more, long line);

/* The next events of the block, at most `most`, where they lie; *n 0: it is empty. */
lb_event *lb_event_block_next(lb_event_block *block, size_t most, size_t *n);

#endif
