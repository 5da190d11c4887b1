/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as events, and events in batches. The rows of a text table that are in memory are cut into
 * pieces, which are read and handled side by side by several threads: reading fields as numbers
 * and dates takes longer than all that is done with most events. A row that needs a closer look
 * (quotes, blank, too few fields) ends that, and the next rows are read one by one. Either way the
 * events are the same. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "input/events/events.h"

enum {
    PADDING_FIELDS =
        4, /* so that the fields of two pieces share no line of memory, see read_piece */
    SINGLE_ROWS = 4096 /* rows to read one by one before the next block */
};

/* Texts of linked names in the sample were copied from rows that have been reused since; others are
 * borrowed from the reader. */
void lb_events_close(lb_events *e)
{
    if (!e)
        return;
    for (size_t i = 0; e->sample_linked && i < e->n_sampled; i++)
        free((void *)(uintptr_t)e->sample_linked[i].text);
    for (size_t i = 0; i < e->n_lone; i++)
        free((void *)(uintptr_t)e->lone_linked[i].text);
    free(e->sample_linked);
    free(e->sample_time);
    free(e->sample);
    lb_transform_free(e->transform);
    for (size_t i = 0; i < LB_EVENT_PARTS; i++) {
        lb_transform_free(e->piece[i].transform);
        free(e->piece[i].event);
        free(e->piece[i].linked);
        free(e->piece[i].time);
        free(e->piece[i].field);
    }
    lb_rows_close(e->rows);
    free(e);
}

void lb_events_hash(lb_events *events, char hex[LB_HASH_SIZE])
{
    lb_rows_hash(events->rows, hex);
}

lb_event_counts lb_events_counts(const lb_events *events)
{
    return events->counts;
}

/* Counts --------------------------------------------------------------------------------------- */

/* One more place or date that cannot be read, on that line. */
static void count_bad(int64_t *bad, long *first, long line)
{
    if ((*bad)++ == 0 || line < *first)
        *first = line;
}

static void add_bad_count(int64_t *bad, long *first, int64_t more, long more_first, long line)
{
    if (more == 0)
        return;
    if (*bad == 0 || line + more_first < *first)
        *first = line + more_first;
    *bad += more;
}

/* Adds the counts of rows whose lines begin at 0, which is `line` of the source. */
static void add_counts(lb_event_counts *counts, const lb_event_counts *more, long line)
{
    counts->rows += more->rows;
    add_bad_count(&counts->bad_points, &counts->first_bad_point, more->bad_points,
                  more->first_bad_point, line);
    add_bad_count(&counts->sign_points, &counts->first_sign_point, more->sign_points,
                  more->first_sign_point, line);
    lb_date_counts_add(&counts->dates, &more->dates, line);
    lb_time_counts_add(&counts->times, &more->times, line);
    for (size_t i = 0; i < LB_PLACE_REASONS; i++)
        add_bad_count(&counts->misplaced[i], &counts->first_misplaced[i], more->misplaced[i],
                      more->first_misplaced[i], line);
    add_bad_count(&counts->far_points, &counts->first_far_point, more->far_points,
                  more->first_far_point, line);
    lb_vicinity_merge(&counts->near, &more->near);
}

void lb_event_counts_warn_places(const lb_event_counts *counts, const char *file, const char *then,
                                 lb_log *log)
{
    if (counts->bad_points > 0)
        lb_log_warning(log, "%s:%ld: the place cannot be read (in all: %lld); %s", file,
                       counts->first_bad_point, (long long)counts->bad_points, then);
    if (counts->sign_points > 0)
        lb_log_warning(log, "%s:%ld: the place is '-', '.' or '..' (in all: %lld); %s", file,
                       counts->first_sign_point, (long long)counts->sign_points, then);
    for (lb_misplaced i = LB_PLACE_ZERO; i < LB_PLACE_REASONS; i++)
        if (counts->misplaced[i] > 0)
            lb_log_warning(log, "%s:%ld: the place is %s (in all: %lld); %s", file,
                           counts->first_misplaced[i], lb_misplaced_text(i),
                           (long long)counts->misplaced[i], then);
    if (counts->far_points > 0)
        lb_log_warning(log,
                       "%s:%ld: the place is over %d km outside the area of use of %s (in all: "
                       "%lld); counted where it is; leave it out if its coordinates are wrong",
                       file, counts->first_far_point, LB_CRS_REACH_KM, counts->working,
                       (long long)counts->far_points);
    lb_vicinity_warn(counts->vicinity, &counts->near, file, "places", counts->crs, log);
}

