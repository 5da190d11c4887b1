/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/disclosure.h>
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option_provenance.h"
#include "commands/inference/examine.h"
#include "commands/inference/register.h"
#include "output/table_file.h"
#include "project/publish/project_audit.h"
#include "project/project_check.h"
#include "project/project_layers.h"
#include "project/project_page.h"
#include "project/project_provenance.h"
#include "project/publish/published_people.h"
#include "text/json_read.h"

typedef struct audit_job {
    lb_project *project;
    lb_step_outcome *outcome;
    lb_job job;         /* replaces what it made before; in the CRS of the grid */
    const char **areas; /* [sets], with the field of their names, NULL: the usual ones */
    const char **name;
    size_t sets;
    char *stage, *publish; /* folders: what is examined, and where it is to be */
    lb_table report;       /* of `inference`, the last time */
    bool found;
    lb_error why; /* of an examination that could not be done */
} audit_job;

/* The areas of tables that count the page's squares, each set once. */
static lb_status list_areas(audit_job *a)
{
    const lb_project *p = a->project;
    a->areas = calloc(p->steps + 1, sizeof *a->areas);
    a->name = calloc(p->steps + 1, sizeof *a->name);
    a->stage = lb_project_path(p, p->stage, "");
    a->publish = lb_project_path(p, LB_PROJECT_PUBLISH, "");
    if (!a->areas || !a->name || !a->stage || !a->publish)
        return LB_E_MEMORY;
    for (size_t s = 0; s < p->steps; s++) {
        const char *areas = lb_step_given(&p->step[s], "areas"),
                   *name = lb_step_given(&p->step[s], "name");
        bool seen = !areas || !lb_step_people(p, &p->step[s]) || a->outcome[s].status != LB_OK;
        for (size_t i = 0; i < a->sets && !seen; i++)
            seen = strcmp(a->areas[i], areas) == 0 &&
                   strcmp(a->name[i] ? a->name[i] : "", name ? name : "") == 0;
        if (!seen) {
            a->areas[a->sets] = areas;
            a->name[a->sets++] = name;
        }
    }
    return LB_OK;
}

static int minimum_of(const lb_project *project)
{
    return project->min_cell > 1 ? project->min_cell : LB_MIN_CELL;
}

static lb_inference_options options_of(const audit_job *a)
{
    lb_inference_options options;
    lb_inference_options_init(&options);
    options.publication = (const char *const *)&a->stage;
    options.publications = 1;
    options.areas = a->areas;
    options.area_name = a->name;
    options.area_sets = a->sets;
    options.register_path = a->project->register_path;
    options.min_cell = minimum_of(a->project);
    return options;
}

/* What contradicts the rest proves nothing: it counts as found. */
static lb_status examine_folder(audit_job *a, lb_error *err)
{
    lb_inference_options options = options_of(a);
    lb_job job = a->job;
    job.log = options.register_path ? a->job.log : NULL;
    lb_table_clear(&a->report);
    a->why.text[0] = '\0';
    lb_status status =
        lb_inference_examine(&options, a->publish, &job, &a->report, &a->found, &a->why);
    if (status == LB_E_INPUT) {
        a->found = true;
        lb_project_name_published(a->project, a->why.text);
    } else if (status != LB_OK)
        *err = a->why;
    return status == LB_E_INPUT ? LB_OK : status;
}

/* Which steps to take back ----------------------------------------------------------------------
 */

static bool member_is(lb_json_value object, const char *key, const char *text)
{
    lb_json_value value;
    char *found = lb_json_member(object, key, &value) ? lb_json_string(value) : NULL;
    bool same = found && strcmp(found, text) == 0;
    free(found);
    return same;
}

/* Does the proof use a table? */
static bool proof_names(const char *proof, const char *file)
{
    lb_json_value list, rows, end = {NULL, 0};
    if (!proof || !lb_json_parse_value(proof, strlen(proof), &list))
        return false;
    while (lb_json_next(list, &end)) {
        lb_json_value row = {NULL, 0};
        while (lb_json_member(end, "rows", &rows) && lb_json_next(rows, &row))
            if (member_is(row, "file", file))
                return true;
    }
    return false;
}

static bool is_finding(const lb_table *report, size_t row)
{
    return strcmp(lb_table_text(report, row, lb_table_column(report, "verdict")), "safe") != 0;
}

static bool findings_name(const lb_table *report, const lb_step *step)
{
    size_t proof = lb_table_column(report, "certificate");
    const char *file = lb_step_find_value(step, "output")->text->written;
    for (size_t r = 0; r < report->rows; r++)
        if (is_finding(report, r) && proof_names(lb_table_text(report, r, proof), file))
            return true;
    return false;
}

