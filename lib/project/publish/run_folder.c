/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/atomic_file.h"
#include "base/file.h"
#include "text/string_ids.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "project/project_check.h"
#include "project/publish/run_folder.h"
#include "render/text/html.h"

static lb_status add_file(lb_string_ids *files, const char *folder, const char *name)
{
    lb_buf path = {0};
    uint32_t id;
    lb_buf_printf(&path, "%s%s", folder, name);
    lb_string text = {path.text ? path.text : "", path.length};
    lb_status status = path.failed ? LB_E_MEMORY : lb_string_ids_add(files, &text, 1, &id);
    lb_buf_clear(&path);
    return status;
}

/* What the run writes, "publish/share.csv" ..., in the order of the steps. */
static lb_status list_files(const lb_project *project, lb_string_ids *files)
{
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step *step = &project->step[s];
        for (size_t v = 0; v < step->values; v++)
            if (step->value[v].option->kind == LB_OPTION_OUTPUT)
                LB_TRY(add_file(files, step->value[v].text->folder, step->value[v].text->written));
        if (!step->provenance)
            continue;
        if (!step->withheld)
            LB_TRY(add_file(files, LB_PROJECT_PUBLISH, lb_text_base_name(step->provenance)));
        LB_TRY(add_file(files, LB_PROJECT_WORK, lb_text_base_name(step->provenance)));
    }
    for (size_t i = 0; i < LB_PROJECT_FILES; i++)
        LB_TRY(add_file(files, lb_project_files[i].folder, lb_project_files[i].name));
    return LB_OK;
}

/* --- what is there already --- */

enum { MAX_NAMED = 3 };

/* The files of the list that are there: how many, and the first of them. */
static lb_status find_existing(const lb_project *project, const lb_string_ids *files, lb_buf *names,
                               size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < files->count; i++) {
        lb_string file = lb_string_ids_at(files, i);
        lb_buf name = {0};
        lb_buf_append(&name, file.text, file.length);
        char *path = name.failed ? NULL : lb_project_path(project, "", name.text);
        if (path && access(path, F_OK) == 0 && ++*count <= MAX_NAMED)
            lb_buf_printf(names, "%s%s", *count > 1 ? ", " : "", name.text);
        lb_buf_clear(&name);
        if (!path)
            return LB_E_MEMORY;
        free(path);
    }
    return names->failed ? LB_E_MEMORY : LB_OK;
}

/* Checked before any step runs, so that hours of work do not end at a file that may not be
 * replaced. */
lb_status lb_run_folder_check(const lb_project *project, const lb_job *job, lb_error *err)
{
    lb_string_ids files = {0};
    lb_buf names = {0};
    size_t count = 0;
    if (job->force)
        return LB_OK;
    lb_status status = list_files(project, &files);
    if (status == LB_OK)
        status = find_existing(project, &files, &names, &count);
    if (status != LB_OK)
        status = lb_error_memory(err);
    else if (count > 0)
        status =
            lb_error_set(err, LB_E_IO, "%s: %zu %s there already (%s%s); --force replaces them",
                         project->dir, count, lb_number_word(count, "file is", "files are"),
                         names.text, count > MAX_NAMED ? " ..." : "");
    lb_buf_clear(&names);
    lb_string_ids_clear(&files);
    return status;
}

/* --- the folders --- */

static lb_status make_folder(const lb_project *project, const char *folder, lb_error *err)
{
    bool made;
    char *path = lb_project_path(project, folder, "");
    lb_status status = path ? lb_file_make_folder(path, &made, err) : lb_error_memory(err);
    free(path);
    return status;
}

static lb_status save_text(const lb_project *project, const char *folder, const char *name,
                           const lb_buf *text, lb_error *err)
{
    char *path = text->failed ? NULL : lb_project_path(project, folder, name);
    /* Whether it may be replaced has been decided for the whole folder. */
    lb_status status = path ? lb_atomic_file_save(path, true, text->text, text->length, err)
                            : lb_error_memory(err);
    free(path);
    return status;
}

static lb_status write_readme(const lb_project *project, lb_error *err)
{
    static const char text[] =
        "Arbetsmaterial, inte för publicering. Här ligger leveransen ruta för ruta: rutnätet,\n"
        "GeoPackage, QGIS-projektet lagesbild.qgs och hur allt gjordes, med indatas SHA-256.\n"
        "Ur det kan få personers uppgifter läsas. Det som kan lämnas ut ligger i ../publish/.\n"
        "\n"
        "Working material, not for publication. Here is the delivery square by square: the grid,\n"
        "GeoPackages, the QGIS project lagesbild.qgs, and how all of it was made, with the "
        "SHA-256\n"
        "of inputs. Figures of few people can be read from it. What may be given away is in\n"
        "../publish/.\n";
    lb_buf buf = {0};
    lb_buf_puts(&buf, text);
    lb_status status = save_text(project, LB_PROJECT_WORK, LB_PROJECT_README, &buf, err);
    lb_buf_clear(&buf);
    return status;
}

lb_status lb_run_folder_make(const lb_project *project, lb_error *err)
{
    lb_atomic_folder_remove_left(project->dir, "publish"); /* of runs that were killed */
    LB_TRY(make_folder(project, LB_PROJECT_PUBLISH, err));
    LB_TRY(make_folder(project, project->stage, err));
    LB_TRY(make_folder(project, LB_PROJECT_WORK, err));
    return write_readme(project, err);
}

