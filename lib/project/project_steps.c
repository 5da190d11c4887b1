/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/log_once.h"
#include "kernel/disclosure/policy.h"
#include "model/run_cache.h"
#include "base/swedish_text.h"
#include "input/areas/areas.h"
#include "project/project_steps.h"
#include "project/options_fill.h"
#include "port/gdal/source_spec.h"

/* A step costs about as much as reading so many bytes, whatever it reads. */
enum { STEP_BYTES = 50 * 1000 };

/* Stands between a step and the caller's log. */
typedef struct log_relay {
    const lb_project *project;
    lb_log *log;          /* the caller's, each message once; may be NULL */
    double before, share; /* of the whole work: done before this step, and of this step */
    double shown;         /* the greatest progress passed on: a command may begin anew */
} log_relay;

static void pass_message(void *udata, lb_severity severity, const char *text)
{
    log_relay *r = udata;
    char *message = lb_text_copy(text);
    if (message)
        lb_project_name_published(r->project, message);
    text = message ? message : text;
    if (r->log)
        r->log->write(r->log->udata, severity, text);
    free(message);
}

/* 100 % is reported once, by lb_project_run_steps, which knows that nothing follows. */
static void pass_progress(void *udata, const char *what, double done)
{
    log_relay *r = udata;
    double all = fmin(r->before + r->share * done, 0.999);
    if (r->log && r->log->progress && all > r->shown)
        r->log->progress(r->log->udata, what, r->shown = all);
}

/* For progress only: a source that cannot be looked at counts little, what an earlier step makes as
 * much as that read (work[producer]). */
static double input_bytes(const lb_step *step, const double *work)
{
    double bytes = STEP_BYTES;
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0; lb_option_is_input(step->value[v].option) && i < step->value[v].texts;
             i++) {
            const lb_step_text *text = &step->value[v].text[i];
            lb_source source;
            lb_error ignored;
            if (text->producer != SIZE_MAX) {
                bytes += work[text->producer];
            } else if (lb_source_parse(text->given, &source, &ignored) == LB_OK) {
                bytes += source.size;
                lb_source_clear(&source);
            }
        }
    return bytes;
}

/* work[i] of each step, in bytes of input, before any has run; returns their sum. */
static double plan_work(const lb_project *project, double *work)
{
    double all = 0;
    for (size_t i = 0; i < project->steps; i++)
        all += work[i] = input_bytes(&project->step[i], work);
    return all;
}

/* A step before it that failed and whose file it reads, or NULL. */
static const lb_step_text *failed_input(const lb_step *step, const lb_step_outcome *outcome)
{
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0; i < step->value[v].texts; i++) {
            const lb_step_text *text = &step->value[v].text[i];
            if (text->producer != SIZE_MAX && outcome[text->producer].status != LB_OK)
                return text;
        }
    return NULL;
}

/* folder: whose outputs are made; NULL: of both. */
static lb_status run_part(const lb_step *step, const char *folder, const lb_job *job,
                          lb_command_result *result, lb_error *err)
{
    lb_command_options *options = NULL;
    lb_job of_step = *job;
    of_step.columns = lb_step_given(step, "columns");
    if (lb_options_fill_part(step, folder, &options) != LB_OK)
        return lb_error_memory(err);
    lb_status status =
        lb_command_run(step->command, lb_command_options_values(options), &of_step, result, err);
    lb_command_options_free(options);
    return status;
}

/* Does the step read a grid of squares, and write something into work/? The index writes the grid
 * itself as delivered. */
static bool is_done_twice(const lb_step *step)
{
    bool grid = false, work = false;
    for (size_t v = 0; v < step->values; v++) {
        const lb_option *option = step->value[v].option;
        if (option->kind == LB_OPTION_OUTPUT)
            work |= strcmp(step->value[v].text->folder, LB_PROJECT_WORK) == 0;
        else
            grid |= lb_option_is_grid(option);
    }
    return grid && work && strcmp(step->command->name, "index") != 0;
}

/* What goes to work/ is made of the grid as delivered, what is published of the coarsened one. */
static lb_status run_step(const lb_step *step, const lb_job *job, lb_command_result *result,
                          lb_error *err)
{
    const lb_job as_delivered = lb_job_as_delivered(job);
    const lb_disclosure_policy policy = {lb_job_min_cell(job), lb_job_secret(job),
                                         step->exact_people};
    lb_own_job own;
    const lb_job *published = lb_job_publish(job, &policy, &own);
    lb_command_result unused = {.tables = 0};
    if (step->unpublished)
        return run_part(step, NULL, &as_delivered, result, err);
    if (!is_done_twice(step))
        return run_part(step, NULL, published, result, err);
    lb_status status = run_part(step, LB_PROJECT_WORK, &as_delivered, &unused, err);
    lb_command_result_clear(&unused);
    return status == LB_OK ? run_part(step, LB_PROJECT_PUBLISH, published, result, err) : status;
}

