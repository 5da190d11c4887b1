/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <lagesbild/disclosure.h>
#include "base/atomic_file.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/inference/register.h"
#include "input/grid/noisy_squares.h"
#include "project/project_check.h"
#include "project/project_load.h"
#include "project/project_read.h"
#include "port/yaml/yaml.h"

static char *stage_name(void)
{
    lb_buf name = {0};
    lb_atomic_folder_name("publish", &name);
    lb_buf_putc(&name, '/');
    return lb_buf_detach(&name);
}

static char *folder_of(const char *file)
{
    lb_buf folder = {0};
    lb_buf_append(&folder, file, (size_t)(lb_text_base_name(file) - file));
    return lb_buf_detach(&folder);
}

/* What counts of events are of in the publications in the register, but for the one that this run
 * replaces. */
static lb_status read_counted(lb_project *project, lb_error *err)
{
    lb_file_names names = {0};
    char *publish = lb_project_path(project, LB_PROJECT_PUBLISH, "");
    lb_status status = publish ? lb_register_list(project->register_path, publish, &names, err)
                               : lb_error_memory(err);
    for (size_t i = 0; i < names.count && status == LB_OK; i++)
        status = lb_event_readings_read(names.item[i], &project->counted, err);
    lb_file_names_clear(&names);
    free(publish);
    return status;
}

/* All faults of a file are gathered and reported together; *out is set only when there is none. */
lb_status lb_project_load(const lb_project_options *options, const lb_job *job, lb_project *out,
                          lb_error *err)
{
    const char *file = options->file;
    lb_project project = {.file = file,
                          .dir = options->dir,
                          .register_path = options->register_path,
                          .folder = folder_of(file),
                          .stage = stage_name(),
                          .grid = SIZE_MAX,
                          .min_cell = LB_MIN_CELL};
    lb_config_node *root = NULL;
    lb_status status = lb_yaml_read(file, &root, err);
    if (status == LB_OK && project.register_path)
        status = read_counted(&project, err);
    if (status == LB_OK) {
        lb_diagnostics diagnostics = lb_diagnostics_begin(job->log, file);
        status = project.folder && project.stage ? lb_project_read(root, &diagnostics, &project)
                                                 : LB_E_MEMORY;
        /* Noise is no permission to show the rest: beside it the usual minimum holds. */
        if (lb_cell_key_file(options->perturb) && project.min_cell < 2) {
            project.min_cell = LB_MIN_CELL;
            project.min_cell_given = false;
        }
        if (status == LB_OK)
            status = lb_project_check(&diagnostics, job, &project);
        status = status == LB_OK ? lb_diagnostics_end(&diagnostics, err)
                                 : lb_error_set(err, status, "%s: out of memory", file);
    }
    lb_config_node_free(root);
    LB_HAND_OVER(status, project, out, lb_project_clear);
}
