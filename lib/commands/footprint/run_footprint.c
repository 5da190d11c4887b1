/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `footprint`: where phones were, from records of mobile networks (docs/methods.md, Footprints).
 *
 * Records are read once and become (phone number, day, station number), sorted by phone and day;
 * the circle of each distinct station is cut by the areas once; then each phone's day adds one
 * device-day, split equally over that day's records and by the shares of their circles. "Outside"
 * all areas is counted as one area more, with the number areas.shapes.count. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/disclosure.h>
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "base/array.h"
#include "base/diagnostics.h"
#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "kernel/disclosure/coarsened_sum.h"
#include "text/usual_columns.h"
#include "commands/footprint/external_sort.h"
#include "input/events/events.h"
#include "input/areas/topology_report.h"
#include "commands/footprint/station_shares.h"
#include "output/provenance.h"
#include "output/table_file.h"
#include "port/gdal/sha256.h"
#include "port/proj/crs.h"
#include "port/proj/scale.h"

/* An area lies in another that holds so much of it: borders are drawn twice with small errors. */
#define WITHIN 0.99

/* One run of footprint. Devices and stations are numbered as they are met, so that records are
 * small. */
typedef struct footprint_job {
    const lb_footprint_options *options;
    const lb_job *job;
    const char *crs; /* working CRS */
    lb_date_rules dates;
    lb_areas areas;
    lb_vicinity vicinity;       /* of the areas */
    lb_diagnostics diagnostics; /* of the records */
    lb_string_ids phones;
    lb_string_ids stations; /* of lb_station */
    lb_external_sort records;
    lb_station_shares shares;
    lb_footprint *footprint; /* [footprint_capacity]: of the day being added */
    size_t footprint_capacity;
    lb_footprint_part outside;       /* the whole circle, outside all areas */
    lb_footprints sums;              /* the areas', then outside */
    lb_coarsened_column coarsened;   /* of the areas' phones; mark NULL: as counted */
    int64_t rows, unplaced;          /* records read; those without a position */
    char records_hash[LB_HASH_SIZE]; /* "": not known */
    lb_table table, summary;
} footprint_job;

static void clear_footprint_job(footprint_job *f)
{
    lb_areas_clear(&f->areas);
    lb_vicinity_clear(&f->vicinity);
    lb_string_ids_clear(&f->phones);
    lb_string_ids_clear(&f->stations);
    lb_external_sort_clear(&f->records);
    lb_station_shares_clear(&f->shares);
    free(f->footprint);
    lb_footprints_clear(&f->sums);
    lb_coarsened_column_clear(&f->coarsened);
    lb_table_clear(&f->table);
    lb_table_clear(&f->summary);
}

/* The hash of the records is computed while they are read, if a file will hold it. */
static lb_status check_options(footprint_job *f, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_footprint_command, f->options, f->job, err));
    LB_TRY(lb_date_rules_make(f->options->timezone, f->options->date_format, &f->dates, err));
    return lb_crs_check(f->crs, err);
}

/* Reading ------------------------------------------------------------------------------------- */

/* Records that are read together, and the numbers of their phones: looked up many at once, since a
 * lookup mostly waits for memory. */
typedef struct record_batch {
    const lb_event *event; /* [n] */
    size_t n;
    bool has_phone[LB_EVENTS_BATCH];
    uint32_t phone[LB_EVENTS_BATCH]; /* 0 without a phone */
} record_batch;

/* The phone's text without spaces round it; text NULL: out of memory. *own: a copy that the text
 * points into, where the value has to be unescaped, or is not text; the caller frees it. */
static lb_string trimmed_phone(const lb_csv_value *field, char **own)
{
    const char *text = field->text, *end;
    if (field->kind != LB_CSV_VALUE_TEXT)
        text = *own = lb_csv_value_text(field);
    if (!text)
        return (lb_string){NULL, 0};
    end = text + (*own ? strlen(text) : field->length);
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (lb_string){text, (size_t)(end - text)};
}

