/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance.json of a run: the project file and every file that was written, with SHA-256, step by
 * step; each step's own provenance has its options and inputs. Those in publish/ hold no hash of
 * anything that is not in publish/ but the project file. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/try.h"
#include "input/grid/noisy_squares.h"
#include "output/provenance.h"
#include "text/json.h"
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "input/areas/areas.h"
#include "project/project_check.h"
#include "project/project_provenance.h"
#include "project/publish/published_people.h"
#include "port/gdal/sha256.h"

static lb_status write_file_json(lb_buf *buf, const char *path, const char *before, lb_error *err)
{
    char hex[LB_HASH_SIZE];
    lb_status status = lb_hash_file(path, hex, err);
    if (status != LB_OK)
        return status;
    lb_buf_printf(buf, "%s{\"name\": ", before);
    lb_json_text(buf, lb_text_base_name(path));
    lb_buf_printf(buf, ", \"sha256\": \"%s\"}", hex);
    return LB_OK;
}

/* Where the base name of a source begins; *length: of the file's name, without its layer. */
static const char *file_of(const char *source, size_t *length)
{
    const char *name = lb_text_base_name(source);
    *length = strcspn(name, "|");
    return name;
}

/* The name of the file; with its folder and layer where other areas of the run are in a file of the
 * same name. */
static void write_areas_name(lb_buf *out, const lb_project *project, const char *source)
{
    size_t length, n;
    const char *name = file_of(source, &length);
    bool alone = true;
    for (size_t i = 0; i < project->steps && alone; i++) {
        const char *other = lb_step_given(&project->step[i], "areas");
        if (!other || strcmp(lb_areas_source(other), source) == 0)
            continue;
        other = file_of(lb_areas_source(other), &n);
        alone = n != length || strncmp(other, name, n) != 0;
    }
    if (alone) {
        lb_buf_append(out, name, length);
        return;
    }
    if (name > source)
        for (name--; name > source && name[-1] != '/';)
            name--;
    lb_buf_puts(out, name);
}

/* Which areas the rows of a table are, which column names them, and how their people were counted:
 * what `inference` needs to know of it. */
static void write_people_json(lb_buf *buf, const lb_project *project, const lb_step *step,
                              const char *people)
{
    lb_buf areas = {0};
    write_areas_name(&areas, project, lb_areas_source(lb_step_given(step, "areas")));
    lb_buf_puts(buf, "\"areas\": ");
    lb_json_text(buf, areas.text ? areas.text : "");
    if (lb_step_given(step, "name")) {
        lb_buf_puts(buf, ", \"name\": ");
        lb_json_text(buf, lb_step_given(step, "name"));
    }
    lb_buf_printf(buf, ", \"people\": \"%s\",\n     ", people);
    buf->failed |= areas.failed;
    lb_buf_clear(&areas);
}

/* One step: its command, whether it was done, and the files it wrote; published: those in publish/.
 */
static lb_status write_step_json(lb_buf *buf, const lb_project *project, const lb_step *step,
                                 const lb_step_outcome *outcome, bool published, lb_error *err)
{
    const char *people = published ? lb_step_people(project, step) : NULL;
    lb_status status = LB_OK;
    const char *before = "\n      ";
    lb_buf_puts(buf, "{\"step\": ");
    lb_json_text(buf, step->name);
    lb_buf_printf(buf, ", \"command\": \"%s\", \"state\": \"%s\",\n     ", step->command->name,
                  outcome->status == LB_OK ? "done" : "failed");
    if (people)
        write_people_json(buf, project, step, people);
    lb_buf_puts(buf, "\"files\": [");
    for (size_t v = 0; v < step->values && outcome->status == LB_OK && status == LB_OK; v++) {
        const lb_step_text *text = step->value[v].text;
        if (step->value[v].option->kind != LB_OPTION_OUTPUT ||
            (published && strcmp(text->folder, LB_PROJECT_PUBLISH) != 0))
            continue;
        status = write_file_json(buf, text->given, before, err);
        before = ",\n      ";
    }
    lb_buf_puts(buf, "]}");
    return status;
}

/* Identifies a secret and reveals nothing of it. */
static lb_status write_noise_json(lb_buf *buf, const lb_project *project, lb_error *err)
{
    char fingerprint[LB_FINGERPRINT_SIZE];
    if (!project->cell_key_file)
        return LB_OK;
    LB_TRY(lb_cell_key_fingerprint(project->cell_key_file, fingerprint, err));
    lb_buf_printf(buf,
                  ",\n  \"perturb\": {\"method\": \"cell-key\", \"fingerprint\": \"%s\", "
                  "\"deviation\": %d, \"variance\": %g, \"smallest\": %d}",
                  fingerprint, LB_NOISE_DEVIATION, LB_NOISE_VARIANCE, LB_NOISE_SMALLEST);
    return LB_OK;
}