/* One row -------------------------------------------------------------------------------------- */

static bool has_text(const lb_csv_value *field)
{
    return !lb_csv_value_is_empty(field);
}

/* A coordinate is a number as it is written: the signs by which Statistics Sweden's tables say
 * nought and not known ("-", "..") mean here that there is none. */
static bool read_coordinate(const lb_csv_value *field, double *value)
{
    if (field->kind == LB_CSV_VALUE_NUMBER) {
        *value = field->number;
        return isfinite(*value);
    }
    return field->kind == LB_CSV_VALUE_TEXT && lb_number_parse(field->text, field->length, value) &&
           isfinite(*value);
}

/* Is there more than such a sign? */
static bool is_written(const lb_csv_value *field)
{
    double ignored;
    lb_value_kind kind = lb_csv_value_parse(field, &ignored);
    bool dash = kind == LB_VALUE_NUMBER && field->kind == LB_CSV_VALUE_TEXT &&
                !lb_number_parse(field->text, field->length, &ignored);
    return has_text(field) && !dash && kind != LB_VALUE_EMPTY && kind != LB_VALUE_SUPPRESSED;
}

/* The place: two columns of numbers, or the point that the row has. Without either the event is
 * unplaced, reported where something is written: what is no place, or a sign for none. */
static void read_point(const size_t column[LB_EVENT_COLUMNS], const lb_row *row, lb_event *event,
                       lb_event_counts *counts)
{
    if (column[LB_EVENT_X] != SIZE_MAX && column[LB_EVENT_Y] != SIZE_MAX &&
        row->geometry == LB_GEOMETRY_NONE) {
        const lb_csv_value *x = &row->field[column[LB_EVENT_X]],
                           *y = &row->field[column[LB_EVENT_Y]];
        event->placed = read_coordinate(x, &event->x) && read_coordinate(y, &event->y);
        if (event->placed)
            return;
        if (is_written(x) || is_written(y))
            count_bad(&counts->bad_points, &counts->first_bad_point, row->line);
        else if (has_text(x) || has_text(y))
            count_bad(&counts->sign_points, &counts->first_sign_point, row->line);
        return;
    }
    event->placed = row->geometry == LB_GEOMETRY_POINT;
    event->x = row->box.xmin;
    event->y = row->box.ymin;
    if (!event->placed && row->geometry != LB_GEOMETRY_NONE && row->geometry != LB_GEOMETRY_EMPTY)
        count_bad(&counts->bad_points, &counts->first_bad_point, row->line);
}

/* When it happened, and so its day by the rule of intervals. */
static void read_time(const lb_event_reader *reader, const lb_row *row, const lb_date *date,
                      lb_event *event, lb_event_time *time, lb_time_counts *counts)
{
    size_t until = reader->column[LB_EVENT_UNTIL];
    *time = lb_event_time_read(date, until == SIZE_MAX ? NULL : &row->field[until], &reader->dates,
                               row->line, counts);
    *time = lb_event_time_by_rule(time, reader->time_rule, &reader->dates.zone);
    event->time = time;
    event->day = (int32_t)time->first_day;
}

/* Its day, or why it has none; and its time where one is asked for. */
static void read_date(const lb_event_reader *reader, const lb_row *row, lb_event *event,
                      lb_event_time *time, lb_event_counts *counts)
{
    lb_date date;
    int64_t day;
    lb_undated why = lb_event_date_read(&row->field[reader->column[LB_EVENT_DATE]], &reader->dates,
                                        row->line, &date, &day, &counts->dates);
    event->undated = (uint8_t)why;
    if (why != LB_DATED)
        return;
    event->dated = true;
    event->day = event->start_day = (int32_t)day;
    event->month_only = date.month_only;
    if (reader->has_times)
        read_time(reader, row, &date, event, time, &counts->times);
}

