/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: a place in the working CRS, a date, perhaps a text that links the event to something and
 * a number, from any source of points or table. One batch after another, or many batches at once by
 * several threads. */
#ifndef LB_INPUT_EVENTS_EVENTS_H
#define LB_INPUT_EVENTS_EVENTS_H

#include <lagesbild/log.h>
#include "input/areas/vicinity.h"
#include "input/events/event_time.h"
#include "port/gdal/sha256.h"
#include "port/proj/transform.h"
#include "port/read/row_reader.h"
#include "port/read/source_crs.h"
#include "text/csv_value.h"

/* One event as read. What cannot be read leaves placed or dated false, and the event is counted
 * so. 64 bytes, one line of the cache: the events of a block are written and read again once. */
typedef struct lb_event {
    long line;                  /* of the row in its source */
    double x, y;                /* working CRS, when placed */
    const lb_event_time *time;  /* NULL: undated, or not asked for; valid until the next batch */
    const lb_csv_value *linked; /* NULL: no such column; valid until the next batch */
    double value;               /* NaN: no number */
    int32_t day;       /* since 1970-01-01, the local day, when dated; of an interval by its rule */
    int32_t start_day; /* the day of the date field, whatever the rule of intervals */
    uint8_t value_kind; /* lb_value_kind; LB_VALUE_EMPTY where there is no such column */
    uint8_t undated;    /* lb_undated: why it has no date */
    bool placed, dated; /* x and y, and the date, can be read */
    bool month_only;    /* the date is a month, whose first day start_day is */
} lb_event;

/* Rows so far, and of them those whose place could not be read though something is written, those
 * where that is only a sign for none ("-", ".", ".."), and those whose coordinates are no place in
 * the CRS of the source, by reason; those that are places, but out of reach of the working CRS
 * (lb_crs_reach); the line of the first of each, 0 for none. Their dates, and the intervals that
 * they begin. */
typedef struct lb_event_counts {
    int64_t rows, bad_points, sign_points, misplaced[LB_PLACE_REASONS], far_points;
    long first_bad_point, first_sign_point, first_misplaced[LB_PLACE_REASONS], first_far_point;
    lb_date_counts dates;
    lb_time_counts times;
    const lb_vicinity *vicinity; /* of the areas that places are held against, NULL: of none */
    lb_vicinity_count near;
    char crs[LB_CRS_LABEL_SIZE];     /* that the source was read in */
    char working[LB_CRS_LABEL_SIZE]; /* that it was transformed to */
} lb_event_counts;

/* Warns of places that cannot be read or are none, by reason, of those that are in another part of
 * the world than the working CRS, with the first line of each, and of places of which none is near
 * an area. file: the source; then: what becomes of them
 * ("counted as unplaced"). */
void lb_event_counts_warn_places(const lb_event_counts *counts, const char *file, const char *then,
                                 lb_log *log);

typedef struct lb_event_fields {
    const char *date, *x, *y;    /* NULL: the usual names are looked for */
    const char *linked;          /* a text of the event: an area, a phone; NULL: none */
    const char *until;           /* the end of the interval that date begins; NULL: none */
    lb_time_rule time_rule;      /* which moment of the interval is the event's day */
    bool clock;                  /* the time of the event is read, not its day alone */
    bool needs_date;             /* an error when there is no date column */
    lb_date_rules dates;         /* how dates are read */
    const lb_vicinity *vicinity; /* of the areas the events are counted in, borrowed; NULL: none */
    bool hashed;                 /* the hash of the source is asked for at the end */
    size_t most;                 /* lb_event_points_read refuses more placed ones; 0: any number */
} lb_event_fields;

/* Events that are records of something that must be named, with a number of their own. */
typedef struct lb_record_fields {
    lb_event_fields event;
    const char *const *default_linked; /* the usual names of the linked field, which must be there,
                                        ended by NULL; the first is also the name of the option.
                                        NULL: it has none */
    const char *value;                 /* the number; NULL: none */
} lb_record_fields;

typedef struct lb_events lb_events;

enum {
    LB_EVENTS_BATCH = 32, /* events at once, at most */
    LB_MAX_LONE_YEARS = 1 + LB_N_YEARS / (LB_YEARS_APART + 1),
    LB_EVENT_PARTS = 16 /* that lb_events_each divides events into, whatever the threads */
};

/* Logs which columns and which CRS were found. The CRS is decided from all places of the source:
 * from the first thousand rows where these agree, else by reading all of it once before
 * (model/crs_detect).
 */
lb_status lb_events_open(const char *source, const lb_event_fields *fields, const char *crs,
                         const lb_job *job, lb_events **out, lb_error *err);
lb_status lb_events_open_records(const char *source, const lb_record_fields *fields,
                                 const char *crs, const lb_job *job, lb_events **out,
                                 lb_error *err);
void lb_events_close(lb_events *events); /* NULL is accepted */

/* The next events in the order of the rows, but those last whose date is far from all before them
 * (LB_YEARS_APART); when all dates are known they are dated or isolated. At most LB_EVENTS_BATCH,
 * borrowed until the next call. *n is 0 at the end. LB_E_INPUT there: most places are in another
 * CRS than those read first, and the source, a pipe, could not be read before. */