/* LB_E_MEMORY; LB_E_INPUT: more phones than numbers (2^32 - 1). */
static lb_status assign_phone_ids(footprint_job *f, record_batch *h)
{
    lb_string name[LB_EVENTS_BATCH];
    char *own[LB_EVENTS_BATCH] = {NULL};
    uint32_t number[LB_EVENTS_BATCH];
    size_t named = 0, k = 0;
    lb_status status = LB_OK;
    for (size_t i = 0; i < h->n; i++) {
        h->has_phone[i] = !lb_csv_value_is_empty(h->event[i].linked);
        h->phone[i] = 0;
        if (!h->has_phone[i])
            continue;
        name[named] = trimmed_phone(h->event[i].linked, &own[named]);
        if (!name[named++].text)
            status = LB_E_MEMORY;
    }
    if (status == LB_OK)
        status = lb_string_ids_add(&f->phones, name, named, number);
    for (size_t i = 0; i < h->n && status == LB_OK; i++)
        if (h->has_phone[i])
            h->phone[i] = number[k++];
    for (size_t i = 0; i < named; i++)
        free(own[i]);
    return status;
}

/* Metres. NaN: the record has none above 0, which is reported as a problem of its line. */
static double radius_of(footprint_job *f, const lb_event *event)
{
    if (event->value_kind == LB_VALUE_EMPTY)
        return f->options->radius;
    if (event->value_kind == LB_VALUE_NUMBER && event->value > 0)
        return event->value;
    lb_diagnostics_add(&f->diagnostics, event->line, "%s: no radius found, expected metres above 0",
                       f->options->radius_field);
    return (double)NAN;
}

/* A record without a readable time is a problem of its line. */
static bool is_dated(footprint_job *f, const lb_event *event)
{
    if (event->dated)
        return true;
    if (event->undated == LB_UNDATED_EMPTY || event->undated == LB_UNDATED_UNREADABLE)
        lb_diagnostics_add(&f->diagnostics, event->line,
                           "no readable time found, expected one like 2021-06-30T14:05:00+02:00");
    else
        lb_diagnostics_add(&f->diagnostics, event->line,
                           "the time %s; expected is one like 2021-06-30T14:05:00+02:00",
                           lb_undated_text(event->undated));
    return false;
}

/* The number of the record's station; LB_STATION_NONE without a position or radius. */
static lb_status station_of(footprint_job *f, const lb_event *event, uint32_t *station)
{
    double radius = radius_of(f, event);
    *station = LB_STATION_NONE;
    if (!event->placed || isnan(radius))
        return LB_OK;
    return lb_stations_add(&f->stations, (lb_station){event->x, event->y, radius}, station);
}

static lb_status limit_error(const footprint_job *f, lb_status status, lb_error *err)
{
    return lb_error_set(err, status, "%s: %s", f->options->records,
                        status == LB_E_INPUT ? "more than 4,294,967,295 phones or stations"
                                             : "out of memory");
}

/* A record with a phone, a time and, unless the rule of missing positions counts it outside, a
 * position is a footprint. Problems are collected, so that reading goes on to the last row. */
static lb_status add_record(footprint_job *f, const record_batch *h, size_t i, lb_error *err)
{
    const lb_event *event = &h->event[i];
    lb_day_record record = {.phone = h->phone[i]};
    bool dated = is_dated(f, event);
    if (!h->has_phone[i])
        lb_diagnostics_add(&f->diagnostics, event->line,
                           "no phone found, expected a name or number");
    lb_status status = station_of(f, event, &record.station);
    if (status != LB_OK)
        return limit_error(f, status, err);
    f->unplaced += !event->placed;
    if (!h->has_phone[i] || !dated || (!event->placed && f->options->missing == LB_MISSING_DROP))
        return LB_OK;
    record.day = (int32_t)event->day;
    return lb_external_sort_add(&f->records, record, err);
}

static lb_status add_batch(footprint_job *f, record_batch *h, lb_error *err)
{
    lb_status status = assign_phone_ids(f, h);
    if (status != LB_OK)
        return limit_error(f, status, err);
    for (size_t i = 0; i < h->n && status == LB_OK; i++)
        status = add_record(f, h, i, err);
    return status;
}