/* All figures of one row. An unreadable field is no error: the event stays, unplaced, undated or
 * without a value, and is counted, since every row must be in the balance. */
void lb_event_from_row(const lb_event_reader *reader, const lb_row *row, lb_event *event,
                       lb_event_time *time, lb_event_counts *counts)
{
    const size_t *column = reader->column;
    *event = (lb_event){.line = row->line,
                        .undated = LB_UNDATED_EMPTY,
                        .value_kind = LB_VALUE_EMPTY,
                        .value = (double)NAN};
    counts->rows++;
    read_point(column, row, event, counts);
    if (column[LB_EVENT_DATE] != SIZE_MAX)
        read_date(reader, row, event, time, counts);
    event->linked =
        column[LB_EVENT_LINKED] == SIZE_MAX ? NULL : &row->field[column[LB_EVENT_LINKED]];
    if (column[LB_EVENT_VALUE] != SIZE_MAX)
        event->value_kind =
            (uint8_t)lb_csv_value_parse(&row->field[column[LB_EVENT_VALUE]], &event->value);
}

lb_status lb_events_read_row(lb_events *e, lb_event *event, lb_event_time *time, bool *end,
                             lb_error *err)
{
    const lb_row *row = NULL;
    *end = true;
    LB_TRY(lb_rows_next(e->rows, &row, err));
    *end = !row;
    if (!row)
        return LB_OK;
    lb_event_from_row(&e->reader, row, event, time, &e->counts);
    if (lb_event_tells_crs(event))
        lb_crs_tally_add(&e->crs.tally, event->x, event->y);
    return LB_OK;
}

/* Dates far from all others ----------------------------------------------------------------------
 *
 * An event whose date is more than LB_YEARS_APART years from every other one read so far is held
 * back until the dates of all rows are known; so the order of rows does not matter, and nothing has
 * to be read twice. Such years are more than LB_YEARS_APART apart, so there are few. */

static bool is_new_lone_year(const lb_events *e, int year)
{
    return lb_date_counts_is_lone(&e->counts.dates, year) && !e->lone_year[year - LB_FIRST_YEAR];
}

/* The year of a dated event's date field. */
static int start_year(const lb_event *event)
{
    int year, month, day;
    lb_civil_from_days(event->start_day, &year, &month, &day);
    return year;
}

static bool is_new_lone(const lb_events *e, const lb_event *event)
{
    return event->dated && is_new_lone_year(e, start_year(event));
}

static bool has_new_lone_year(const lb_events *e)
{
    for (int year = LB_FIRST_YEAR; year <= LB_LAST_YEAR; year++)
        if (is_new_lone_year(e, year))
            return true;
    return false;
}

/* With a copy of its linked text, which lives until the next row is read. */
static lb_status hold_event(lb_events *e, const lb_event *event, const lb_csv_value *linked,
                            lb_error *err)
{
    lb_event *lone = &e->lone[e->n_lone];
    lb_csv_value *copy = &e->lone_linked[e->n_lone];
    *lone = *event;
    if (event->time) {
        e->lone_time[e->n_lone] = *event->time;
        lone->time = &e->lone_time[e->n_lone];
    }
    *copy = (lb_csv_value){.kind = LB_CSV_VALUE_NONE};
    e->n_lone++;
    e->lone_year[start_year(event) - LB_FIRST_YEAR] = true;
    if (!linked)
        return LB_OK;
    copy->text = lb_csv_value_text(linked);
    if (!copy->text)
        return lb_error_memory(err);
    copy->length = strlen(copy->text);
    copy->kind = copy->length > 0 ? LB_CSV_VALUE_TEXT : LB_CSV_VALUE_NONE;
    lone->linked = copy;
    return LB_OK;
}

lb_status lb_events_hold_sample(lb_events *e, lb_error *err)
{
    for (size_t i = 0; i < e->n_sampled; i++) {
        if (is_new_lone(e, &e->sample[i]))
            LB_TRY(hold_event(e, &e->sample[i], e->sample[i].linked, err));
        else
            e->sample[e->n_first++] = e->sample[i];
    }
    return LB_OK;
}

