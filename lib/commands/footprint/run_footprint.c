/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostics.h"
#include "base/swedish_text.h"
#include "text/timezone.h"
#include "commands/footprint/external_sort.h"
#include "input/events/events.h"
#include "commands/footprint/footprint_files.h"
#include "commands/footprint/footprint_table.h"
#include "input/areas/topology_report.h"
#include "input/tables/string_ids.h"
#include "commands/footprint/station_shares.h"
#include "output/table_file.h"
#include "port/proj/crs.h"

typedef struct footprint {
    const lb_footprint_options *options;
    const lb_job *job;
    lb_zone zone;
    lb_problems problems;
    lb_name_list phones;
    lb_stations stations;
    lb_day_records records;
    lb_station_parts parts;
    lb_footprint_print *print; /* of the day at hand */
    size_t print_capacity;
    lb_footprint_part outside;
    lb_footprint_made made;
} footprint;

static void clear(footprint *f)
{
    lb_name_list_clear(&f->phones);
    lb_stations_clear(&f->stations);
    lb_day_records_clear(&f->records);
    lb_station_parts_clear(&f->parts);
    lb_footprints_clear(&f->made.prints);
    lb_areas_clear(&f->made.areas);
    free(f->print);
}

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

static lb_status check_options(footprint *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_status status = lb_table_file_check(o->output, err);
    if (status == LB_OK)
        status = lb_table_file_check(o->summary, err);
    if (status != LB_OK)
        return status;
    if (!(o->radius > 0 && isfinite(o->radius)))
        return lb_error_set(err, LB_E_USAGE, "--radius: %g found, expected metres above 0",
                            o->radius);
    if (o->max_records < 1)
        return lb_error_set(err, LB_E_USAGE, "--max-records: %d found, expected at least 1",
                            o->max_records);
    if (!lb_zone_parse(o->timezone, &f->zone))
        return lb_error_set(err, LB_E_USAGE,
                            "--timezone: '%s' is not known; expected Europe/Stockholm, UTC or an "
                            "offset as +02:00",
                            o->timezone);
    return lb_crs_check(f->made.crs, err);
}

/* Reading ------------------------------------------------------------------------------------- */

/* Records taken together, and the numbers of their phones. */
typedef struct handful {
    const lb_event *event;
    size_t n;
    bool has_phone[LB_EVENTS_TOGETHER];
    uint32_t phone[LB_EVENTS_TOGETHER];
} handful;

/* The phone as it is written, without spaces around it; text NULL: out of memory. *own: memory of
 * it, or NULL. */
static lb_name phone_of(const lb_field *field, char **own)
{
    const char *text = field->text, *end;
    if (field->kind != LB_FIELD_TEXT)
        text = *own = lb_field_text(field);
    if (!text)
        return (lb_name){NULL, 0};
    end = text + (*own ? strlen(text) : field->length);
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (lb_name){text, (size_t)(end - text)};
}

/* LB_E_MEMORY, LB_E_INPUT: over four milliard of them. */
static lb_status number_phones(footprint *f, handful *h)
{
    lb_name name[LB_EVENTS_TOGETHER];
    char *own[LB_EVENTS_TOGETHER] = {NULL};
    uint32_t number[LB_EVENTS_TOGETHER];
    size_t named = 0, k = 0;
    lb_status status = LB_OK;
    for (size_t i = 0; i < h->n; i++) {
        h->has_phone[i] = !lb_field_is_empty(h->event[i].linked);
        h->phone[i] = 0;
        if (!h->has_phone[i])
            continue;
        name[named] = phone_of(h->event[i].linked, &own[named]);
        if (!name[named++].text)
            status = LB_E_MEMORY;
    }
    if (status == LB_OK)
        status = lb_name_list_add(&f->phones, name, named, number);
    for (size_t i = 0; i < h->n && status == LB_OK; i++)
        if (h->has_phone[i])
            h->phone[i] = number[k++];
    for (size_t i = 0; i < named; i++)
        free(own[i]);
    return status;
}

