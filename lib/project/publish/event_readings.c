/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "kernel/disclosure/period_spans.h"
#include "port/gdal/source_spec.h"
#include "project/publish/event_condition.h"
#include "project/publish/event_readings.h"
#include "project/publish/event_periods.h"

const char lb_event_pipe_reason[] =
    "they come through a pipe, which is read once, and cannot be looked at before; published are "
    "counts of events in a file";

static void free_readings(lb_event_readings *counts, size_t from)
{
    for (size_t i = from; i < counts->readings; i++) {
        free(counts->reading[i].source);
        free(counts->reading[i].option);
        free(counts->reading[i].value);
    }
    counts->readings = from < counts->readings ? from : counts->readings;
}

void lb_event_readings_clear(lb_event_readings *counts)
{
    lb_periods_clear(&counts->periods);
    free_readings(counts, 0);
    free(counts->reading);
    *counts = (lb_event_readings){.readings = 0};
}

static const char layer_mark[] = "|layername=";

bool lb_event_sources_meet(const char *a, const char *b)
{
    const char *of_a = strstr(a, layer_mark), *of_b = strstr(b, layer_mark);
    size_t n = of_a ? (size_t)(of_a - a) : strlen(a), m = of_b ? (size_t)(of_b - b) : strlen(b);
    return n == m && strncmp(a, b, n) == 0 && lb_layers_may_be_same(of_a, of_b);
}

static char *copy_value(lb_json_value value)
{
    char *text = malloc(value.length + 1);
    if (text) {
        memcpy(text, value.text, value.length);
        text[value.length] = '\0';
    }
    return text;
}

static lb_status append_reading(lb_event_readings *c, const char *source, const char *option,
                                lb_json_value value)
{
    if (!lb_array_reserve(&c->reading, &c->capacity, c->readings + 1, sizeof *c->reading))
        return LB_E_MEMORY;
    lb_event_reading *r = &c->reading[c->readings++];
    *r = (lb_event_reading){lb_text_copy(source), lb_text_copy(option), copy_value(value)};
    return r->source && r->option && r->value ? LB_OK : LB_E_MEMORY;
}

/* --- periods --- */

static lb_status add_period(lb_event_readings *c, const lb_command *command,
                            const lb_option *option, lb_json_value value)
{
    char *text = lb_json_string(value);
    lb_status status = text ? lb_event_periods_add(command, option, text, &c->periods) : LB_OK;
    free(text);
    return status;
}

static lb_status add_periods(lb_event_readings *c, const lb_command *command,
                             const lb_option *option, lb_json_value value,
                             lb_event_conflict *conflict)
{
    lb_json_value item = {NULL, 0};
    int64_t days = LB_EVENT_DAYS_MIN;
    bool is_list = lb_option_is_list(option);
    while (is_list ? lb_json_next(value, &item) : !item.text) {
        item = is_list ? item : value;
        LB_TRY(add_period(c, command, option, item));
        LB_TRY(lb_period_spans_least(&c->periods, LB_EVENT_DAYS_MIN, &days));
        if (days >= LB_EVENT_DAYS_MIN || conflict->option)
            continue;
        conflict->option = option;
        char *text = lb_json_string(item);
        snprintf(conflict->value, sizeof conflict->value, "%s", text ? text : "");
        free(text);
        snprintf(conflict->why, sizeof conflict->why,
                 "by themselves or with other published counts they tell of %lld %s, and few "
                 "events in a short time tell of victims; published are counts of half a year or "
                 "more",
                 (long long)days, lb_number_word(days, "day", "days"));
    }
    return LB_OK;
}

/* --- how events are read --- */

/* By which an event is in another period or another place. Its kind (--indicator, --linked) is no
 * place and no time. */
static const char *const reading_names[] = {
    "date",    "date-format", "timezone", "until",          "time-rule", "x", "y",
    "overlap", "valid-from",  "valid-to", "position-error", "support",   NULL};
/* Distances of borders from those of the areas, metres. */
static const char *const border_names[] = {"border-curve", "ring", NULL};

static bool is_unset(lb_json_value value)
{
    double number;
    return (value.length == 4 && memcmp(value.text, "null", 4) == 0) ||
           (lb_json_number(value, &number) && number == 0);
}

/* Of the phones of areas every option counts: what one publication has more than another is few
 * phones, or many. */
static bool is_of_records(const lb_command *command)
{
    return lb_command_option(command, "records") != NULL;
}