/* Of a piece that was accepted, whose lines count from 0 yet. */
static lb_status hold_from_piece(lb_events *e, lb_event_piece *p, lb_error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        const lb_csv_value *linked = p->event[i].linked ? &p->linked[i] : NULL;
        if (p->event[i].time)
            p->event[i].time = &p->time[i]; /* the array may have moved */
        if (is_new_lone(e, &p->event[i])) {
            LB_TRY(hold_event(e, &p->event[i], linked, err));
            e->lone[e->n_lone - 1].line += p->first_line;
            continue;
        }
        p->event[kept] = p->event[i];
        if (linked)
            p->linked[kept] = *linked;
        if (p->event[i].time)
            p->time[kept] = p->time[i];
        kept++;
    }
    p->count = kept;
    return LB_OK;
}

/* All dates are known: those still alone are isolated, unless all are: then nothing says which are
 * wrong. */
static lb_event *decide_lone(lb_events *e, size_t *n)
{
    bool alone[LB_MAX_LONE_YEARS] = {false};
    int64_t isolated = 0, dated = lb_date_counts_dated(&e->counts.dates);
    for (size_t i = 0; i < e->n_lone; i++) {
        alone[i] = lb_date_counts_is_lone(&e->counts.dates, start_year(&e->lone[i]));
        isolated += alone[i];
    }
    e->counts.dates.all_apart = isolated == dated && dated > 1;
    for (size_t i = 0; i < e->n_lone && isolated < dated; i++) {
        if (!alone[i])
            continue;
        lb_date_counts_isolate(&e->counts.dates, e->lone[i].start_day, e->lone[i].line);
        e->lone[i].dated = false;
        e->lone[i].undated = LB_UNDATED_ISOLATED;
    }
    e->lone_returned = true;
    *n = e->n_lone;
    return e->lone;
}

/* A block of rows in pieces ---------------------------------------------------------------------
 */

static bool reserve_event(lb_event_piece *p, bool linked, bool timed)
{
    size_t room[3] = {p->capacity, p->capacity, p->capacity};
    if (p->count < p->capacity)
        return true;
    if (!lb_array_reserve(&p->event, &room[0], p->count + 1, sizeof *p->event) ||
        (linked && !lb_array_reserve(&p->linked, &room[1], room[0], sizeof *p->linked)) ||
        (timed && !lb_array_reserve(&p->time, &room[2], room[0], sizeof *p->time)))
        return false;
    p->capacity = room[0];
    return true;
}

/* Empties a piece that has been given new rows; fields of the kind that lb_csv_rows_next fills. */
static bool reset_piece(lb_event_piece *p)
{
    p->count = 0;
    p->lines = 0;
    p->counts = (lb_event_counts){0};
    p->box = lb_box_empty();
    p->places = 0;
    p->has_zero = p->no_memory = false;
    if (p->columns == p->rows.columns)
        return true;
    free(p->field);
    p->columns = p->rows.columns;
    p->field = calloc(p->columns + PADDING_FIELDS, sizeof *p->field);
    for (size_t i = 0; p->field && i < p->columns; i++)
        p->field[i] = (lb_csv_value){.kind = LB_CSV_VALUE_TEXT, .text = "", .number = (double)NAN};
    return p->field != NULL;
}

/* The places of the piece by their box, which says it for all of them but where one is in another
 * CRS than the rest; the first also for messages. */
static void count_places(lb_event_piece *p)
{
    size_t i = 0;
    for (; i < p->count && p->tally.places < LB_CRS_TALLY_SAMPLE; i++)
        if (lb_event_tells_crs(&p->event[i]))
            lb_crs_tally_add(&p->tally, p->event[i].x, p->event[i].y);
    if (p->places == p->tally.places ||
        lb_crs_tally_add_box(&p->tally, p->box, p->places - p->tally.places))
        return;
    for (; i < p->count; i++)
        if (lb_event_tells_crs(&p->event[i]))
            lb_crs_tally_add(&p->tally, p->event[i].x, p->event[i].y);
}

static void widen_box(lb_event_piece *p, const lb_event *event)
{
    if (!event->placed)
        return;
    if (!lb_event_tells_crs(event)) {
        p->has_zero = true;
        return;
    }
    p->places++;
    p->box.xmin = event->x < p->box.xmin ? event->x : p->box.xmin;
    p->box.ymin = event->y < p->box.ymin ? event->y : p->box.ymin;
    p->box.xmax = event->x > p->box.xmax ? event->x : p->box.xmax;
    p->box.ymax = event->y > p->box.ymax ? event->y : p->box.ymax;
}