/* The result keeps its tables. */
static void keep_nothing(void *table)
{
    (void)table;
}

/* Tables under the names of the files they were written to, for charts of later steps. */
static void keep_tables(const lb_step *step, lb_command_result *result, lb_run_cache *cache)
{
    const lb_command *command = step->command;
    for (size_t t = 0; t < result->tables; t++)
        for (size_t i = 0; i < command->tables; i++) {
            const lb_table_info *info = &command->table[i];
            const char *path = strcmp(info->name, result->part[t]) == 0 && info->option
                                   ? lb_step_given(step, info->option)
                                   : NULL;
            if (path)
                lb_run_cache_add(cache, "table", path, &result->table[t], keep_nothing);
        }
}

/* A step whose input another step failed to make is not run, and fails with that step's status, so
 * that the exit code is the first cause's. */
static void try_step(const lb_project *project, size_t i, const lb_job *job,
                     lb_step_outcome *outcome)
{
    const lb_step *step = &project->step[i];
    const lb_step_text *failed_text = failed_input(step, outcome);
    lb_error err = {.status = LB_OK};
    if (failed_text)
        outcome[i].status = lb_error_set(
            &err, outcome[failed_text->producer].status, "needs %s, which step '%s' could not make",
            failed_text->written, project->step[failed_text->producer].name);
    else
        outcome[i].status = run_step(step, job, &outcome[i].result, &err);
    if (outcome[i].status == LB_OK) {
        keep_tables(step, &outcome[i].result, job->cache);
        return;
    }
    snprintf(outcome[i].message, sizeof outcome[i].message, "%.599s",
             err.text[0] ? err.text : lb_status_text(outcome[i].status));
    lb_project_name_published(project, outcome[i].message);
    if (job->log && job->log->write) {
        char text[sizeof outcome[i].message + 400];
        snprintf(text, sizeof text, "%s:%ld: step '%.100s': %s", project->file, step->line,
                 step->name, outcome[i].message);
        job->log->write(job->log->udata, LB_PROBLEM, text);
    }
    lb_project_cut_folders(project, outcome[i].message); /* on the page */
}

/* Progress is by bytes of input, the best guess of a step's time before it runs. A failed step does
 * not end the run: those that do not need it go on. */
void lb_project_run_steps(const lb_project *project, const lb_job *job, lb_step_outcome *outcome)
{
    lb_log_once once;
    log_relay r = {.project = project, .log = lb_log_once_begin(&once, job->log)};
    lb_log log = {pass_message, pass_progress, &r};
    lb_job inner = *job;
    double *work = malloc((project->steps + 1) * sizeof *work); /* NULL: no progress is shown */
    double all = work ? plan_work(project, work) : 1;
    inner.log = &log;
    for (size_t i = 0; i < project->steps; i++) {
        r.share = work ? work[i] / all : 0;
        try_step(project, i, &inner, outcome);
        pass_progress(&r, project->step[i].name, 1);
        r.before += r.share;
    }
    free(work);
    lb_log_progress(job->log, "run", 1);
    lb_log_once_clear(&once);
}

bool lb_step_reads(const lb_step *step, size_t producer)
{
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0; i < step->value[v].texts; i++)
            if (step->value[v].text[i].producer == producer)
                return true;
    return false;
}

void lb_project_run_again(const lb_project *project, const lb_job *job, bool *again,
                          lb_step_outcome *outcome)
{
    for (size_t i = 0; i < project->steps; i++) {
        for (size_t k = 0; k < i; k++)
            again[i] |= again[k] && lb_step_reads(&project->step[i], k);
        if (!again[i] || outcome[i].status != LB_OK)
            continue;
        lb_command_result_clear(&outcome[i].result);
        try_step(project, i, job, outcome);
    }
}

void lb_step_outcomes_free(const lb_project *project, lb_step_outcome *outcome)
{
    for (size_t i = 0; outcome && i < project->steps; i++)
        lb_command_result_clear(&outcome[i].result);
    free(outcome);
}

const lb_table *lb_project_find_profile(const lb_project *project, const lb_step_outcome *outcome,
                                        const char *spec, size_t areas)
{
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step *step = &project->step[s];
        const lb_step_value *of = lb_step_find_value(step, "areas");
        if (strcmp(step->command->name, "profile") == 0 && of && !step->unpublished &&
            strcmp(lb_areas_source(of->text->given), lb_areas_source(spec)) == 0 &&
            outcome[s].result.tables > 0 && outcome[s].result.table[0].rows == areas)
            return &outcome[s].result.table[0];
    }
    return NULL;
}

size_t lb_project_count_failed(const lb_project *project, const lb_step_outcome *outcome,
                               lb_status *first)
{
    size_t failed = 0;
    *first = LB_OK;
    for (size_t i = 0; i < project->steps; i++)
        if (outcome[i].status != LB_OK && failed++ == 0)
            *first = outcome[i].status == LB_E_USAGE ? LB_E_INPUT : outcome[i].status;
    return failed;
}