static void take_exact_back(const audit_job *a, lb_step *step)
{
    step->exact_people = false;
    step->fell_back = true;
    if (a->why.text[0]) {
        lb_log_warning(a->job.log,
                       "step '%s': exact people of its areas cannot be examined (%.400s); they are "
                       "computed from coarsened squares instead",
                       step->name, a->why.text);
        return;
    }
    lb_log_warning(a->job.log,
                   "step '%s': exact people of its areas would tell of fewer than %d people; they "
                   "are computed from coarsened squares instead (found: %s%s)",
                   step->name, minimum_of(a->project), LB_PROJECT_WORK, LB_PROJECT_FINDINGS);
}

static lb_status move_to_work(const lb_project *project, lb_step_text *text, lb_error *err)
{
    char *path = lb_project_path(project, LB_PROJECT_WORK, text->written);
    if (!path)
        return lb_error_memory(err);
    if (rename(text->given, path) != 0) {
        lb_status status = lb_error_set(err, LB_E_IO, "%s: cannot be made", path);
        free(path);
        return status;
    }
    free(text->given);
    text->given = path;
    text->folder = LB_PROJECT_WORK;
    return LB_OK;
}

/* The step's files are moved to work/, as are those of steps that read them. */
static lb_status withhold_files(audit_job *a, size_t s, lb_error *err)
{
    lb_project *p = a->project;
    lb_step *step = &p->step[s];
    step->unpublished = step->withheld = true;
    for (size_t v = 0; v < step->values && a->outcome[s].status == LB_OK; v++)
        if (step->value[v].option->kind == LB_OPTION_OUTPUT &&
            strcmp(step->value[v].text->folder, LB_PROJECT_PUBLISH) == 0)
            LB_TRY(move_to_work(p, step->value[v].text, err));
    char *json = step->provenance ? lb_project_work_path(p, LB_PROJECT_PUBLISH,
                                                         lb_text_base_name(step->provenance))
                                  : NULL;
    if (json)
        remove(json);
    free(json);
    for (size_t i = s + 1; i < p->steps; i++)
        if (!p->step[i].unpublished && lb_step_reads(&p->step[i], s)) {
            lb_log_warning(a->job.log, "step '%s': reads files of step '%s', and is in %s too",
                           p->step[i].name, step->name, LB_PROJECT_WORK);
            LB_TRY(withhold_files(a, i, err));
        }
    return LB_OK;
}

/* Takes back what the proofs name: exact people, then tables of people of another source; what of
 * either is left, where they name none. again: [steps] that are to be done anew. *any: there was
 * something. */
static lb_status take_back(audit_job *a, bool *again, bool *any, lb_error *err)
{
    lb_project *p = a->project;
    *any = false;
    for (int round = 0; round < 4 && !*any; round++)
        for (size_t s = 0; s < p->steps; s++) {
            lb_step *step = &p->step[s];
            const char *people = lb_step_people(p, step);
            const char *kind = round % 2 == 0 ? "exact" : "of another source";
            if (!people || strcmp(people, kind) != 0 || a->outcome[s].status != LB_OK ||
                (round < 2 && !findings_name(&a->report, step)))
                continue;
            *any = true;
            again[s] = step->exact_people;
            if (step->exact_people) {
                take_exact_back(a, step);
                continue;
            }
            lb_log_warning(a->job.log,
                           "step '%s': its people, beside the squares that are shown, would tell "
                           "of fewer than %d people; it is not published: its files are in %s "
                           "(found: %s%s)",
                           step->name, minimum_of(p), LB_PROJECT_WORK, LB_PROJECT_WORK,
                           LB_PROJECT_FINDINGS);
            LB_TRY(withhold_files(a, s, err));
        }
    return LB_OK;
}

/* Files -----------------------------------------------------------------------------------------
 */

/* The report of what was found, which may reveal few people: it stays in work/. */
static lb_status write_report(audit_job *a, lb_error *err)
{
    lb_provenance p = {0};
    char *path = lb_project_path(a->project, LB_PROJECT_WORK, LB_PROJECT_FINDINGS);
    const lb_table_file file = {.path = path, .name = "inference", .table = &a->report};
    if (a->report.columns == 0 || !path) {
        free(path);
        return path || a->report.columns == 0 ? LB_OK : lb_error_memory(err);
    }
    lb_provenance_command(&p, "inference");
    lb_status status = lb_table_files_write(&p, &file, 1, NULL, &a->job, err);
    lb_provenance_clear(&p);
    free(path);
    return status;
}