lb_status lb_events_next(lb_events *events, const lb_event **event, size_t *n, lb_error *err);

/* Handles events of lb_events_each, at most LB_EVENTS_BATCH at a time, borrowed for the call. Those
 * of one of LB_EVENT_PARTS parts come in order and by one thread at a time. */
typedef lb_status (*lb_event_handler)(void *udata, size_t part, const lb_event *event, size_t n);

/* All events that are left, parts side by side where many rows can be read at once. Which part an
 * event is of does not depend on the number of threads. Ends with the first status of handle that
 * is not LB_OK. */
lb_status lb_events_each(lb_events *events, lb_event_handler handle, void *udata, lb_error *err);

/* Of a source that was read to its end, "" where it is not known from that. */
void lb_events_hash(lb_events *events, char hex[LB_HASH_SIZE]);

lb_event_counts lb_events_counts(const lb_events *events);

/* Inside of input/events ------------------------------------------------------------------------
 */

/* The columns of an event in a row; SIZE_MAX: the source has none. */
enum {
    LB_EVENT_DATE,
    LB_EVENT_X,
    LB_EVENT_Y,
    LB_EVENT_LINKED,
    LB_EVENT_VALUE,
    LB_EVENT_UNTIL,
    LB_EVENT_COLUMNS
};

/* How rows of a source are read. */
typedef struct lb_event_reader {
    size_t column[LB_EVENT_COLUMNS];
    lb_date_rules dates;
    bool has_times; /* the time of an event is read, by this rule */
    lb_time_rule time_rule;
} lb_event_reader;

/* The row as an event, in the source's CRS, its time in *time; counts what cannot be read. */
void lb_event_from_row(const lb_event_reader *reader, const lb_row *row, lb_event *event,
                       lb_event_time *time, lb_event_counts *counts);

/* Does the place say anything of the CRS of its source? (0, 0) stands for none. */
static inline bool lb_event_tells_crs(const lb_event *event)
{
    return event->placed && !(event->x == 0 && event->y == 0);
}

/* A part of a text table in memory, whole rows, and its events. Read by one thread. */
typedef struct lb_event_piece {
    lb_csv_rows rows;     /* not yet read */
    long lines;           /* rows read: each is one line */
    lb_event *event;      /* [count], lines counted from 0, see first_line */
    lb_csv_value *linked; /* [count], when there is such a column */
    lb_event_time *time;  /* [count], when times are read */
    size_t count, capacity;
    lb_event_counts counts; /* lines from 0 */
    lb_crs_tally tally;     /* of its places */
    lb_box box;             /* of the places that show the CRS */
    int64_t places;         /* so many */
    bool has_zero;          /* an event is at (0, 0) */
    bool in_place;          /* all places are such, in the working CRS */
    long first_line;        /* of the piece in the source */
    lb_csv_value *field;    /* [columns] of the row being read */
    size_t columns;
    bool no_memory;
    lb_transform *transform; /* one thread's own, made when needed */
    lb_status status;        /* of handling its events */
} lb_event_piece;

struct lb_events {
    const char *source;
    lb_log *log; /* borrowed */
    lb_rows *rows;
    lb_event_reader reader;
    lb_source_crs crs;       /* where the places of all rows read so far are */
    lb_crs_choice choice;    /* the CRS that the source is read in */
    lb_crs_tally no_places;  /* the candidates without counts, for pieces */
    const char *to;          /* the working CRS */
    lb_transform *transform; /* NULL: they are the same */
    lb_box reach;            /* of the working CRS, in which places are not far */
    lb_event event;          /* of a row that was read by itself */
    lb_event_time time;      /* of that */
    lb_event_counts counts;
    lb_event *sample;            /* [n_sampled]: the first events, read to detect the CRS */
    lb_csv_value *sample_linked; /* [n_sampled]: owns its texts */
    lb_event_time *sample_time;  /* [n_sampled] */
    size_t n_sampled;
    size_t n_first, n_returned; /* of the sample, those that are returned first; returned so far */
    bool sample_is_all;         /* the source has no more events */
    lb_event lone[LB_MAX_LONE_YEARS]; /* [n_lone]: with a date far from all before, returned last */
    lb_csv_value lone_linked[LB_MAX_LONE_YEARS]; /* [n_lone]: owns its texts */
    lb_event_time lone_time[LB_MAX_LONE_YEARS];  /* [n_lone] */
    size_t n_lone;
    bool lone_year[LB_N_YEARS]; /* of these events */
    bool lone_returned;
    int threads;
    lb_event_piece piece[LB_EVENT_PARTS]; /* a block of rows that are in memory, in order */
    size_t n_pieces;     /* of these all were read but perhaps the last one's end */
    size_t at_piece, at; /* the next event of the block */
    bool batch_in_place; /* the events returned last are of a piece that is */
    size_t single_rows;  /* rows to read one by one before a block is tried again */
};

/* Reads the next row as an event, in the source's CRS, its time in *time; *end: there was none. */
lb_status lb_events_read_row(lb_events *events, lb_event *event, lb_event_time *time, bool *end,
                             lb_error *err);

/* Moves the events of the sample with lone dates to those that are returned last. */
lb_status lb_events_hold_sample(lb_events *events, lb_error *err);

#endif