/* NaN: it has none that can be used, which is told. */
static double radius_of(footprint *f, const lb_event *event)
{
    if (event->value_kind == LB_CELL_EMPTY)
        return f->options->radius;
    if (event->value_kind == LB_CELL_NUMBER && event->value > 0)
        return event->value;
    lb_problems_add(&f->problems, event->line, "%s: no radius found, expected metres above 0",
                    f->options->radius_field);
    return (double)NAN;
}

static bool is_dated(footprint *f, const lb_event *event)
{
    if (!event->dated)
        lb_problems_add(&f->problems, event->line,
                        "no time found that can be read, expected as 2021-06-30T14:05:00+02:00");
    return event->dated;
}

static lb_status station_of(footprint *f, const lb_event *event, uint32_t *station)
{
    double radius = radius_of(f, event);
    *station = LB_STATION_NONE;
    if (!event->placed || isnan(radius))
        return LB_OK;
    return lb_stations_add(&f->stations, (lb_station){event->x, event->y, radius}, station);
}

static lb_status too_many(const footprint *f, lb_status status, lb_error *err)
{
    return lb_error_set(err, status, "%s: %s", f->options->records,
                        status == LB_E_INPUT ? "over four milliard phones or stations"
                                             : "out of memory");
}

static lb_status take_one(footprint *f, const handful *h, size_t i, lb_error *err)
{
    const lb_event *event = &h->event[i];
    lb_day_record record = {.phone = h->phone[i]};
    bool dated = is_dated(f, event);
    if (!h->has_phone[i])
        lb_problems_add(&f->problems, event->line, "no phone found, expected a name or number");
    lb_status status = station_of(f, event, &record.station);
    if (status != LB_OK)
        return too_many(f, status, err);
    f->made.unplaced += !event->placed;
    if (!h->has_phone[i] || !dated || (!event->placed && f->options->missing == LB_MISSING_DROP))
        return LB_OK;
    record.day = (int32_t)lb_zone_day(&f->zone, &event->date);
    return lb_day_records_add(&f->records, record, err);
}

static lb_status take(footprint *f, handful *h, lb_error *err)
{
    lb_status status = number_phones(f, h);
    if (status != LB_OK)
        return too_many(f, status, err);
    for (size_t i = 0; i < h->n && status == LB_OK; i++)
        status = take_one(f, h, i, err);
    return status;
}

static void tell_places(const footprint *f, const lb_event_counts *counts)
{
    const char *file = lb_text_base_name(f->options->records);
    if (counts->bad_places > 0)
        lb_log_warning(f->job->log, "%s: %lld places cannot be read, the first at line %ld", file,
                       (long long)counts->bad_places, counts->first_bad_place);
    if (f->made.unplaced > 0)
        lb_log_note(
            f->job->log, "%s: %lld records without a place: %s", file, (long long)f->made.unplaced,
            f->options->missing == LB_MISSING_DROP ? "left out (--missing outside counts them)"
                                                   : "counted outside all areas");
}

static lb_status read_records(footprint *f, lb_error *err)
{
    const lb_footprint_options *o = f->options;
    lb_record_fields fields = {.event = {.date = o->time,
                                         .x = o->x,
                                         .y = o->y,
                                         .linked = o->phone,
                                         .needs_date = true,
                                         .hashed = lb_footprint_writes(o)},
                               .usual_linked = {"phone", "telefon", "mobil", "imsi", "id"},
                               .value = o->radius_field};
    lb_events *events;
    handful h;
    lb_status status = lb_records_open(o->records, &fields, f->made.crs, f->job, &events, err);
    if (status != LB_OK)
        return status;
    f->problems = lb_problems_begin(f->job->log, o->records);
    while ((status = lb_events_next(events, &h.event, &h.n, err)) == LB_OK && h.n > 0)
        if ((status = take(f, &h, err)) != LB_OK)
            break;
    lb_event_counts counts = lb_events_counts(events);
    lb_events_hash(events, f->made.records_hash);
    lb_events_close(events);
    f->made.rows = counts.rows;
    if (status == LB_OK)
        status = lb_problems_end(&f->problems, err);
    if (status == LB_OK)
        tell_places(f, &counts);
    return status;
}

