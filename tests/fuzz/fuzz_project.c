/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a project. What is accepted writes only into the folder of -o, each file once, and
 * each step's options can be filled from it. */
#include "base/swedish_text.h"
#include "project/project_check.h"
#include "project/dry_run.h"
#include "project/project_read.h"
#include "project/options_fill.h"
#include "port/yaml/yaml.h"
#include "tests/fuzz/fuzz.h"

static lb_status read_project(const char *text, size_t length, lb_project *project)
{
    const lb_job job = {.threads = 1};
    lb_config_node *root = NULL;
    lb_diagnostics diagnostics = lb_diagnostics_begin(NULL, "fuzz");
    lb_status status = lb_yaml_parse(text, length, "fuzz", &root, NULL);
    if (status == LB_OK)
        status = lb_project_read(root, &diagnostics, project);
    /* as the program does, also after problems: more of them are told in one pass */
    if (status == LB_OK)
        status = lb_project_check(&diagnostics, &job, project);
    lb_config_node_free(root);
    return status == LB_OK ? lb_diagnostics_end(&diagnostics, NULL) : status;
}

static void check_outputs(const lb_step *step)
{
    for (size_t v = 0; v < step->values; v++) {
        const lb_step_value *value = &step->value[v];
        if (value->option->kind != LB_OPTION_OUTPUT)
            continue;
        const char *path = value->text->given;
        bool publish = strncmp(path, "ut/publish/", 11) == 0;
        fuzz_must(publish || strncmp(path, "ut/work/", 8) == 0,
                  "an output is in one of two folders");
        path += publish ? 11 : 8;
        fuzz_must(*path && *path != '.' && !strpbrk(path, "/\\"), "an output is a plain name");
    }
}

static void check_steps(const lb_project *project)
{
    for (size_t i = 0; i < project->steps; i++) {
        lb_command_options *filled = NULL;
        check_outputs(&project->step[i]);
        fuzz_must(lb_options_fill(&project->step[i], &filled) == LB_OK,
                  "a step's options are filled");
        lb_command_options_free(filled);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lb_project project = {
        .file = "fuzz", .dir = "ut", .folder = lb_text_copy(""), .grid = SIZE_MAX};
    lb_table plan = {0};
    char *text = fuzz_text(data, size);
    /* a name on the network would be looked up, a device read */
    bool stays_here = !strstr(text, "/vsi") && !strstr(text, "/dev/");
    if (project.folder && stays_here && read_project(text, size, &project) == LB_OK) {
        check_steps(&project);
        fuzz_must(lb_project_steps_table(&project, NULL, &plan) == LB_OK, "the plan can be shown");
    }
    lb_table_clear(&plan);
    lb_project_clear(&project);
    free(text);
    return 0;
}
