/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output files against input files, found by the kinds of a command's options, so that no command
 * can forget one. Files are the same when device and inode are: other spellings of a path, symbolic
 * and hard links are no way around. Only files on disk are compared; a terminal may well be both
 * input and output. Of an input that is a folder or an archive the whole counts, and of a format of
 * several files (Shapefile, MapInfo, a raster and its world file) those beside it too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/atomic_file.h"
#include "base/file.h"
#include "output/folder_lock.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "command/option.h"
#include "command/output_check.h"

enum { PATH_SIZE = 4096 };

/* What belongs to "NAME.ENDING" as NAME + one of these. */
static const char *const stem_endings[] = {".shp", ".shx", ".dbf", ".prj",  ".cpg", ".qix", ".qpj",
                                           ".sbn", ".sbx", ".tab", ".dat",  ".map", ".id",  ".ind",
                                           ".mif", ".mid", ".tfw", ".tifw", ".wld", ".aux", ".csvt",
                                           ".hdr", ".pgw", ".jgw", ".clr",  ".stx", ".rrd"};

/* What belongs to "NAME.ENDING" as that and one of these. */
static const char *const name_endings[] = {".aux.xml", ".ovr", ".msk", ".xml",
                                           "-journal", "-wal", "-shm"};

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_file_at(const char *path, const struct stat *output)
{
    struct stat found;
    return stat(path, &found) == 0 && is_same_file(&found, output);
}

/* Is the output one of the files beside the input, in lower or upper case? */
static bool is_beside(const char *input, const struct stat *output)
{
    char path[PATH_SIZE];
    const char *name = lb_text_base_name(input), *ending = strrchr(name, '.');
    int stem = (int)(ending && ending > name ? ending - input : (long)strlen(input));
    for (size_t i = 0; i < sizeof stem_endings / sizeof *stem_endings; i++) {
        snprintf(path, sizeof path, "%.*s%s", stem, input, stem_endings[i]);
        if (is_file_at(path, output))
            return true;
        for (char *c = path + stem; (size_t)stem < sizeof path && *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        if (is_file_at(path, output))
            return true;
    }
    for (size_t i = 0; i < sizeof name_endings / sizeof *name_endings; i++) {
        snprintf(path, sizeof path, "%s%s", input, name_endings[i]);
        if (is_file_at(path, output))
            return true;
    }
    return false;
}

/* Does the output stand in the folder `input`? */
static bool is_inside(const struct stat *input, const char *output)
{
    char folder[PATH_SIZE];
    struct stat found;
    int length = (int)(lb_text_base_name(output) - output);
    snprintf(folder, sizeof folder, "%.*s.", length, output);
    return stat(folder, &found) == 0 && is_same_file(&found, input);
}

/* The file on disk behind a source: without "|layername=", "/vsizip/" and the like; of a path into
 * an archive the archive. False: there is none (a connection, a built-in recipe, a typing error
 * that reading will report). */
static bool find_input(const char *source, size_t length, char path[PATH_SIZE], struct stat *found)
{
    size_t end = 0;
    while (end < length && source[end] != '|')
        end++;
    snprintf(path, PATH_SIZE, "%.*s", (int)(end < PATH_SIZE ? end : 0), source);
    if (lb_file_is_stdin(path))
        strcpy(path, "/dev/stdin");
    while (strncmp(path, "/vsi", 4) == 0 && strchr(path + 4, '/')) {
        const char *rest = strchr(path + 4, '/') + 1;
        memmove(path, rest, strlen(rest) + 1);
    }
    while (stat(path, found) != 0) {
        char *slash = strrchr(path, '/');
        if (!slash || slash == path)
            return false;
        *slash = '\0';
        if (stat(path, found) == 0 && S_ISDIR(found->st_mode))
            return false; /* the folder of a file that is missing */
    }
    return true;
}

static lb_status compare_files(const char *output, const lb_option *input, const char *source,
                               lb_error *err)
{
    char path[PATH_SIZE];
    struct stat written, read;
    if (!source || stat(output, &written) != 0 || !S_ISREG(written.st_mode))
        return LB_OK;
    lb_source_part part = lb_option_source_part(input, source);
    if (!find_input(source + part.from, part.end - part.from, path, &read))
        return LB_OK;
    bool same = S_ISDIR(read.st_mode) ? is_inside(&read, output)
                                      : is_same_file(&read, &written) || is_beside(path, &written);
    return same ? lb_error_set(err, LB_E_USAGE, "%s: is an input too; give the output another name",
                               output)
                : LB_OK;
}

lb_status lb_output_compare(const char *output, const char *source, lb_error *err)
{
    static const lb_option of_file = {.name = "source", .kind = LB_OPTION_SOURCE};
    return compare_files(output, &of_file, source, err);
}

/* One output against every input of the command. */
static lb_status compare_inputs(const lb_command *command, const void *options, const char *output,
                                lb_error *err)
{
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *input = &command->option[i];
        size_t count = 0;
        if (!lb_option_is_input(input))
            continue;
        if (!lb_option_is_list(input)) {
            LB_TRY(compare_files(output, input, lb_option_text(input, options), err));
            continue;
        }
        const char *const *list = lb_option_list(input, options, &count);
        for (size_t k = 0; k < count; k++)
            LB_TRY(compare_files(output, input, list[k], err));
    }
    return LB_OK;
}

