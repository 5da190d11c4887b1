/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command/command_result.h"
#include "command/command_list.h"
#include "base/try.h"
#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "text/timezone.h"
#include "commands/footprint/external_sort.h"
#include "input/events/events.h"
#include "commands/footprint/footprint_files.h"
#include "commands/footprint/footprint_table.h"
#include "input/areas/topology_report.h"
#include "base/string_ids.h"
#include "commands/footprint/station_shares.h"
#include "output/table_file.h"
#include "port/proj/crs.h"
#include "text/usual_columns.h"

typedef struct footprint_state {
    const lb_footprint_options *options;
    const lb_job *job;
    lb_timezone zone;
    lb_diagnostics diagnostics;
    lb_string_ids phones;
    lb_string_ids stations;
    lb_external_sort records;
    lb_station_shares parts;
    lb_footprint_print *print; /* of the day at hand */
    size_t print_capacity;
    lb_footprint_part outside;
    lb_footprint_data data;
} footprint_state;

static void clear_footprint(footprint_state *f)
{
    lb_string_ids_clear(&f->phones);
    lb_string_ids_clear(&f->stations);
    lb_external_sort_clear(&f->records);
    lb_station_shares_clear(&f->parts);
    lb_footprints_clear(&f->data.prints);
    lb_areas_clear(&f->data.areas);
    free(f->print);
}

static lb_status check_options(footprint_state *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_status status = lb_table_files_check((const char *[]){o->output, o->summary}, 2, err);
    if (status != LB_OK)
        return status;
    if (!(o->radius > 0 && isfinite(o->radius)))
        return lb_error_set(err, LB_E_USAGE, "--radius: %g found, expected metres above 0",
                            o->radius);
    if (o->max_records < 1)
        return lb_error_set(err, LB_E_USAGE, "--max-records: %d found, expected at least 1",
                            o->max_records);
    if (!lb_timezone_parse(o->timezone, &f->zone))
        return lb_error_set(err, LB_E_USAGE,
                            "--timezone: '%s' is not known; expected Europe/Stockholm, UTC or an "
                            "offset as +02:00",
                            o->timezone);
    return lb_crs_check(f->data.crs, err);
}

/* Reading ------------------------------------------------------------------------------------- */

/* Records taken together, and the numbers of their phones. */
typedef struct record_batch {
    const lb_event *event;
    size_t n;
    bool has_phone[LB_EVENTS_BATCH];
    uint32_t phone[LB_EVENTS_BATCH];
} record_batch;

/* The phone as it is written, without spaces around it; text NULL: out of memory. *own: memory of
 * it, or NULL. */
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

/* LB_E_MEMORY, LB_E_INPUT: more than 4,294,967,295 of them. */
static lb_status assign_phone_ids(footprint_state *f, record_batch *h)
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

/* NaN: it has none that can be used, which is told. */
static double radius_of(footprint_state *f, const lb_event *event)
{
    if (event->value_kind == LB_VALUE_EMPTY)
        return f->options->radius;
    if (event->value_kind == LB_VALUE_NUMBER && event->value > 0)
        return event->value;
    lb_diagnostics_add(&f->diagnostics, event->line, "%s: no radius found, expected metres above 0",
                       f->options->radius_field);
    return (double)NAN;
}

static bool is_dated(footprint_state *f, const lb_event *event)
{
    if (!event->dated)
        lb_diagnostics_add(&f->diagnostics, event->line,
                           "no time found that can be read, expected as 2021-06-30T14:05:00+02:00");
    return event->dated;
}

static lb_status station_of(footprint_state *f, const lb_event *event, uint32_t *station)
{
    double radius = radius_of(f, event);
    *station = LB_STATION_NONE;
    if (!event->placed || isnan(radius))
        return LB_OK;
    return lb_stations_add(&f->stations, (lb_station){event->x, event->y, radius}, station);
}

static lb_status limit_error(const footprint_state *f, lb_status status, lb_error *err)
{
    return lb_error_set(err, status, "%s: %s", f->options->records,
                        status == LB_E_INPUT ? "more than 4,294,967,295 phones or stations"
                                             : "out of memory");
}

static lb_status add_record(footprint_state *f, const record_batch *h, size_t i, lb_error *err)
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
    f->data.unplaced += !event->placed;
    if (!h->has_phone[i] || !dated || (!event->placed && f->options->missing == LB_MISSING_DROP))
        return LB_OK;
    record.day = (int32_t)lb_timezone_day(&f->zone, &event->date);
    return lb_external_sort_add(&f->records, record, err);
}

static lb_status add_batch(footprint_state *f, record_batch *h, lb_error *err)
{
    lb_status status = assign_phone_ids(f, h);
    if (status != LB_OK)
        return limit_error(f, status, err);
    for (size_t i = 0; i < h->n && status == LB_OK; i++)
        status = add_record(f, h, i, err);
    return status;
}