static void log_missing_positions(const footprint_job *f, const lb_event_counts *counts)
{
    const char *file = f->options->records;
    lb_event_counts_warn_places(counts, file, "a record without a position", f->job->log);
    if (f->unplaced > 0)
        lb_log_warning(f->job->log, "%s: %lld %s without a position: %s", file,
                       (long long)f->unplaced, lb_number_word(f->unplaced, "record", "records"),
                       f->options->missing == LB_MISSING_DROP
                           ? "left out (--missing outside counts them)"
                           : "counted outside all areas");
}

/* A record needs a device and a time; faults are reported together at the end. A radius column
 * stands in for the event's value. */
static lb_status read_records(footprint_job *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_record_fields fields = {
        .event = {.date = o->time,
                  .x = o->x,
                  .y = o->y,
                  .linked = o->phone,
                  .needs_date = true,
                  .vicinity = &f->vicinity,
                  .dates = f->dates,
                  .hashed = lb_command_writes_files(&lb_footprint_command, o)},
        .default_linked = lb_usual_columns[LB_USUAL_DEVICE],
        .value = o->radius_field};
    lb_events *events;
    record_batch h;
    lb_status status = LB_OK;
    LB_TRY(lb_events_open_records(o->records, &fields, f->crs, f->job, &events, err));
    f->diagnostics = lb_diagnostics_begin(f->job->log, o->records);
    while ((status = lb_events_next(events, &h.event, &h.n, err)) == LB_OK && h.n > 0)
        if ((status = add_batch(f, &h, err)) != LB_OK)
            break;
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, f->records_hash);
    lb_events_close(events);
    f->rows = counts.rows;
    if (status == LB_OK)
        status = lb_diagnostics_end(&f->diagnostics, err);
    if (status == LB_OK)
        log_missing_positions(f, &counts);
    return status;
}

/* Counting ------------------------------------------------------------------------------------ */

/* The parts of the circle of a station; without a station all of it is outside. */
static lb_footprint footprint_of(const footprint_job *f, uint32_t station)
{
    if (station == LB_STATION_NONE)
        return (lb_footprint){&f->outside, 1};
    size_t first = f->shares.first[station];
    return (lb_footprint){f->shares.part + first, f->shares.first[station + 1] - first};
}

static lb_status count_day(void *udata, uint32_t phone, const uint32_t *station, size_t k)
{
    footprint_job *f = udata;
    if (!lb_array_reserve(&f->footprint, &f->footprint_capacity, k, sizeof *f->footprint))
        return LB_E_MEMORY;
    for (size_t i = 0; i < k; i++)
        f->footprint[i] = footprint_of(f, station[i]);
    lb_footprints_add_day(&f->sums, phone, f->footprint, k);
    return LB_OK;
}

/* Inside and outside must be the phones' active days, to 1e-9 of them; by the rule `both`, areas
 * that overlap each count what they share, and the sum may exceed it. */
static lb_status check_totals(const footprint_job *f, lb_error *err)
{
    lb_sum all = {0};
    double days = (double)f->sums.n_days, tolerance = 1e-9 * fmax(days, 1);
    for (size_t i = 0; i < f->sums.areas; i++)
        lb_sum_add(&all, lb_footprints_in_area(&f->sums, i));
    double excess = lb_sum_value(all) - days;
    if (excess >= -tolerance && (excess <= tolerance || f->options->overlap == LB_OVERLAP_BOTH))
        return LB_OK;
    return lb_error_set(err, LB_E_INPUT,
                        "the totals do not add up: %.17g device-days inside and outside, but the "
                        "phones have %.17g active days",
                        lb_sum_value(all), days);
}

static lb_status count_days(footprint_job *f, lb_error *err)
{
    size_t areas = f->areas.shapes.count;
    f->outside = (lb_footprint_part){areas, 1};
    LB_TRY(lb_station_shares_compute(&f->stations, &f->areas, f->options->overlap, f->job,
                                     &f->shares, err));
    if (lb_footprints_init(&f->sums, areas + 1) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_external_sort_each_day(&f->records, count_day, f, err));
    return check_totals(f, err);
}