/* Reads up to the first row that needs a closer look. On a copy: pieces lie side by side, and cores
 * that write to one line of memory wait for each other at each row. */
static void read_piece(lb_event_piece *piece, const lb_event_reader *reader)
{
    lb_event_piece p = *piece;
    size_t link = reader->column[LB_EVENT_LINKED];
    bool linked = link != SIZE_MAX;
    lb_event_time unused;
    if (!lb_csv_rows_are_plain(&p.rows))
        return;
    while (lb_csv_rows_next(&p.rows, p.field)) {
        lb_row row = {.field = p.field, .line = p.lines++};
        if (!reserve_event(&p, linked, reader->has_times)) {
            p.no_memory = true;
            break;
        }
        lb_event_from_row(reader, &row, &p.event[p.count],
                          reader->has_times ? &p.time[p.count] : &unused, &p.counts);
        widen_box(&p, &p.event[p.count]);
        if (linked)
            p.linked[p.count] = p.field[link];
        p.count++;
    }
    count_places(&p);
    *piece = p;
}

/* Are all places of the piece in the CRS of the source, which is the working one? Then nothing is
 * to be done with them. */
static bool is_in_place(const lb_events *e, const lb_event_piece *piece)
{
    return !e->transform && !piece->has_zero &&
           (piece->places == 0 || lb_crs_box_is_placed(&e->choice, piece->box));
}

/* Of n pieces those that were read to their end, and the first that was not as far as it goes. */
static void accept_pieces(lb_events *e, size_t n)
{
    const char *to = NULL;
    long lines = 0;
    bool complete = true;
    for (e->n_pieces = 0; e->n_pieces < n && complete; e->n_pieces++) {
        lb_event_piece *p = &e->piece[e->n_pieces];
        complete = p->rows.at == p->rows.stop;
        to = p->rows.at;
        p->first_line = lines;
        lines += p->lines;
    }
    long line = lb_rows_skip(e->rows, to, lines);
    for (size_t i = 0; i < e->n_pieces; i++) {
        e->piece[i].first_line += line;
        e->piece[i].in_place = is_in_place(e, &e->piece[i]);
        add_counts(&e->counts, &e->piece[i].counts, e->piece[i].first_line);
        lb_crs_tally_merge(&e->crs.tally, &e->piece[i].tally);
    }
}

/* Reads the rows that are in memory; no pieces: go on row by row. */
static lb_status read_block(lb_events *e, lb_error *err)
{
    lb_csv_rows ready, cut[LB_EVENT_PARTS];
    bool no_memory = false;
    e->n_pieces = e->at_piece = e->at = 0;
    LB_TRY(lb_rows_ready(e->rows, &ready, err));
    if (ready.at == ready.stop)
        return LB_OK;
    size_t n = lb_csv_rows_split(&ready, cut, LB_EVENT_PARTS);
    for (size_t i = 0; i < n; i++) {
        e->piece[i].rows = cut[i];
        e->piece[i].tally = e->no_places;
        no_memory |= !reset_piece(&e->piece[i]);
    }
    if (!no_memory) {
        /* hashing is one thread's work alone, and so begins first */
#pragma omp parallel for schedule(dynamic) num_threads(lb_thread_count(e->threads))
        for (size_t i = 0; i <= n; i++) {
            if (i == 0)
                lb_rows_hash_pending(e->rows);
            else
                read_piece(&e->piece[i - 1], &e->reader);
        }
    }
    for (size_t i = 0; i < n; i++)
        no_memory |= e->piece[i].no_memory;
    if (no_memory)
        return lb_error_memory(err);
    accept_pieces(e, n);
    for (size_t i = 0; i < e->n_pieces && has_new_lone_year(e); i++)
        LB_TRY(hold_from_piece(e, &e->piece[i], err));
    return LB_OK;
}

/* n events of a piece from the i-th on, in place, given their lines in the source, their times and
 * linked texts: to be called once for each. */