/* That the folder was examined; whose exact people of areas were taken back for it, and what is not
 * published. */
static void write_audit_json(lb_buf *buf, const lb_project *project)
{
    for (int withheld = 0; withheld < 2; withheld++) {
        const char *before = "";
        lb_buf_puts(buf, withheld ? "], \"withheld\": ["
                                  : ",\n  \"audit\": {\"found\": 0, \"coarsened\": [");
        for (size_t i = 0; i < project->steps; i++) {
            const lb_step *step = &project->step[i];
            if (!(withheld ? step->withheld : step->fell_back))
                continue;
            lb_buf_puts(buf, before);
            lb_json_text(buf, step->name);
            before = ", ";
        }
    }
    lb_buf_puts(buf, "]}");
}

/* With `published` it is what anyone may see: it says how counts were protected, by which
 * minimum. */
static lb_status write_run_json(lb_buf *buf, const lb_project *project,
                                const lb_step_outcome *outcome, bool published, lb_error *err)
{
    lb_buf_puts(buf, "{\n  \"program\": \"lagesbild\",\n  \"version\": ");
    lb_json_text(buf, lb_version());
    lb_buf_puts(buf, ",\n  \"command\": \"run\",\n  \"title\": ");
    lb_json_text(buf, project->title);
    if (published)
        lb_buf_printf(buf, ",\n  \"disclosure\": {\"min-cell\": %d, \"counts\": \"%s\"}",
                      project->min_cell,
                      project->cell_key_file  ? "with noise"
                      : project->min_cell > 1 ? "coarsened"
                                              : "as delivered");
    if (published && project->audited)
        write_audit_json(buf, project);
    lb_status status = write_noise_json(buf, project, err);
    if (status == LB_OK)
        status = write_file_json(buf, project->file, ",\n  \"project\": ", err);
    lb_buf_puts(buf, ",\n  \"steps\": [");
    for (size_t i = 0; i < project->steps && status == LB_OK; i++) {
        lb_buf_puts(buf, i ? ",\n    " : "\n    ");
        status = write_step_json(buf, project, &project->step[i], &outcome[i], published, err);
    }
    lb_buf_puts(buf, "\n  ]\n}\n");
    return status;
}

static lb_status write_run(const lb_project *project, const lb_step_outcome *outcome,
                           bool published, const lb_job *job, lb_error *err)
{
    lb_buf buf = {0};
    char *path = lb_project_work_path(project, published ? LB_PROJECT_PUBLISH : LB_PROJECT_WORK,
                                      LB_PROJECT_PROVENANCE);
    lb_status status = write_run_json(&buf, project, outcome, published, err);
    if (status == LB_OK && (buf.failed || !path))
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_atomic_file_save(path, job->force, buf.text, buf.length, err);
    lb_buf_clear(&buf);
    free(path);
    return status;
}

/* What may be known of how a step's outputs were made, from its provenance in work/. */
static lb_status publish_step(const lb_project *project, const lb_step *step, const lb_job *job,
                              lb_error *err)
{
    lb_buf whole = {0};
    LB_TRY(lb_file_read(step->provenance, &whole, err));
    bool of_delivery = strcmp(step->command->name, "index") == 0;
    char *json = lb_provenance_published(whole.text ? whole.text : "", of_delivery);
    char *path =
        lb_project_work_path(project, LB_PROJECT_PUBLISH, lb_text_base_name(step->provenance));
    lb_status status = json && path ? lb_atomic_file_save(path, job->force, json, strlen(json), err)
                                    : lb_error_memory(err);
    lb_buf_clear(&whole);
    free(json);
    free(path);
    return status;
}

lb_status lb_project_write_provenance(const lb_project *project, const lb_step_outcome *outcome,
                                      const lb_job *job, lb_error *err)
{
    for (size_t i = 0; i < project->steps; i++)
        if (outcome[i].status == LB_OK && project->step[i].provenance &&
            !project->step[i].unpublished)
            LB_TRY(publish_step(project, &project->step[i], job, err));
    LB_TRY(write_run(project, outcome, false, job, err));
    return write_run(project, outcome, true, job, err);
}

lb_status lb_project_write_audit(const lb_project *project, const lb_step_outcome *outcome,
                                 const lb_job *job, lb_error *err)
{
    lb_job again = *job;
    again.force = true;
    return write_run(project, outcome, true, &again, err);
}