/* Before all else, so that an input given as an output is reported as that, and not as a file of a
 * wrong type. */
static lb_status compare_outputs(const lb_command *command, const void *options, lb_error *err)
{
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        const char *output =
            option->kind == LB_OPTION_OUTPUT ? lb_option_text(option, options) : NULL;
        if (output)
            LB_TRY(compare_inputs(command, options, output, err));
    }
    return LB_OK;
}

static lb_status check_outputs(const lb_command *command, const void *options, bool force,
                               lb_atomic_files *outputs, lb_error *err)
{
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        const lb_atomic_file *ignored;
        const char *output =
            option->kind == LB_OPTION_OUTPUT ? lb_option_text(option, options) : NULL;
        if (output)
            LB_TRY(lb_atomic_files_add(outputs, output, force, &ignored, err));
    }
    return LB_OK;
}

/* A named pipe that is to be read again is refused: a second reader would wait for ever. */
static lb_status check_pipe(const lb_option *input, const char *source, lb_error *err)
{
    char path[PATH_SIZE];
    struct stat found;
    lb_source_part part = lb_option_source_part(input, source);
    bool again = (input->flags & LB_OPTION_READ_AGAIN) || input->kind == LB_OPTION_GRID;
    if (!again || lb_file_is_stdin(source + part.from) ||
        !find_input(source + part.from, part.end - part.from, path, &found) ||
        !S_ISFIFO(found.st_mode))
        return LB_OK;
    return lb_error_set(err, LB_E_IO,
                        "%s: is a pipe, and is read more than once; write it to a file, or send it "
                        "to the standard input and write - in its place: lagesbild ... < %s",
                        path, path);
}

/* The standard input can be read to its end once: it is one source, not two. */
static lb_status check_pipes(const lb_command *command, const void *options, lb_error *err)
{
    int inputs = 0;
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *input = &command->option[i];
        const char *single = NULL;
        size_t count = 1;
        if (!lb_option_is_input(input))
            continue;
        if (!lb_option_is_list(input))
            single = lb_option_text(input, options);
        const char *const *text =
            lb_option_is_list(input) ? lb_option_list(input, options, &count) : &single;
        for (size_t k = 0; k < count; k++) {
            if (!text[k])
                continue;
            LB_TRY(check_pipe(input, text[k], err));
            inputs += lb_file_is_stdin(text[k] + lb_option_source_part(input, text[k]).from);
        }
    }
    return inputs < 2
               ? LB_OK
               : lb_error_set(err, LB_E_USAGE,
                              "the standard input is named as %d sources; it can be one", inputs);
}

bool lb_command_writes_files(const lb_command *command, const void *options)
{
    for (size_t i = 0; i < command->options; i++)
        if (lb_option_is_output(&command->option[i]) &&
            lb_option_text(&command->option[i], options))
            return true;
    return false;
}

lb_status lb_command_begin(const lb_command *command, const void *options, const lb_job *job,
                           lb_error *err)
{
    lb_atomic_files outputs = {0};
    LB_TRY(compare_outputs(command, options, err));
    LB_TRY(lb_command_check(command, options, err));
    LB_TRY(check_pipes(command, options, err));
    lb_status status = check_outputs(command, options, job && job->force, &outputs, err);
    lb_atomic_files_abort(&outputs);
    return status;
}

const lb_job *lb_command_job(const lb_command *command, const void *options, const lb_job *job,
                             lb_own_job *own)
{
    const lb_option *min_cell = lb_command_option(command, "min-cell");
    own->job = *job;
    return min_cell ? lb_job_publish(
                          job,
                          &(lb_disclosure_policy){(int)lb_option_number(min_cell, options),
                                                  lb_job_secret(job), lb_job_has_exact_people(job)},
                          own)
                    : &own->job;
}

void lb_command_remove_temporary(const lb_command *command, const void *options)
{
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        if (option->kind != LB_OPTION_OUTPUT && option->kind != LB_OPTION_FOLDER)
            continue;
        const char *path = lb_option_text(option, options);
        if (path && option->kind == LB_OPTION_OUTPUT)
            lb_atomic_file_clean(path);
        if (path && option->kind == LB_OPTION_FOLDER) {
            lb_atomic_file_clean_folders(path);
            lb_folder_lock_remove(path);
        }
    }
}
