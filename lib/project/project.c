/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/array.h"
#include "project/project.h"

static void clear_step(lb_step *step)
{
    for (size_t i = 0; i < step->values; i++) {
        lb_step_value *value = &step->value[i];
        for (size_t k = 0; k < value->texts; k++) {
            free(value->text[k].written);
            free(value->text[k].given);
        }
        free(value->text);
    }
    free(step->value);
    free(step->name);
    free(step->provenance);
}

void lb_project_clear(lb_project *project)
{
    for (size_t i = 0; i < project->steps; i++)
        clear_step(&project->step[i]);
    free(project->step);
    free(project->folder);
    free(project->stage);
    free(project->title);
    free(project->source);
    free(project->date);
    free(project->crs);
    lb_event_readings_clear(&project->counted);
    lb_event_places_clear(&project->places);
    *project = (lb_project){0};
}

const lb_step_value *lb_step_find_value(const lb_step *step, const char *name)
{
    for (size_t i = 0; i < step->values; i++)
        if (strcmp(step->value[i].option->name, name) == 0)
            return &step->value[i];
    return NULL;
}

const char *lb_step_given(const lb_step *step, const char *name)
{
    const lb_step_value *value = lb_step_find_value(step, name);
    return value ? value->text->given : NULL;
}

bool lb_step_is_of_job(const lb_step *step, const lb_step_value *value)
{
    return lb_command_option(step->command, value->option->name) != value->option;
}

lb_step_value *lb_step_add_value(lb_step *step, const lb_option *option, size_t texts)
{
    if (!lb_array_reserve(&step->value, &step->capacity, step->values + 1, sizeof *step->value))
        return NULL;
    lb_step_text *text = calloc(texts ? texts : 1, sizeof *text);
    if (!text)
        return NULL;
    for (size_t i = 0; i < texts; i++)
        text[i].producer = SIZE_MAX;
    lb_step_value *value = &step->value[step->values++];
    *value = (lb_step_value){.option = option, .text = text, .texts = texts};
    return value;
}

char *lb_project_work_path(const lb_project *project, const char *folder, const char *name)
{
    bool published = strcmp(folder, LB_PROJECT_PUBLISH) == 0;
    return lb_project_path(project, published ? project->stage : folder, name);
}

void lb_project_name_published(const lb_project *project, char *text)
{
    size_t length = strlen(project->stage), shorter = strlen(LB_PROJECT_PUBLISH);
    for (char *at = text; (at = strstr(at, project->stage)) != NULL; at += shorter) {
        memcpy(at, LB_PROJECT_PUBLISH, shorter);
        memmove(at + shorter, at + length, strlen(at + length) + 1);
    }
}

/* The folder of "NAME=FOLDER/FILE|layername=..." out of the text, wherever it stands. */
static void cut_folder(const char *source, char *text)
{
    char folder[4096];
    size_t length = strcspn(source, "|");
    size_t start = strcspn(source, "=/");
    start = start < length && source[start] == '=' ? start + 1 : 0;
    while (length > start && source[length - 1] != '/')
        length--;
    if (length < start + 2 || length - start >= sizeof folder)
        return;
    memcpy(folder, source + start, length - start);
    folder[length - start] = '\0';
    for (char *at = text; (at = strstr(at, folder)) != NULL;)
        memmove(at, at + length - start, strlen(at + length - start) + 1);
}

void lb_project_cut_folders(const lb_project *project, char *text)
{
    for (size_t s = 0; s < project->steps; s++)
        for (size_t v = 0; v < project->step[s].values; v++) {
            const lb_step_value *value = &project->step[s].value[v];
            bool is_file =
                lb_option_is_input(value->option) || value->option->kind == LB_OPTION_OUTPUT;
            for (size_t k = 0; k < value->texts && is_file; k++)
                if (value->text[k].given)
                    cut_folder(value->text[k].given, text);
        }
}

char *lb_project_path(const lb_project *project, const char *folder, const char *name)
{
    lb_buf path = {0};
    size_t length = strlen(project->dir);
    bool slash = length > 0 && project->dir[length - 1] == '/';
    lb_buf_printf(&path, "%s%s%s%s", project->dir, slash ? "" : "/", folder, name);
    return lb_buf_detach(&path);
}