/* Coarsening ---------------------------------------------------------------------------------- */

static bool has_few_phones(const footprint_job *f, size_t area)
{
    return f->coarsened.mark && f->coarsened.mark[area] == LB_MARK_FEW;
}

/* A part of a larger area whose other phones are few: nothing of it is shown. */
static bool is_left_out(const footprint_job *f, size_t area)
{
    return f->coarsened.mark && f->coarsened.mark[area] == LB_MARK_LEFT_OUT;
}

/* Device-days a phone, of all areas that show theirs; 1 where none does. */
static double usual_days(const footprint_job *f)
{
    lb_sum days = {0}, phones = {0};
    for (size_t i = 0; i < f->areas.shapes.count; i++) {
        if (has_few_phones(f, i) || is_left_out(f, i))
            continue;
        lb_sum_add(&days, lb_footprints_in_area(&f->sums, i));
        lb_sum_add(&phones, f->sums.phones[i]);
    }
    return lb_sum_value(phones) > 0 ? lb_sum_value(days) / lb_sum_value(phones) : 1;
}

/* Phones of an area less those of one that lies in it are phones too, in the one alone: where they
 * are few, the inner area is left out, and has in sums the outer's phones. Decided by the phones
 * counted; of very many overlaps the largest are known. */
static lb_status leave_out_inner(footprint_job *f)
{
    const lb_topology_issues *topology = &f->areas.topology;
    double *phones = malloc((f->areas.shapes.count + 1) * sizeof *phones);
    if (!phones)
        return LB_E_MEMORY;
    memcpy(phones, f->sums.phones, f->areas.shapes.count * sizeof *phones);
    for (size_t k = 0; k < 2 * topology->overlaps; k++) {
        const lb_overlap_pair *pair = &topology->overlap[k / 2];
        size_t inner = k % 2 ? pair->i : pair->j, outer = k % 2 ? pair->j : pair->i;
        if (pair->area < WITHIN * lb_shapes_area(&f->areas.shapes, inner) ||
            has_few_phones(f, inner) || !lb_job_is_few(f->job, phones[outer] - phones[inner]))
            continue;
        f->coarsened.mark[inner] = LB_MARK_LEFT_OUT;
        f->sums.phones[inner] = fmax(f->sums.phones[inner], phones[outer]);
    }
    free(phones);
    return LB_OK;
}

/* Areas of few phones have as many as such areas have in the mean and the device-days that are
 * usual for so many; what they have more or less is outside. So have those that are left out. */
static lb_status coarsen_areas(footprint_job *f)
{
    size_t areas = f->areas.shapes.count, few = 0, inner = 0;
    if (!lb_job_coarsens(f->job))
        return LB_OK;
    LB_TRY(lb_coarsen_counts(areas, lb_job_min_cell(f->job), f->sums.phones, &f->coarsened));
    LB_TRY(leave_out_inner(f));
    double days = usual_days(f);
    for (size_t i = 0; i < areas; i++) /* all of theirs, so that it does not show whose it was */
        if (has_few_phones(f, i) || is_left_out(f, i))
            lb_footprints_set(&f->sums, i, 0, areas);
    for (size_t i = 0; i < areas; i++) {
        if (has_few_phones(f, i) || is_left_out(f, i))
            lb_footprints_set(&f->sums, i, f->sums.phones[i] * days, areas);
        few += has_few_phones(f, i);
        inner += is_left_out(f, i);
    }
    if (few > 0)
        lb_log_note(f->job->log,
                    "areas of which only it is told that they have fewer than %d phones: %zu; "
                    "--min-cell 0 tells of all",
                    lb_job_min_cell(f->job), few);
    if (inner > 0)
        lb_log_warning(f->job->log,
                       "areas of which nothing is told, since they lie in another that has fewer "
                       "than %d phones besides: %zu; --min-cell 0 tells of all",
                       lb_job_min_cell(f->job), inner);
    return LB_OK;
}

/* Tables -------------------------------------------------------------------------------------- */

/* Of all device-days, 0-1; NaN when no phone was active. */
static double share_of(const lb_footprints *sums, size_t area)
{
    return lb_footprints_in_area(sums, area) / (double)sums->n_days;
}

