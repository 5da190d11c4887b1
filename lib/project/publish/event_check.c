/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/try.h"
#include "command/option_provenance.h"
#include "command/option_table.h"
#include "input/areas/areas.h"
#include "port/proj/crs.h"
#include "project/options_fill.h"
#include "project/publish/event_check.h"
#include "project/publish/event_kinds.h"
#include "project/publish/event_periods.h"
#include "project/publish/event_span.h"

typedef struct event_check {
    lb_project *project;
    const lb_job *job;
    bool no_memory;
} event_check;

/* Where the value of a text of the option is in the project's file; the step, where it is not. */
static long line_of(const lb_step *step, const lb_option *option, const char *text)
{
    const lb_step_value *value = lb_step_find_value(step, option->name);
    for (size_t k = 0; value && k < value->texts; k++)
        if (strcmp(value->text[k].written, text) == 0)
            return value->text[k].line;
    return value ? value->line : step->line;
}

/* Notes what the step's published outputs count, unless it is in conflict with what is there. */
static void add_counts(event_check *c, const lb_step *step, lb_event_conflict *conflict)
{
    lb_command_options *options = NULL;
    lb_buf json = {0};
    lb_json_value root;
    conflict->option = NULL;
    lb_status status = lb_options_fill_part(step, LB_PROJECT_PUBLISH, &options);
    if (status == LB_OK)
        lb_option_values_json(step->command, lb_command_options_values(options), &json);
    c->no_memory |= status == LB_E_MEMORY || json.failed;
    if (!c->no_memory && json.text && lb_json_parse_value(json.text, json.length, &root))
        c->no_memory =
            lb_event_readings_add(&c->project->counted, step->command, root, conflict) != LB_OK;
    lb_command_options_free(options);
    lb_buf_clear(&json);
}

/* What the step counts stays in work/ where it gives counts of few events, by itself or with what
 * is published already. Decided by the project's text and earlier publications. */
static void check_counts(event_check *c, lb_step *step)
{
    lb_event_conflict conflict;
    add_counts(c, step, &conflict);
    if (c->no_memory || !conflict.option)
        return;
    step->unpublished = true;
    lb_log_warning(c->job->log,
                   "%s:%ld: step '%s': counts of %s by %s stay in work/: %s, with min-cell: 0 all",
                   c->project->file, line_of(step, conflict.option, conflict.value), step->name,
                   lb_step_given(step, "records") ? "phones" : "events", conflict.value,
                   conflict.why);
}

/* Does the count of a single area follow from the step's table? Rates of a category with and
 * without its most influential area do. */
static bool gives_single_areas(const lb_step *step)
{
    return strcmp(step->command->name, "rate") == 0;
}

/* How the areas of a value are read and which counts are published of them. */
static char *describe_set(const lb_step *step, const lb_step_text *text)
{
    static const char *const options[] = {"name", "category", "priority", "overlap"};
    lb_buf set = {0};
    lb_buf_puts(&set, text->given);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *given = lb_step_given(step, options[i]);
        lb_buf_printf(&set, "\n%s", given ? given : "");
    }
    if (gives_single_areas(step))
        lb_buf_puts(&set, "\neach");
    return lb_buf_detach(&set);
}

static lb_overlap_rule overlap_rule(const lb_step *step)
{
    const lb_option *option = lb_command_option(step->command, "overlap");
    const char *given = lb_step_given(step, "overlap");
    lb_option_value value = {.whole = LB_OVERLAP_PRIORITY};
    if (option && given)
        lb_option_parse(option, given, &value);
    return (lb_overlap_rule)value.whole;
}

/* why: "", or why counts of these areas are not published. What cannot be read is left to the step
 * to report. */
