/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance.json of a run: the project file and every file that was written, with SHA-256, step by
 * step; each step's own provenance has its options and inputs. */
#include <stdlib.h>

#include "base/buf.h"
#include "text/json.h"
#include "base/atomic_file.h"
#include "base/swedish_text.h"
#include "project/project_check.h"
#include "project/project_provenance.h"
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

/* One step: its command, whether it was done, and the files it wrote. */
static lb_status write_step_json(lb_buf *buf, const lb_step *step, const lb_step_outcome *outcome,
                                 lb_error *err)
{
    lb_status status = LB_OK;
    const char *before = "\n      ";
    lb_buf_puts(buf, "{\"step\": ");
    lb_json_text(buf, step->name);
    lb_buf_printf(buf, ", \"command\": \"%s\", \"state\": \"%s\",\n     \"files\": [",
                  step->command->name, outcome->status == LB_OK ? "done" : "failed");
    for (size_t v = 0; v < step->values && outcome->status == LB_OK && status == LB_OK; v++)
        if (step->value[v].option->kind == LB_OPTION_OUTPUT) {
            status = write_file_json(buf, step->value[v].text->given, before, err);
            before = ",\n      ";
        }
    lb_buf_puts(buf, "]}");
    return status;
}

static lb_status write_run_json(lb_buf *buf, const lb_project *project,
                                const lb_step_outcome *outcome, lb_error *err)
{
    lb_buf_puts(buf, "{\n  \"program\": \"lagesbild\",\n  \"version\": ");
    lb_json_text(buf, lb_version());
    lb_buf_puts(buf, ",\n  \"command\": \"run\",\n  \"title\": ");
    lb_json_text(buf, project->title);
    lb_status status = write_file_json(buf, project->file, ",\n  \"project\": ", err);
    lb_buf_puts(buf, ",\n  \"steps\": [");
    for (size_t i = 0; i < project->steps && status == LB_OK; i++) {
        lb_buf_puts(buf, i ? ",\n    " : "\n    ");
        status = write_step_json(buf, &project->step[i], &outcome[i], err);
    }
    lb_buf_puts(buf, "\n  ]\n}\n");
    return status;
}

lb_status lb_project_write_provenance(const lb_project *project, const lb_step_outcome *outcome,
                                      const lb_job *job, lb_error *err)
{
    lb_buf buf = {0};
    char *path = lb_project_path(project, LB_PROJECT_PROVENANCE);
    lb_status status = write_run_json(&buf, project, outcome, err);
    if (status == LB_OK && (buf.failed || !path))
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = lb_atomic_file_save(path, job->force, buf.text, buf.length, err);
    lb_buf_clear(&buf);
    free(path);
    return status;
}