/* An option that has no effect, as a rule for ends that are not read, is no reading. */
static bool is_reading(const lb_option *option, lb_json_value options, lb_json_value value)
{
    lb_json_value needed;
    bool is_idle = strcmp(option->name, "time-rule") == 0 &&
                   (!lb_json_member(options, "until", &needed) || is_unset(needed));
    return lb_text_index(reading_names, option->name) >= 0 && !is_idle &&
           !(strcmp(option->name, "position-error") == 0 && is_unset(value));
}

static bool is_given(const char *value)
{
    return *value && strcmp(value, "null") != 0;
}

static void set_conflict(const lb_option *option, const char *value, lb_event_conflict *conflict)
{
    conflict->option = option;
    snprintf(conflict->value, sizeof conflict->value, "%s %.80s", option->name,
             is_given(value) ? value : "(not given)");
}

/* One source is published by one reading: two counts of it differ by the few events that have
 * another place or period by the other. Days are those of one zone whatever the source. */
static lb_status add_reading(lb_event_readings *c, const char *source, const lb_option *option,
                             lb_json_value value, lb_event_conflict *conflict)
{
    const char *of = strcmp(option->name, "timezone") == 0 ? "" : source;
    size_t known = c->readings;
    LB_TRY(append_reading(c, of, option->name, value));
    const lb_event_reading *added = &c->reading[known];
    for (size_t i = 0; i < known && !conflict->option; i++) {
        const lb_event_reading *r = &c->reading[i];
        if (!lb_event_sources_meet(r->source, of) || strcmp(r->option, option->name) != 0 ||
            strcmp(r->value, added->value) == 0)
            continue;
        set_conflict(option, added->value, conflict);
        snprintf(
            conflict->why, sizeof conflict->why,
            "%.100s published before has %.60s %.80s, and the difference tells of the few that "
            "are in another period or place by the other",
            *of ? of : "what is", option->name, is_given(r->value) ? r->value : "(not given)");
    }
    return LB_OK;
}

/* --- conditions --- */

/* Names that GDAL and SQLite give to the key and the geometry of any row. */
static const char *const row_names[] = {"fid",          "rowid", "_rowid_",  "oid",
                                        "ogc_fid",      "geom",  "geometry", "ogr_geometry",
                                        "ogr_geom_wkt", NULL};

/* Does the condition name a field that is read as a time or place of events, or the key of a row,
 * or measure the geometry? */