/* One row an area, in the order of the areas. */
static void make_area_table(const footprint_job *f, lb_table *t)
{
    enum { AREA, CATEGORY, DEVICE_DAYS, SHARE, PHONES };
    const lb_areas *areas = &f->areas;
    lb_add_described_columns(t, &lb_footprint_command, "");
    for (size_t i = 0; i < areas->shapes.count && !t->failed; i++) {
        size_t row = lb_table_add_row(t);
        lb_table_set_text(t, row, AREA, areas->name[i]);
        if (areas->categories > 0)
            lb_table_set_text(t, row, CATEGORY, areas->category_name[areas->category[i]]);
        if (has_few_phones(f, i))
            lb_few_write(f->job, t, row, PHONES);
        if (has_few_phones(f, i) || is_left_out(f, i))
            continue;
        lb_table_set_real(t, row, DEVICE_DAYS, lb_footprints_in_area(&f->sums, i));
        lb_table_set_real(t, row, SHARE, share_of(&f->sums, i));
        lb_table_set_integer(t, row, PHONES, (int64_t)f->sums.phones[i]);
    }
}

static void add_summary_row(lb_table *t, const char *category, const lb_footprint_summary *s)
{
    const double value[] = {s->share,       s->mean,       s->min,       s->max,
                            s->phones_mean, s->phones_min, s->phones_max};
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, category);
    lb_table_set_integer(t, row, 1, (int64_t)s->areas);
    for (size_t c = 0; c < sizeof value / sizeof *value; c++)
        lb_table_set_real(t, row, c + 2, value[c]);
}

/* Where the least is of an area of few phones, only that is shown; where the most is too, all areas
 * of the category have few or none, and nothing else of it is shown. */
static void hide_few(const footprint_job *f, const lb_footprint_summary *s, lb_table *t)
{
    enum { SHARE = 2, MEAN, MIN, MAX, PHONES_MEAN, PHONES_MIN, PHONES_MAX };
    static const size_t left_out[] = {SHARE, MEAN, MAX};
    size_t row = t->rows - 1;
    if (lb_job_is_few(f->job, s->phones_min)) {
        lb_table_set_real(t, row, MIN, (double)NAN);
        lb_few_write(f->job, t, row, PHONES_MIN);
    }
    if (!lb_job_is_few(f->job, s->phones_max))
        return;
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        lb_table_set_real(t, row, left_out[i], (double)NAN);
    lb_few_write(f->job, t, row, PHONES_MEAN);
    lb_few_write(f->job, t, row, PHONES_MAX);
}

/* One row a category, the worst first ("total" without categories), then ovriga: what lies outside
 * has a share, but no figures an area. */
static lb_status make_summary(const footprint_job *f, lb_table *t)
{
    const lb_areas *areas = &f->areas;
    size_t outside = areas->shapes.count, *category = malloc((outside + 1) * sizeof *category);
    double none = (double)NAN;
    if (!category)
        return LB_E_MEMORY;
    memcpy(category, areas->category, outside * sizeof *category);
    category[outside] = SIZE_MAX; /* of no category */
    lb_add_described_columns(t, &lb_footprint_command, "summary");
    for (size_t k = 0; k < (areas->categories ? areas->categories : 1) && !t->failed; k++) {
        lb_footprint_summary s = lb_footprints_summary(&f->sums, category, k);
        add_summary_row(t, areas->categories ? areas->category_name[k] : "total", &s);
        hide_few(f, &s, t);
    }
    lb_footprint_summary rest = {0,   share_of(&f->sums, outside), none, none, none, none, none,
                                 none};
    add_summary_row(t, "ovriga", &rest);
    free(category);
    return lb_table_status(t);
}