static lb_status publish_file(const lb_project *project, const char *name, lb_error *err)
{
    char *from = lb_project_path(project, project->stage, name);
    char *to = lb_project_path(project, LB_PROJECT_PUBLISH, name);
    lb_status status = from && to ? LB_OK : lb_error_memory(err);
    if (status == LB_OK && rename(from, to) != 0)
        status =
            lb_error_set(err, LB_E_IO, "%s: cannot be put in its place: %s", to, strerror(errno));
    free(from);
    free(to);
    return status;
}

lb_status lb_run_folder_publish(const lb_project *project, lb_error *err)
{
    lb_file_names names = {.item = NULL};
    char *stage = lb_project_path(project, project->stage, "");
    lb_status status = stage ? lb_file_names_read(stage, &names, err) : lb_error_memory(err);
    for (size_t i = 0; i < names.count && status == LB_OK; i++)
        status = publish_file(project, names.item[i], err);
    lb_file_names_clear(&names);
    free(stage);
    return status;
}

void lb_run_folder_discard(const lb_project *project)
{
    char *stage = lb_project_path(project, project->stage, "");
    char *publish = lb_project_path(project, LB_PROJECT_PUBLISH, "");
    if (stage)
        lb_atomic_folder_remove(stage);
    if (publish)
        rmdir(publish);
    free(stage);
    free(publish);
}

/* --- at the end --- */

static lb_status write_lead(const lb_project *project, const lb_job *job, lb_error *err)
{
    static const char target[] = LB_PROJECT_PUBLISH LB_PROJECT_PAGE;
    lb_buf buf = {0};
    lb_buf_printf(&buf,
                  "<!DOCTYPE html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n<title>",
                  job->english ? "en" : "sv", target);
    lb_html_text(&buf, project->title ? project->title : "Lägesbild");
    lb_buf_printf(&buf, "</title>\n<p><a href=\"%s\">%s</a></p>\n</html>\n", target, target);
    lb_status status = save_text(project, "", LB_PROJECT_PAGE, &buf, err);
    lb_buf_clear(&buf);
    return status;
}

static bool is_of_run(const lb_string_ids *files, const char *folder, const char *name)
{
    lb_buf path = {0};
    lb_buf_printf(&path, "%s%s", folder, name);
    bool found = path.failed || lb_string_ids_find(files, (lb_string){path.text, path.length}) !=
                                    LB_STRING_ID_NONE;
    lb_buf_clear(&path);
    return found;
}

/* `publish`: in publish/, where whatever lies there would be given away with the rest; else in the
 * folder itself, where version 0.1 wrote what is in work/ now. */
static lb_status warn_of_others(const lb_project *project, const lb_string_ids *files, bool publish,
                                const lb_job *job, lb_error *err)
{
    lb_file_names names = {.item = NULL};
    char *path = lb_project_path(project, publish ? LB_PROJECT_PUBLISH : "", "");
    lb_status status = path ? lb_file_names_read(path, &names, err) : lb_error_memory(err);
    for (size_t i = 0; i < names.count && status == LB_OK; i++) {
        const char *name = names.item[i];
        if (publish && !is_of_run(files, LB_PROJECT_PUBLISH, name))
            lb_log_warning(job->log,
                           "%s%s: is not of this run; see whether it may be published, or remove "
                           "it",
                           path, name);
        else if (!publish && is_of_run(files, LB_PROJECT_WORK, name))
            lb_log_warning(job->log,
                           "%s%s: is of an earlier version's run, and not for publication; what "
                           "this run made is in publish/ and work/",
                           path, name);
    }
    lb_file_names_clear(&names);
    free(path);
    return status;
}

static lb_status remove_published(const lb_project *project, const char *name, const lb_job *job,
                                  lb_error *err)
{
    char *path = lb_project_path(project, LB_PROJECT_PUBLISH, name);
    if (!path)
        return lb_error_memory(err);
    if (remove(path) == 0)
        lb_log_warning(job->log, "%s: of an earlier run, is removed: the new one stays in %s", path,
                       LB_PROJECT_WORK);
    free(path);
    return LB_OK;
}

/* What an earlier run published of steps that are withheld now: the run was to replace it, and
 * beside the new files it could reveal what they do not. */
static lb_status remove_withheld(const lb_project *project, const lb_job *job, lb_error *err)
{
    for (size_t s = 0; s < project->steps; s++) {
        const lb_step *step = &project->step[s];
        for (size_t v = 0; step->withheld && v < step->values; v++)
            if (step->value[v].option->kind == LB_OPTION_OUTPUT)
                LB_TRY(remove_published(project, step->value[v].text->written, job, err));
        if (step->withheld && step->provenance)
            LB_TRY(remove_published(project, lb_text_base_name(step->provenance), job, err));
    }
    return LB_OK;
}

lb_status lb_run_folder_end(const lb_project *project, const lb_job *job, lb_error *err)
{
    lb_string_ids files = {0};
    lb_status status = write_lead(project, job, err);
    if (status == LB_OK)
        status = remove_withheld(project, job, err);
    if (status == LB_OK && list_files(project, &files) != LB_OK)
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = warn_of_others(project, &files, true, job, err);
    if (status == LB_OK)
        status = warn_of_others(project, &files, false, job, err);
    lb_string_ids_clear(&files);
    return status;
}
