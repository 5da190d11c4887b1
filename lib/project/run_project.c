/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include <lagesbild/project.h>
#include "base/file.h"
#include "output/folder_lock.h"
#include "model/run_cache.h"
#include "base/try.h"
#include "kernel/disclosure/policy.h"
#include "input/grid/noisy_squares.h"
#include "project/publish/project_audit.h"
#include "project/qgis/project_qgis.h"
#include "project/project_load.h"
#include "project/project_page.h"
#include "project/dry_run.h"
#include "project/project_provenance.h"
#include "project/project_steps.h"
#include "project/publish/published_people.h"
#include "project/publish/run_folder.h"

void lb_project_report_clear(lb_project_report *report)
{
    lb_table_clear(&report->inputs);
    lb_table_clear(&report->steps);
}

static lb_status plan_run(const lb_project *project, const lb_job *job, lb_project_report *out,
                          lb_error *err)
{
    lb_project_report report = {.inputs = {0}};
    if (lb_project_inputs_table(project, job, &report.inputs) != LB_OK ||
        lb_project_steps_table(project, NULL, &report.steps) != LB_OK) {
        lb_project_report_clear(&report);
        return lb_error_memory(err);
    }
    *out = report;
    return LB_OK;
}

/* A file of an earlier run under the name of one that this run did not make would mislead. */
static void warn_of_old_files(const lb_project *project, const lb_step_outcome *outcome,
                              const lb_job *job)
{
    for (size_t s = 0; s < project->steps; s++)
        for (size_t v = 0; v < project->step[s].values && outcome[s].status != LB_OK; v++) {
            const lb_step_value *value = &project->step[s].value[v];
            if (value->option->kind != LB_OPTION_OUTPUT)
                continue;
            char *path = lb_project_path(project, value->text->folder, value->text->written);
            if (path && access(path, F_OK) == 0)
                lb_log_warning(job->log, "%s: is of an earlier run; step '%s' failed now", path,
                               project->step[s].name);
            free(path);
        }
}

/* The page and the QGIS project, which draw the same layers; then all that is to be published is
 * there, and is audited. */
static lb_status write_maps(lb_project *project, const lb_job *job, lb_step_outcome *outcome,
                            lb_error *err)
{
    lb_project_layers layers;
    LB_TRY(lb_project_layers_read(project, outcome, job, &layers, err));
    lb_status status = lb_project_write_page(project, outcome, &layers, job, err);
    if (status == LB_OK)
        status = lb_project_write_qgis(project, outcome, &layers, job, err);
    if (status == LB_OK)
        status = lb_project_audit(project, outcome, layers.crs, job, err);
    if (status == LB_OK && project->audited)
        status = lb_project_write_audit(project, outcome, job, err);
    lb_project_layers_clear(&layers);
    return status;
}

/* Publication comes before the register's entry: a register must not list what was not published.
 * Failed steps make the exit code, but what the others made is kept. */
static lb_status write_results(lb_project *project, const lb_job *job, lb_step_outcome *outcome,
                               lb_project_report *out, lb_error *err)
{
    lb_status first;
    lb_table table = {0};
    size_t failed = lb_project_count_failed(project, outcome, &first);
    lb_status status = lb_project_write_provenance(project, outcome, job, err);
    if (status == LB_OK)
        status = write_maps(project, job, outcome, err);
    if (status == LB_OK)
        status = lb_run_folder_publish(project, err);
    if (status == LB_OK && project->audited)
        status = lb_project_audit_register(project, err);
    if (status == LB_OK)
        status = lb_run_folder_end(project, job, err);
    if (status == LB_OK && lb_project_steps_table(project, outcome, &table) != LB_OK)
        status = lb_error_memory(err);
    if (status != LB_OK)
        return status;
    warn_of_old_files(project, outcome, job);
    out->steps = table;
    if (failed == 0)
        return LB_OK;
    return lb_error_set(err, first, "%s: %zu of %zu steps failed; what the others made is in %s",
                        project->file, failed, project->steps, project->dir);
}

/* What is published is made in the project's stage and moved to publish/ when all of it is written;
 * what an error leaves in the stage is removed. */
static lb_status run_steps(lb_project *project, const lb_job *job, lb_project_report *out,
                           lb_error *err)
{
    lb_step_outcome *outcome = calloc(project->steps + 1, sizeof *outcome);
    lb_status status = outcome ? lb_run_folder_check(project, job, err) : lb_error_memory(err);
    if (status == LB_OK)
        status = lb_project_audit_begin(project, err);
    if (status == LB_OK)
        status = lb_run_folder_make(project, err);
    if (status == LB_OK) {
        const lb_disclosure_policy policy = {project->min_cell, project->cell_key_file, false};
        lb_own_job own;
        lb_job inner = *lb_job_publish(job, &policy, &own);
        inner.publish = true;
        inner.cache = lb_run_cache_new();
        lb_project_run_steps(project, &inner, outcome);
        status = write_results(project, &inner, outcome, out, err);
        lb_run_cache_free(inner.cache);
        lb_run_folder_discard(project);
        if (status != LB_OK)
            lb_project_name_published(project, err->text);
    }
    lb_step_outcomes_free(project, outcome);
    return status;
}

/* One run at a time in a folder: what is there is looked at under the lock. */
static lb_status execute_run(lb_project *project, const lb_job *job, lb_project_report *out,
                             lb_error *err)
{
    bool made;
    lb_folder_lock lock;
    LB_TRY(lb_file_make_folder(project->dir, &made, err));
    LB_TRY(lb_folder_lock_acquire(project->dir, &lock, err));
    lb_status status = run_steps(project, job, out, err);
    lb_folder_lock_release(&lock);
    return status;
}

/* A project that asks for small counts to be hidden hides them; else --perturb stands in for the
 * coarsening that is usual. The secret is read here too, so that a bad one stops before any work.
 */
static lb_status choose_noise(lb_project *project, const lb_project_options *options,
                              const lb_job *job, lb_error *err)
{
    char fingerprint[LB_FINGERPRINT_SIZE];
    const char *file = lb_cell_key_file(options->perturb);
    if (!file)
        return LB_OK;
    if (project->min_cell_given && project->min_cell > 1) {
        lb_log_warning(job->log,
                       "%s: min-cell %d hides small counts; --perturb adds nothing to it and is "
                       "left out",
                       options->file, project->min_cell);
        return LB_OK;
    }
    project->cell_key_file = file;
    return lb_cell_key_fingerprint(file, fingerprint, err);
}

/* What the project sets of CRS, language and strictness adds to the command line's; a flag given in
 * either place holds. */
lb_status lb_project_run(const lb_project_options *options, const lb_job *job,
                         lb_project_report *out, lb_error *err)
{
    lb_project project;
    lb_status status = lb_project_load(options, job, &project, err);
    if (status != LB_OK)
        return status;
    lb_job inner = *job;
    inner.crs = project.crs ? project.crs : job->crs;
    inner.english = project.english;
    inner.strict |= project.strict;
    inner.skip_invalid |= project.skip_invalid;
    inner.decimal_comma |= project.decimal_comma;
    project.exact_areas |= options->areas == LB_AREAS_EXACT;
    status = choose_noise(&project, options, job, err);
    if (status == LB_OK && project.exact_areas && (project.min_cell > 1 || project.cell_key_file))
        lb_project_choose_exact(&project, &inner);
    if (status == LB_OK)
        status = options->dry_run ? plan_run(&project, &inner, out, err)
                                  : execute_run(&project, &inner, out, err);
    lb_project_clear(&project);
    return status;
}