/* The steps anew, with what is made of them: provenance and page. */
static lb_status make_anew(audit_job *a, bool *again, lb_error *err)
{
    lb_project_layers layers;
    lb_job job = a->job;
    job.log = NULL; /* all of it has been said */
    lb_project_run_again(a->project, &job, again, a->outcome);
    LB_TRY(lb_project_write_provenance(a->project, a->outcome, &job, err));
    LB_TRY(lb_project_layers_read(a->project, a->outcome, &job, &layers, err));
    lb_status status = lb_project_write_page(a->project, a->outcome, &layers, &job, err);
    lb_project_layers_clear(&layers);
    return status;
}

/* The first finding and its proof as a sentence. */
static lb_status refuse_publication(const audit_job *a, lb_error *err)
{
    const lb_table *r = &a->report;
    lb_json_value list, end = {NULL, 0}, text;
    if (a->why.text[0])
        return lb_error_set(err, LB_E_INPUT, "%s: nothing is published: %s", a->project->file,
                            a->why.text);
    const char *proof = lb_table_text(r, 0, lb_table_column(r, "certificate"));
    char *sentence = proof && lb_json_parse_value(proof, strlen(proof), &list) &&
                             lb_json_next(list, &end) && lb_json_member(end, "text", &text)
                         ? lb_json_string(text)
                         : NULL;
    lb_status status = lb_error_set(
        err, LB_E_INPUT,
        "%s: nothing is published, since fewer than %d people could be concluded from it and what "
        "was published before: %.150s (%.40s): %.300s; all of it is in %s%s",
        a->project->file, minimum_of(a->project), lb_table_text(r, 0, lb_table_column(r, "target")),
        lb_table_text(r, 0, lb_table_column(r, "verdict")), sentence ? sentence : "not proved safe",
        LB_PROJECT_WORK, LB_PROJECT_FINDINGS);
    free(sentence);
    return status;
}

/* Examine, take back what certificates name, make the steps anew, examine again. Ends when
 * nothing is found, or with refusal when there is nothing left to take back (docs/methods.md,
 * Inference). */
static lb_status audit_publication(audit_job *a, lb_error *err)
{
    bool *again = calloc(a->project->steps + 1, sizeof *again);
    lb_status status = again && list_areas(a) == LB_OK ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = examine_folder(a, err);
    while (status == LB_OK && a->found) {
        bool any = false;
        status = write_report(a, err);
        if (status == LB_OK)
            status = take_back(a, again, &any, err);
        if (status == LB_OK && !any)
            status = refuse_publication(a, err);
        if (status == LB_OK)
            status = make_anew(a, again, err);
        if (status == LB_OK)
            status = examine_folder(a, err);
    }
    free(again);
    return status;
}

/* Squares that are shown as they are need no audit, and tables without squares give none. */
static bool is_needed(const lb_project *project)
{
    return (project->min_cell > 1 || project->cell_key_file) && project->grid != SIZE_MAX;
}

/* With neither a minimum cell nor noise all counts are shown and there is nothing to examine. A
 * register is then left as it is, with a warning. */
lb_status lb_project_audit(lb_project *project, lb_step_outcome *outcome, const char *crs,
                           const lb_job *job, lb_error *err)
{
    audit_job a = {.project = project, .outcome = outcome, .job = *job};
    a.job.crs = crs;
    a.job.force = true; /* in the stage, and in work/ whose files the run has been allowed */
    if (!is_needed(project) || outcome[project->grid].status != LB_OK) {
        if (project->grid != SIZE_MAX && !is_needed(project))
            lb_log_note(job->log, "min-cell %d: publish/ shows all counts and is not audited",
                        project->min_cell);
        if (project->register_path)
            lb_log_warning(job->log,
                           "%s: publish/ is not audited, nor put in this register: that is for "
                           "squares of which small counts are hidden",
                           project->register_path);
        return LB_OK;
    }
    lb_status status = audit_publication(&a, err);
    project->audited = status == LB_OK;
    lb_table_clear(&a.report);
    free(a.areas);
    free(a.name);
    free(a.stage);
    free(a.publish);
    return status;
}

/* Calls lb_register_check, or lb_register_add. */
static lb_status use_register(const lb_project *project, bool adds, lb_error *err)
{
    char *publish = lb_project_path(project, LB_PROJECT_PUBLISH, "");
    lb_inference_options options;
    lb_inference_options_init(&options);
    options.publication = (const char *const *)&publish;
    options.publications = 1;
    options.register_path = project->register_path;
    lb_status status = !publish ? lb_error_memory(err)
                       : adds   ? lb_register_add(&options, err)
                                : lb_register_check(&options, publish, err);
    free(publish);
    return status;
}

lb_status lb_project_audit_begin(const lb_project *project, lb_error *err)
{
    return use_register(project, false, err);
}

lb_status lb_project_audit_register(const lb_project *project, lb_error *err)
{
    return use_register(project, true, err);
}