static lb_status make_tables(footprint_job *f, lb_error *err)
{
    make_area_table(f, &f->table);
    if (lb_table_status(&f->table) != LB_OK || make_summary(f, &f->summary) != LB_OK)
        return lb_error_memory(err);
    lb_log_note(f->job->log, "%s: %llu %s, %llu active %s, %zu %s, %.6g outside",
                f->options->records, (unsigned long long)f->sums.n_phones,
                lb_number_word(f->sums.n_phones, "phone", "phones"),
                (unsigned long long)f->sums.n_days, lb_number_word(f->sums.n_days, "day", "days"),
                f->stations.count, lb_number_word(f->stations.count, "station", "stations"),
                lb_footprints_in_area(&f->sums, f->areas.shapes.count));
    return LB_OK;
}

/* Files --------------------------------------------------------------------------------------- */

static void add_balance(lb_provenance *p, const footprint_job *f)
{
    const lb_footprints *s = &f->sums;
    lb_provenance_balance(p, "records_read", (double)f->rows);
    lb_provenance_balance(p, "records_without_place", (double)f->unplaced);
    lb_provenance_balance(p, "footprints", (double)s->n_footprints);
    lb_provenance_balance(p, "stations", (double)f->stations.count);
    if (!f->coarsened.mark) /* less those of an area they are phones too */
        lb_provenance_balance(p, "phones", (double)s->n_phones);
    lb_provenance_balance(p, "phone_days", (double)s->n_days);
    lb_provenance_balance(p, "day_prints_outside", lb_footprints_in_area(s, s->areas - 1));
}

static void fill_provenance(const footprint_job *f, lb_provenance *p)
{
    lb_provenance_begin(p, &lb_footprint_command, f->options, f->job);
    lb_provenance_used(p, "crs", f->crs);
    add_balance(p, f);
    lb_areas_to_provenance(&f->areas, p);
    lb_areas_input_to_provenance(&f->areas, p);
    lb_provenance_source(p, f->options->records, f->records_hash, f->rows);
}

static lb_status write_files(const footprint_job *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_provenance p = {0};
    const lb_table_file files[] = {
        {.path = o->output,
         .name = "footprint",
         .table = &f->table,
         .shapes = &f->areas.shapes,
         .crs = f->crs},
        {.path = o->summary, .name = "footprint_summary", .table = &f->summary}};
    fill_provenance(f, &p);
    lb_status status = lb_table_files_write(&p, files, 2, o->provenance, f->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status compute_footprints(footprint_job *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_area_fields fields = {o->name, o->category, o->priority};
    LB_TRY(check_options(f, err));
    LB_TRY(lb_areas_read(o->areas, &fields, f->crs, f->job, &f->areas, err));
    LB_TRY(lb_topology_check_areas(&f->areas, f->job, err));
    if (lb_vicinity_add(&f->vicinity, &f->areas.shapes, f->areas.source, f->areas.found.crs,
                        f->crs) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(lb_crs_check_scale(f->crs, lb_shapes_box_all(&f->areas.shapes), "--crs", err));
    LB_TRY(read_records(f, err));
    LB_TRY(count_days(f, err));
    if (coarsen_areas(f) != LB_OK)
        return lb_error_memory(err);
    LB_TRY(make_tables(f, err));
    return write_files(f, err);
}

/* At most max_records lie in memory; more are sorted in runs on disk. summary may be NULL. */
lb_status lb_footprint_run(const lb_footprint_options *options, const lb_job *job, lb_table *out,
                           lb_table *summary, lb_error *err)
{
    lb_own_job own;
    footprint_job f = {.options = options,
                       .job = lb_command_job(&lb_footprint_command, options, job, &own),
                       .crs = job->crs ? job->crs : "EPSG:3006",
                       .records.max_in_memory =
                           options->max_records > 0 ? (size_t)options->max_records : 1};
    lb_status status = compute_footprints(&f, err);
    if (status == LB_OK) {
        *out = f.table;
        f.table = (lb_table){0};
    }
    if (status == LB_OK && summary) {
        *summary = f.summary;
        f.summary = (lb_table){0};
    }
    clear_footprint_job(&f);
    return status;
}

lb_status lb_footprint_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                   lb_error *err)
{
    lb_table table = {0}, summary = {0};
    LB_TRY(lb_footprint_run(options, job, &table, &summary, err));
    lb_command_result_add(out, "", &table);
    lb_command_result_add(out, "summary", &summary);
    return LB_OK;
}