static lb_event *piece_events(lb_event_piece *p, size_t i, size_t n)
{
    for (size_t k = i; k < i + n; k++) {
        p->event[k].line += p->first_line;
        if (p->event[k].linked)
            p->event[k].linked = &p->linked[k];
        if (p->event[k].time)
            p->event[k].time = &p->time[k];
    }
    return &p->event[i];
}

static size_t batch_size(size_t left)
{
    return left < LB_EVENTS_BATCH ? left : LB_EVENTS_BATCH;
}

/* The next events of the block, in place; *n 0: there are none left. */
static lb_event *next_of_block(lb_events *e, size_t *n)
{
    *n = 0;
    while (e->at_piece < e->n_pieces && e->at == e->piece[e->at_piece].count) {
        e->at_piece++;
        e->at = 0;
    }
    if (e->at_piece == e->n_pieces)
        return NULL;
    size_t at = e->at;
    e->batch_in_place = e->piece[e->at_piece].in_place;
    *n = batch_size(e->piece[e->at_piece].count - at);
    e->at += *n;
    return piece_events(&e->piece[e->at_piece], at, *n);
}

/* Batches in order ------------------------------------------------------------------------------
 */

/* Moves the event to the working CRS. Coordinates that are no place in the CRS of the source, or
 * that the transform has no result for, leave it unplaced. Degrees are a place all over the world,
 * so that those with a wrong figure may be one out of reach of the working CRS. */
static void transform_event(const lb_events *e, lb_transform *transform,
                            const lb_vicinity *vicinity, lb_event *event, lb_event_counts *counts)
{
    double xy[2] = {event->x, event->y};
    if (!event->placed)
        return;
    lb_misplaced why = lb_crs_misplaced(&e->choice, xy[0], xy[1]);
    if (why != LB_PLACE_OK) {
        event->placed = false;
        count_bad(&counts->misplaced[why], &counts->first_misplaced[why], event->line);
    } else if (transform && lb_transform_points(transform, 1, xy, NULL) != LB_OK) {
        event->placed = false;
        count_bad(&counts->bad_points, &counts->first_bad_point, event->line);
    } else {
        event->x = xy[0];
        event->y = xy[1];
        if (!lb_box_intersects(e->reach, (lb_box){xy[0], xy[1], xy[0], xy[1]}))
            count_bad(&counts->far_points, &counts->first_far_point, event->line);
        lb_vicinity_look(vicinity, (lb_box){xy[0], xy[1], xy[0], xy[1]}, &counts->near);
    }
}

/* Are there no areas that places are held against, or was a place near them already, of the part at
 * hand or before? */
static bool is_vicinity_known(const lb_events *e, const lb_event_counts *counts)
{
    return !e->counts.vicinity || e->counts.near.near || counts->near.near;
}

/* From the block; where rows need a closer look, the next ones one by one. */
static lb_status read_batch(lb_events *e, lb_event **event, size_t *n, lb_error *err)
{
    bool end = false;
    *event = next_of_block(e, n);
    if (*n > 0)
        return LB_OK;
    if (e->single_rows == 0) {
        LB_TRY(read_block(e, err));
        *event = next_of_block(e, n);
        if (*n > 0)
            return LB_OK;
        e->single_rows = SINGLE_ROWS;
    }
    e->single_rows--;
    LB_TRY(lb_events_read_row(e, &e->event, &e->time, &end, err));
    while (!end && is_new_lone(e, &e->event)) {
        LB_TRY(hold_event(e, &e->event, e->event.linked, err));
        LB_TRY(lb_events_read_row(e, &e->event, &e->time, &end, err));
    }
    *event = &e->event;
    *n = !end;
    return LB_OK;
}

/* The sample was read when the source was opened; it may be all there is. */
static lb_status next_batch(lb_events *e, lb_event **event, size_t *n, lb_error *err)
{
    *n = 0;
    e->batch_in_place = false;
    if (e->n_returned < e->n_first) {
        *event = &e->sample[e->n_returned];
        *n = batch_size(e->n_first - e->n_returned);
        e->n_returned += *n;
        return LB_OK;
    }
    return e->sample_is_all ? LB_OK : read_batch(e, event, n, err);
}

