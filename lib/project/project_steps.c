/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strmap.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "project/project_steps.h"
#include "project/options_fill.h"
#include "port/gdal/source_spec.h"

/* A step costs about as much as reading so many bytes, whatever it reads. */
enum { STEP_BYTES = 50 * 1000 };

/* Stands between a step and the caller's log. */
typedef struct relay {
    lb_log *log; /* the caller's; may be NULL */
    lb_map told;
    char **text;
    size_t texts, capacity;
    double before, share; /* of the whole work: done before this step, and of this step */
} relay;

/* True when it is new; what cannot be remembered is told again. */
static bool is_new(relay *r, const char *text)
{
    if (lb_map_get(&r->told, text) != LB_MAP_NONE)
        return false;
    char *kept = lb_text_copy(text);
    if (!kept || !lb_reserve(&r->text, &r->capacity, r->texts + 1, sizeof *r->text)) {
        free(kept);
        return true;
    }
    r->text[r->texts++] = kept;
    lb_map_set(&r->told, kept, 0);
    return true;
}

static void pass_message(void *udata, lb_severity severity, const char *text)
{
    relay *r = udata;
    if (r->log && r->log->write && (severity == LB_PROBLEM || is_new(r, text)))
        r->log->write(r->log->udata, severity, text);
}

/* The end of the whole is told once, by who knows that nothing follows. */
static void pass_progress(void *udata, const char *what, double done)
{
    relay *r = udata;
    double all = r->before + r->share * done;
    if (r->log && r->log->progress)
        r->log->progress(r->log->udata, what, all < 0.999 ? all : 0.999);
}

static void clear_relay(relay *r)
{
    for (size_t i = 0; i < r->texts; i++)
        free(r->text[i]);
    free(r->text);
    lb_map_clear(&r->told);
}

/* For progress only: a source that cannot be looked at counts little. */
static double work_of(const lb_step *step)
{
    double bytes = STEP_BYTES;
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0; lb_option_reads(step->value[v].option) && i < step->value[v].texts;
             i++) {
            lb_source source;
            lb_error ignored;
            if (lb_source_parse(step->value[v].text[i].given, &source, &ignored) == LB_OK) {
                bytes += source.size;
                lb_source_clear(&source);
            }
        }
    return bytes;
}

/* A step before it that failed and whose file it reads, or NULL. */
static const lb_step_text *lost_input(const lb_step *step, const lb_step_outcome *outcome)
{
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0; i < step->value[v].texts; i++) {
            const lb_step_text *text = &step->value[v].text[i];
            if (text->maker != SIZE_MAX && outcome[text->maker].status != LB_OK)
                return text;
        }
    return NULL;
}

static lb_status run_step(const lb_step *step, const lb_job *job, lb_step_result *result,
                          lb_error *err)
{
    lb_filled filled;
    if (lb_step_fill(step, &filled) != LB_OK)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    lb_status status = step->kind->run(filled.options, job, result, err);
    lb_filled_clear(&filled);
    return status;
}

static void do_step(const lb_project *project, size_t i, const lb_job *job,
                    lb_step_outcome *outcome)
{
    const lb_step *step = &project->step[i];
    const lb_step_text *lost = lost_input(step, outcome);
    lb_error err = {.status = LB_OK};
    if (lost)
        outcome[i].status = lb_error_set(&err, outcome[lost->maker].status,
                                         "needs %s, which step '%s' could not make", lost->written,
                                         project->step[lost->maker].name);
    else
        outcome[i].status = run_step(step, job, &outcome[i].result, &err);
    if (outcome[i].status == LB_OK)
        return;
    snprintf(outcome[i].message, sizeof outcome[i].message, "%.599s",
             err.text[0] ? err.text : lb_status_text(outcome[i].status));
    if (job->log && job->log->write) {
        char text[sizeof outcome[i].message + 400];
        snprintf(text, sizeof text, "%s:%ld: step '%.100s': %s", project->file, step->line,
                 step->name, outcome[i].message);
        job->log->write(job->log->udata, LB_PROBLEM, text);
    }
}

void lb_project_do(const lb_project *project, const lb_job *job, lb_step_outcome *outcome)
{
    relay r = {.log = job->log};
    lb_log log = {pass_message, pass_progress, &r};
    lb_job inner = *job;
    double all = 0, done = 0;
    inner.log = &log;
    for (size_t i = 0; i < project->steps; i++)
        all += work_of(&project->step[i]);
    for (size_t i = 0; i < project->steps; i++) {
        double work = work_of(&project->step[i]);
        r.before = done / all < 1 ? done / all : 1;
        r.share = work / all;
        do_step(project, i, &inner, outcome);
        done += work;
        pass_progress(&r, project->step[i].name, 1);
    }
    lb_log_progress(job->log, "run", 1);
    clear_relay(&r);
}

void lb_step_outcomes_free(const lb_project *project, lb_step_outcome *outcome)
{
    for (size_t i = 0; outcome && i < project->steps; i++)
        lb_step_result_clear(&outcome[i].result);
    free(outcome);
}

const lb_table *lb_project_profile(const lb_project *project, const lb_step_outcome *outcome,
                                   const char *spec, size_t areas)
{
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step *step = &project->step[s];
        const lb_step_value *of = lb_step_value_of(step, "areas");
        if (strcmp(step->kind->name, "profile") == 0 && of && strcmp(of->text->given, spec) == 0 &&
            outcome[s].result.tables > 0 && outcome[s].result.table[0].rows == areas)
            return &outcome[s].result.table[0];
    }
    return NULL;
}

size_t lb_project_failed(const lb_project *project, const lb_step_outcome *outcome,
                         lb_status *first)
{
    size_t failed = 0;
    *first = LB_OK;
    for (size_t i = 0; i < project->steps; i++)
        if (outcome[i].status != LB_OK && failed++ == 0)
            *first = outcome[i].status == LB_E_USAGE ? LB_E_INPUT : outcome[i].status;
    return failed;
}