/* Counting ------------------------------------------------------------------------------------ */

static lb_footprint_print print_of(const footprint *f, uint32_t station)
{
    if (station == LB_STATION_NONE)
        return (lb_footprint_print){&f->outside, 1};
    size_t first = f->parts.first[station];
    return (lb_footprint_print){f->parts.part + first, f->parts.first[station + 1] - first};
}

static lb_status count_day(void *udata, uint32_t phone, const uint32_t *station, size_t k)
{
    footprint *f = udata;
    if (k > f->print_capacity) {
        lb_footprint_print *bigger = realloc(f->print, 2 * k * sizeof *bigger);
        if (!bigger)
            return LB_E_MEMORY;
        f->print = bigger;
        f->print_capacity = 2 * k;
    }
    for (size_t i = 0; i < k; i++)
        f->print[i] = print_of(f, station[i]);
    lb_footprints_add_day(&f->made.prints, phone, f->print, k);
    return LB_OK;
}

static lb_status count(footprint *f, lb_error *err)
{
    size_t areas = f->made.areas.shapes.count;
    f->outside = (lb_footprint_part){areas, 1};
    f->made.stations = f->stations.count;
    lb_status status = lb_station_parts_compute(&f->stations, &f->made.areas, f->options->overlap,
                                                f->job->threads, &f->parts, err);
    if (status == LB_OK && lb_footprints_init(&f->made.prints, areas + 1) != LB_OK)
        status = no_memory(err);
    if (status == LB_OK)
        status = lb_day_records_each(&f->records, count_day, f, err);
    if (status == LB_OK)
        status = lb_footprint_close_books(&f->made.prints, f->options->overlap, err);
    return status;
}

static lb_status tabulate(footprint *f, lb_error *err)
{
    lb_footprint_made *m = &f->made;
    if (lb_footprint_area_table(&m->areas, &m->prints, &m->table) != LB_OK ||
        lb_footprint_summary_table(&m->areas, &m->prints, &m->summary) != LB_OK)
        return no_memory(err);
    lb_log_note(f->job->log, "%s: %llu phones, %llu active days, %zu stations, %.6g outside",
                lb_text_base_name(f->options->records), (unsigned long long)m->prints.distinct,
                (unsigned long long)m->prints.days, m->stations,
                lb_footprints_of(&m->prints, m->areas.shapes.count));
    return LB_OK;
}

lb_status lb_footprint_run(const lb_footprint_options *options, const lb_job *job, lb_table *out,
                           lb_table *summary, lb_error *err)
{
    footprint f = {.options = options,
                   .job = job,
                   .records.most = options->max_records > 0 ? (size_t)options->max_records : 1,
                   .made.crs = job->crs ? job->crs : "EPSG:3006"};
    lb_area_fields fields = {options->name, options->category, options->priority};
    lb_status status = check_options(&f, err);
    if (status == LB_OK)
        status = lb_areas_read(options->areas, &fields, f.made.crs, job, &f.made.areas, err);
    if (status == LB_OK)
        status = lb_meet_areas(&f.made.areas, job, err);
    if (status == LB_OK)
        status = read_records(&f, err);
    if (status == LB_OK)
        status = count(&f, err);
    if (status == LB_OK)
        status = tabulate(&f, err);
    if (status == LB_OK)
        status = lb_footprint_write(&f.made, options, job, err);
    clear(&f);
    if (status == LB_OK)
        *out = f.made.table;
    else
        lb_table_clear(&f.made.table);
    if (status == LB_OK && summary)
        *summary = f.made.summary;
    else
        lb_table_clear(&f.made.summary);
    return status;
}