/* All rows are read: do they say another CRS than that in which they were read? */
static lb_status check_choice(const lb_events *e, lb_error *err)
{
    lb_crs_choice whole;
    LB_TRY(lb_crs_decide(&e->crs.tally, &e->crs.source, NULL, &whole, err));
    lb_crs_warn_outside_sweden(&e->crs.tally, &e->crs.source, &whole, e->log);
    if (strcmp(whole.candidate.crs, e->choice.candidate.crs) == 0)
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "%s: most of its %lld places are in %.100s, but the first ones are in "
                        "%.100s; say which it is: |crs=%.100s behind the source",
                        e->crs.source.file, (long long)e->crs.tally.places, whole.candidate.crs,
                        e->choice.candidate.crs, whole.candidate.crs);
}

lb_status lb_events_next(lb_events *e, const lb_event **event, size_t *n, lb_error *err)
{
    lb_event *found = NULL;
    LB_TRY(next_batch(e, &found, n, err));
    if (*n == 0 && !e->lone_returned)
        found = decide_lone(e, n);
    bool looked = e->batch_in_place && is_vicinity_known(e, &e->counts);
    for (size_t i = 0; i < *n && !looked; i++)
        transform_event(e, e->transform, e->counts.vicinity, &found[i], &e->counts);
    *event = found;
    return *n == 0 ? check_choice(e, err) : LB_OK;
}

/* All events, parts side by side --------------------------------------------------------------- */

/* Handles the events of a piece from one on. Its counts were added to the source's when it was
 * accepted, and now are of places that the transform has no result for. */
static void handle_piece(const lb_events *e, size_t part, lb_event_piece *p, size_t from,
                         lb_event_handler handle, void *udata)
{
    const lb_vicinity *vicinity = e->counts.near.near ? NULL : e->counts.vicinity;
    size_t n;
    for (size_t k = from; k < p->count && p->status == LB_OK; k += n) {
        n = batch_size(p->count - k);
        lb_event *event = piece_events(p, k, n);
        bool looked = p->in_place && is_vicinity_known(e, &p->counts);
        for (size_t m = 0; m < n && !looked; m++)
            transform_event(e, p->transform, vicinity, &event[m], &p->counts);
        p->status = handle(udata, part, event, n);
    }
}

/* A transform serves one thread at a time, so each part has its own. */
static lb_status init_parts(lb_events *e, lb_error *err)
{
    for (size_t i = 0; i < LB_EVENT_PARTS; i++) {
        lb_event_piece *p = &e->piece[i];
        if (e->transform && !p->transform)
            LB_TRY(lb_transform_new(e->choice.candidate.crs, e->to, &p->transform, err));
        p->counts = (lb_event_counts){0};
        p->status = LB_OK;
    }
    return LB_OK;
}

/* Handles what is left of the block. */
static lb_status handle_block(lb_events *e, lb_event_handler handle, void *udata, lb_error *err)
{
    size_t first = e->at_piece;
    lb_status status = LB_OK;
    if (first >= e->n_pieces)
        return LB_OK;
    LB_TRY(init_parts(e, err));
    /* reading ahead is one thread's work alone, and so begins first */
#pragma omp parallel for schedule(dynamic) num_threads(lb_thread_count(e->threads))
    for (size_t i = first; i <= e->n_pieces; i++) {
        if (i == first)
            lb_rows_read_ahead(e->rows);
        else
            handle_piece(e, i - 1, &e->piece[i - 1], i - 1 == first ? e->at : 0, handle, udata);
    }
    for (size_t i = first; i < e->n_pieces && status == LB_OK; i++) {
        status = e->piece[i].status;
        add_counts(&e->counts, &e->piece[i].counts, 0);
    }
    e->at_piece = e->n_pieces;
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}

lb_status lb_events_each(lb_events *e, lb_event_handler handle, void *udata, lb_error *err)
{
    for (;;) {
        const lb_event *event;
        size_t n;
        LB_TRY(lb_events_next(e, &event, &n, err));
        if (n == 0)
            return LB_OK;
        lb_status status = handle(udata, 0, event, n);
        if (status != LB_OK)
            return lb_error_set(err, status, "%s", lb_status_text(status));
        LB_TRY(handle_block(e, handle, udata, err));
    }
}