static void log_missing_positions(const footprint_state *f, const lb_event_counts *counts)
{
    const char *file = lb_text_base_name(f->options->records);
    if (counts->bad_points > 0)
        lb_log_warning(f->job->log, "%s: %lld places cannot be read, the first at line %ld", file,
                       (long long)counts->bad_points, counts->first_bad_point);
    if (f->data.unplaced > 0)
        lb_log_note(
            f->job->log, "%s: %lld records without a place: %s", file, (long long)f->data.unplaced,
            f->options->missing == LB_MISSING_DROP ? "left out (--missing outside counts them)"
                                                   : "counted outside all areas");
}

static lb_status read_records(footprint_state *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_record_fields fields = {.event = {.date = o->time,
                                         .x = o->x,
                                         .y = o->y,
                                         .linked = o->phone,
                                         .needs_date = true,
                                         .hashed = lb_footprint_wants_files(o)},
                               .default_linked = lb_usual_columns[LB_USUAL_DEVICE],
                               .value = o->radius_field};
    lb_events *events;
    record_batch h;
    lb_status status =
        lb_events_open_records(o->records, &fields, f->data.crs, f->job, &events, err);
    if (status != LB_OK)
        return status;
    f->diagnostics = lb_diagnostics_begin(f->job->log, o->records);
    while ((status = lb_events_next(events, &h.event, &h.n, err)) == LB_OK && h.n > 0)
        if ((status = add_batch(f, &h, err)) != LB_OK)
            break;
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, f->data.records_hash);
    lb_events_close(events);
    f->data.rows = counts.rows;
    if (status == LB_OK)
        status = lb_diagnostics_end(&f->diagnostics, err);
    if (status == LB_OK)
        log_missing_positions(f, &counts);
    return status;
}

/* Counting ------------------------------------------------------------------------------------ */

static lb_footprint_print print_of(const footprint_state *f, uint32_t station)
{
    if (station == LB_STATION_NONE)
        return (lb_footprint_print){&f->outside, 1};
    size_t first = f->parts.first[station];
    return (lb_footprint_print){f->parts.part + first, f->parts.first[station + 1] - first};
}

static lb_status count_day(void *udata, uint32_t phone, const uint32_t *station, size_t k)
{
    footprint_state *f = udata;
    if (k > f->print_capacity) {
        lb_footprint_print *bigger = realloc(f->print, 2 * k * sizeof *bigger);
        if (!bigger)
            return LB_E_MEMORY;
        f->print = bigger;
        f->print_capacity = 2 * k;
    }
    for (size_t i = 0; i < k; i++)
        f->print[i] = print_of(f, station[i]);
    lb_footprints_add_day(&f->data.prints, phone, f->print, k);
    return LB_OK;
}

static lb_status count_days(footprint_state *f, lb_error *err)
{
    size_t areas = f->data.areas.shapes.count;
    f->outside = (lb_footprint_part){areas, 1};
    f->data.stations = f->stations.count;
    lb_status status = lb_station_shares_compute(&f->stations, &f->data.areas, f->options->overlap,
                                                 f->job->threads, &f->parts, err);
    if (status == LB_OK && lb_footprints_init(&f->data.prints, areas + 1) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_external_sort_each_day(&f->records, count_day, f, err);
    if (status == LB_OK)
        status = lb_footprint_check_totals(&f->data.prints, f->options->overlap, err);
    return status;
}

static lb_status make_tables(footprint_state *f, lb_error *err)
{
    lb_footprint_data *m = &f->data;
    if (lb_footprint_area_table(&m->areas, &m->prints, &m->table) != LB_OK ||
        lb_footprint_summary_table(&m->areas, &m->prints, &m->summary) != LB_OK)
        return lb_error_memory(err);
    lb_log_note(f->job->log, "%s: %llu phones, %llu active days, %zu stations, %.6g outside",
                lb_text_base_name(f->options->records), (unsigned long long)m->prints.distinct,
                (unsigned long long)m->prints.days, m->stations,
                lb_footprints_in_area(&m->prints, m->areas.shapes.count));
    return LB_OK;
}

lb_status lb_footprint_run(const lb_footprint_options *options, const lb_job *job, lb_table *out,
                           lb_table *summary, lb_error *err)
{
    footprint_state f = {.options = options,
                         .job = job,
                         .records.max_in_memory =
                             options->max_records > 0 ? (size_t)options->max_records : 1,
                         .data.crs = job->crs ? job->crs : "EPSG:3006"};
    lb_area_fields fields = {options->name, options->category, options->priority};
    lb_status status = check_options(&f, err);
    if (status == LB_OK)
        status = lb_areas_read(options->areas, &fields, f.data.crs, job, &f.data.areas, err);
    if (status == LB_OK)
        status = lb_topology_check_areas(&f.data.areas, job, err);
    if (status == LB_OK)
        status = read_records(&f, err);
    if (status == LB_OK)
        status = count_days(&f, err);
    if (status == LB_OK)
        status = make_tables(&f, err);
    if (status == LB_OK)
        status = lb_footprint_write_files(&f.data, options, job, err);
    clear_footprint(&f);
    if (status == LB_OK)
        *out = f.data.table;
    else
        lb_table_clear(&f.data.table);
    if (status == LB_OK && summary)
        *summary = f.data.summary;
    else
        lb_table_clear(&f.data.summary);
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