static lb_status add_areas(event_check *c, const lb_step *step, const lb_step_text *text,
                           char why[300])
{
    const lb_area_fields fields = {lb_step_given(step, "name"), lb_step_given(step, "category"),
                                   lb_step_given(step, "priority")};
    const char *crs = c->project->crs ? c->project->crs : c->job->crs;
    lb_job quiet = *c->job;
    lb_areas areas = {0};
    const lb_event_ground ground = {&areas, overlap_rule(step), gives_single_areas(step)};
    lb_error ignored;
    char *set = describe_set(step, text),
         *source = lb_event_source_name(lb_step_given(step, "events"));
    lb_status status = set ? LB_OK : LB_E_MEMORY;
    quiet.log = NULL;
    if (set && source && !lb_event_places_have(&c->project->places, source, set) &&
        lb_crs_check(crs ? crs : LB_STANDARD_CRS, &ignored) == LB_OK &&
        (status = lb_areas_read(text->given, &fields, crs ? crs : LB_STANDARD_CRS, &quiet, &areas,
                                &ignored)) == LB_OK)
        status = lb_event_places_add(&c->project->places, source, set, &ground, why);
    lb_areas_clear(&areas);
    free(set);
    free(source);
    return status == LB_E_MEMORY ? status : LB_OK;
}

/* Places in which the step counts events; those that the run makes are not known before it. */
static void check_places(event_check *c, lb_step *step)
{
    static const char *const names[] = {"areas", "controls"};
    for (size_t i = 0; i < sizeof names / sizeof *names && !step->unpublished; i++) {
        const lb_step_value *value = lb_step_find_value(step, names[i]);
        for (size_t k = 0; value && k < value->texts && !step->unpublished && !c->no_memory; k++) {
            const lb_step_text *text = &value->text[k];
            char why[300] = "";
            if (lb_option_is_word(value->option, text->written))
                continue;
            if (text->producer != SIZE_MAX)
                snprintf(why, sizeof why,
                         "they are made by this project, and where they are is not "
                         "known before; published are counts of given areas");
            else
                c->no_memory = add_areas(c, step, text, why) != LB_OK;
            step->unpublished = why[0];
            if (why[0])
                lb_log_warning(c->job->log,
                               "%s:%ld: step '%s': counts of events in %s stay in work/: %s, with "
                               "min-cell: 0 all",
                               c->project->file, text->line, step->name, text->written, why);
        }
    }
}

/* Events by a field that has a value of its own for nearly each are counts of single ones. */
static void check_kinds(event_check *c, lb_step *step)
{
    const lb_step_value *field = lb_step_find_value(step, "indicator");
    char why[300];
    if (!field)
        return;
    c->no_memory |= lb_event_kinds_check(lb_step_given(step, "events"), field->text->given, c->job,
                                         why) != LB_OK;
    step->unpublished = !c->no_memory && why[0];
    if (step->unpublished)
        lb_log_warning(c->job->log,
                       "%s:%ld: step '%s': counts of events by indicator \"%s\" stay in work/: "
                       "%s, with min-cell: 0 all",
                       c->project->file, field->text->line, step->name, field->text->given, why);
}

/* Days that the user chooses, from which on events are counted to the last one. */
static void check_days(event_check *c, lb_step *step)
{
    const char *crs = c->project->crs ? c->project->crs : c->job->crs;
    char why[300];
    for (size_t v = 0; v < step->values && !step->unpublished && !c->no_memory; v++) {
        const lb_step_value *value = &step->value[v];
        const lb_step_text *text = value->text;
        if (value->texts == 0 || !lb_event_option_is_period(value->option))
            continue;
        c->no_memory = lb_event_span_check(step, value->option, text->given,
                                           crs ? crs : LB_STANDARD_CRS, c->job, why) != LB_OK;
        step->unpublished = !c->no_memory && why[0];
        if (step->unpublished)
            lb_log_warning(c->job->log,
                           "%s:%ld: step '%s': counts of events by %s %s stay in work/: %s, with "
                           "min-cell: 0 all",
                           c->project->file, text->line, step->name, value->option->name,
                           text->given, why);
    }
}

lb_status lb_step_check_events(lb_project *project, lb_step *step, const lb_job *job)
{
    event_check c = {project, job, false};
    if (project->min_cell < 2 || step->unpublished)
        return LB_OK;
    if (lb_step_given(step, "events"))
        check_kinds(&c, step);
    if (lb_step_given(step, "events") && !step->unpublished && !c.no_memory)
        check_places(&c, step);
    if (lb_step_given(step, "events") && !step->unpublished && !c.no_memory)
        check_days(&c, step);
    if (!step->unpublished && !c.no_memory)
        check_counts(&c, step);
    return c.no_memory ? LB_E_MEMORY : LB_OK;
}