static bool names_time_or_place(const lb_command *command, lb_json_value options,
                                const char *condition)
{
    static const char *const names[] = {"date", "until", "x", "y"};
    bool found = lb_event_condition_measures(condition);
    for (size_t i = 0; row_names[i] && !found; i++)
        found = lb_event_condition_names(condition, row_names[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++) {
        const lb_option *option = lb_command_option(command, names[i]);
        lb_json_value value;
        char *given =
            option && lb_json_member(options, names[i], &value) ? lb_json_string(value) : NULL;
        found = given && lb_event_condition_names(condition, given);
        for (size_t k = 0; option && !found && option->usual && option->usual[k]; k++)
            found = lb_event_condition_names(condition, option->usual[k]);
        free(given);
    }
    return found;
}

/* Conditions by values of one field divide events by kind, as categories do. Any other lets two
 * counts differ by whatever it says, and one on days or places makes a count of few events. Phones
 * are of several kinds. */
static lb_status add_condition(lb_event_readings *c, const lb_command *command,
                               lb_json_value options, const char *source, const char *condition,
                               lb_event_conflict *conflict)
{
    size_t known = c->readings;
    const char *other = NULL;
    LB_TRY(append_reading(c, source, "where", (lb_json_value){condition, strlen(condition)}));
    for (size_t i = 0; i < known && !other; i++) {
        const lb_event_reading *r = &c->reading[i];
        if (lb_event_sources_meet(r->source, source) && strcmp(r->option, "where") == 0 &&
            (is_of_records(command) ? strcmp(r->value, condition) != 0
                                    : !lb_event_conditions_agree(r->value, condition)))
            other = *r->value ? r->value : "no condition";
    }
    bool of_reading = !is_of_records(command) && names_time_or_place(command, options, condition);
    if (!of_reading && !other)
        return LB_OK;
    conflict->option = lb_command_option(command, is_of_records(command) ? "records" : "events");
    snprintf(conflict->value, sizeof conflict->value, "where=%.100s", condition);
    if (of_reading)
        snprintf(conflict->why, sizeof conflict->why,
                 "a condition on days or places makes counts of a short time or a narrow place; "
                 "periods and areas are for that");
    else
        snprintf(conflict->why, sizeof conflict->why,
                 "%.80s is published by '%.80s' already, and counts by conditions that are not all "
                 "on values of one field may differ by few",
                 source, other);
    return LB_OK;
}

/* Kinds by a field of days or places are counts of single ones of them. */
static lb_status check_kinds(const lb_command *command, lb_json_value options,
                             const lb_option *option, lb_json_value value,
                             lb_event_conflict *conflict)
{
    lb_buf quoted = {0};
    char *field = lb_json_string(value);
    lb_buf_printf(&quoted, "\"%s\"", field ? field : "");
    free(field);
    if (!quoted.failed && names_time_or_place(command, options, quoted.text)) {
        set_conflict(option, quoted.text, conflict);
        snprintf(conflict->why, sizeof conflict->why,
                 "kinds by a field of days or places make counts of a short time or a narrow "
                 "place; periods and areas are for that");
    }
    lb_status status = quoted.failed ? LB_E_MEMORY : LB_OK;
    lb_buf_clear(&quoted);
    return status;
}

/* --- borders --- */

/* Distances as provenance has them: 500, "-100,-50,50". LB_E_MEMORY. */
static lb_status append_distances(const char *value, double **metres, size_t *n, size_t *capacity)
{
    while (*value) {
        size_t length = strcspn(value += strspn(value, "\", "), "\", ");
        double distance;
        if (length > 0 && lb_number_parse(value, length, &distance)) {
            if (!lb_array_reserve(metres, capacity, *n + 1, sizeof **metres))
                return LB_E_MEMORY;
            (*metres)[(*n)++] = distance;
        }
        value += length;
    }
    return LB_OK;
}

/* The narrowest strip between borders that the events of the source are counted within: those of
 * the areas, at 0, and those moved. */
static lb_status narrowest_strip(const lb_event_readings *c, const char *source, double *out)
{
    double *metres = NULL, narrowest = INFINITY;
    size_t n = 0, capacity = 0;
    lb_status status = append_distances("0", &metres, &n, &capacity);
    for (size_t i = 0; i < c->readings && status == LB_OK; i++)
        if (lb_event_sources_meet(c->reading[i].source, source) &&
            lb_text_index(border_names, c->reading[i].option) >= 0)
            status = append_distances(c->reading[i].value, &metres, &n, &capacity);
    if (status == LB_OK)
        qsort(metres, n, sizeof *metres, lb_compare_doubles);
    for (size_t i = 1; i < n && status == LB_OK; i++)
        if (metres[i] > metres[i - 1] && metres[i] - metres[i - 1] < narrowest)
            narrowest = metres[i] - metres[i - 1];
    free(metres);
    *out = narrowest;
    return status;
}

static lb_status add_borders(lb_event_readings *c, const char *source, const lb_option *option,
                             lb_json_value value, lb_event_conflict *conflict)
{
    double metres = INFINITY;
    LB_TRY(append_reading(c, source, option->name, value));
    LB_TRY(narrowest_strip(c, source, &metres));
    if (metres >= LB_EVENT_STRIP_MIN)
        return LB_OK;
    set_conflict(option, c->reading[c->readings - 1].value, conflict);
    snprintf(conflict->why, sizeof conflict->why,
             "with the borders of the areas and others that are published they tell of strips of "
             "%g m; published are those of %d m or more",
             metres, LB_EVENT_STRIP_MIN);
    return LB_OK;
}

/* --- a step --- */

static lb_status add_option(lb_event_readings *c, const lb_command *command, lb_json_value options,
                            const char *source, const lb_option *option,
                            lb_event_conflict *conflict)
{
    lb_json_value value;
    if (!lb_json_member(options, option->name, &value))
        return LB_OK;
    if (!is_unset(value) && lb_event_option_is_period(option))
        return add_periods(c, command, option, value, conflict);
    if (source && (is_reading(option, options, value) || is_of_records(command)))
        return add_reading(c, source, option, value, conflict);
    if (source && !is_unset(value) && strcmp(option->name, "indicator") == 0)
        return check_kinds(command, options, option, value, conflict);
    if (source && !is_unset(value) && lb_text_index(border_names, option->name) >= 0)
        return add_borders(c, source, option, value, conflict);
    return LB_OK;
}

static char *name_source(const lb_source *spec)
{
    lb_buf name = {0};
    lb_buf_printf(&name, "%s%s%s", lb_text_base_name(spec->path), spec->layer ? layer_mark : "",
                  spec->layer ? spec->layer : "");
    return lb_buf_detach(&name);
}

char *lb_event_source_name(const char *text)
{
    lb_source spec;
    lb_error ignored;
    if (lb_source_parse(text, &spec, &ignored) != LB_OK)
        return NULL;
    char *name = name_source(&spec);
    lb_source_clear(&spec);
    return name;
}

/* The events of a step, where it counts any: their source, condition and CRS. */
static lb_status add_source(lb_event_readings *c, const lb_command *command, lb_json_value options,
                            char **name, lb_event_conflict *conflict)
{
    lb_json_value value;
    lb_source spec;
    lb_error ignored;
    const char *of = is_of_records(command) ? "records" : "events";
    char *text = lb_json_member(options, of, &value) ? lb_json_string(value) : NULL;
    lb_status status = text ? lb_source_parse(text, &spec, &ignored) : LB_E_USAGE;
    free(text);
    if (status != LB_OK)
        return status == LB_E_MEMORY ? status : LB_OK;
    const char *crs = spec.crs ? spec.crs : "";
    const lb_option *events = lb_command_option(command, of);
    lb_option crs_option = *events;
    crs_option.name = "crs";
    *name = name_source(&spec);
    status = *name ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status =
            add_condition(c, command, options, *name, spec.subset ? spec.subset : "", conflict);
    if (status == LB_OK && !conflict->option) {
        status = add_reading(c, *name, &crs_option, (lb_json_value){crs, strlen(crs)}, conflict);
        if (conflict->option)
            conflict->option = events;
    }
    lb_source_clear(&spec);
    return status;
}

lb_status lb_event_readings_add(lb_event_readings *counts, const lb_command *command,
                                lb_json_value options, lb_event_conflict *conflict)
{
    size_t periods = counts->periods.count, readings = counts->readings;
    lb_event_conflict found = {.option = NULL};
    char *source = NULL;
    lb_status status = add_source(counts, command, options, &source, &found);
    for (size_t i = 0; i < command->options && status == LB_OK; i++) {
        lb_event_conflict next = {.option = NULL};
        status = add_option(counts, command, options, source, &command->option[i], &next);
        if (!found.option)
            found = next;
    }
    free(source);
    if (conflict && (found.option || status != LB_OK)) {
        counts->periods.count = periods;
        free_readings(counts, readings);
    }
    if (conflict)
        *conflict = found;
    return status;
}

/* --- what was published before --- */

/* The options of the command that a step's provenance holds. */
static lb_status add_json(lb_json_value root, lb_event_readings *counts)
{
    lb_json_value name, options;
    char *text = lb_json_member(root, "command", &name) ? lb_json_string(name) : NULL;
    const lb_command *command = text ? lb_command_find(text) : NULL;
    free(text);
    return command && lb_json_member(root, "options", &options)
               ? lb_event_readings_add(counts, command, options, NULL)
               : LB_OK;
}

static lb_status read_step(const char *folder, const char *name, lb_event_readings *counts,
                           lb_error *err)
{
    lb_buf path = {0}, text = {0};
    lb_json_value root;
    lb_buf_printf(&path, "%s/%s", folder, name);
    lb_status status = path.failed ? lb_error_memory(err) : lb_file_read(path.text, &text, err);
    if (status == LB_OK && text.text && lb_json_parse_value(text.text, text.length, &root) &&
        add_json(root, counts) != LB_OK)
        status = lb_error_memory(err);
    lb_buf_clear(&path);
    lb_buf_clear(&text);
    return status;
}

lb_status lb_event_readings_read(const char *folder, lb_event_readings *counts, lb_error *err)
{
    lb_file_names names = {0};
    if (!lb_file_is_folder(folder))
        return LB_OK;
    lb_status status = lb_file_names_read(folder, &names, err);
    for (size_t i = 0; i < names.count && status == LB_OK; i++)
        if (lb_text_ends_with(names.item[i], ".provenance.json"))
            status = read_step(folder, names.item[i], counts, err);
    lb_file_names_clear(&names);
    return status;
}
