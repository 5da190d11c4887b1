/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options as members of provenance. They come from the command's table, never from a list of the
 * command's own: two runs whose options differ cannot have the same provenance. A file is written
 * by its base name, with what stands around it (NAME=, |layername=, :BAND), since folders differ
 * between machines that compute the same; its content is in the inputs' SHA-256. */
#include "base/buf.h"
#include "base/swedish_text.h"
#include "command/column_notes.h"
#include "command/option.h"
#include "command/option_provenance.h"
#include "command/output_check.h"
#include "text/json.h"

/* Where the base name of source[0..length) begins. */
static size_t base_name_at(const char *source, size_t length)
{
    size_t path = 0, at = 0;
    while (path < length && source[path] != '|')
        path++;
    for (size_t i = 0; i < path; i++)
        if (source[i] == '/')
            at = i + 1;
    return at;
}

static void write_text(lb_buf *buf, const lb_option *option, const char *text)
{
    lb_buf bare = {0};
    if (!text || !lb_option_is_input(option)) {
        lb_json_text(buf, text);
        return;
    }
    lb_source_part part = lb_option_source_part(option, text);
    lb_buf_append(&bare, text, part.from);
    lb_buf_puts(&bare, text + part.from + base_name_at(text + part.from, part.end - part.from));
    lb_json_text(buf, bare.text ? bare.text : "");
    buf->failed |= bare.failed;
    lb_buf_clear(&bare);
}

static void write_list(lb_buf *buf, const lb_option *option, const void *options)
{
    size_t count;
    const char *const *list = lb_option_list(option, options, &count);
    for (size_t i = 0; i < count; i++) {
        lb_buf_puts(buf, i > 0 ? ", " : "[");
        write_text(buf, option, list[i]);
    }
    lb_buf_puts(buf, count > 0 ? "]" : "[]");
}

static void write_box(lb_buf *buf, const lb_box *box)
{
    const double side[4] = {box ? box->xmin : 0, box ? box->ymin : 0, box ? box->xmax : 0,
                            box ? box->ymax : 0};
    for (int i = 0; i < 4 && box; i++) {
        lb_buf_puts(buf, i > 0 ? ", " : "[");
        lb_json_real(buf, side[i]);
    }
    lb_buf_puts(buf, box ? "]" : "null");
}

/* A value as JSON: what was in force, so defaults too. 0 of an option where that stands for "not
 * set" is written as its default, or null. */
static void write_value(lb_buf *buf, const lb_option *option, const void *options)
{
    const char *text;
    double number;
    switch (option->kind) {
    case LB_OPTION_REAL:
    case LB_OPTION_WHOLE:
        number = lb_option_number(option, options);
        if (number == 0 && (option->flags & LB_OPTION_ZERO_UNSET))
            lb_buf_puts(buf, option->standard ? option->standard : "null");
        else
            lb_json_real(buf, number);
        break;
    case LB_OPTION_CHOICE:
    case LB_OPTION_EITHER:
        number = lb_option_number(option, options);
        lb_json_text(buf, option->words[(size_t)number]);
        break;
    case LB_OPTION_FLAG:
        lb_buf_puts(buf, lb_option_number(option, options) != 0 ? "true" : "false");
        break;
    case LB_OPTION_BOX:
        write_box(buf, lb_option_box(option, options));
        break;
    default:
        if (lb_option_is_list(option)) {
            write_list(buf, option, options);
            break;
        }
        text = lb_option_text(option, options);
        write_text(buf, option, text ? text : option->standard);
    }
}

/* A condition or a choice of columns that is not given says nothing. */
static bool is_unset(const lb_option *option, const lb_job *job)
{
    return lb_option_is_text(option) && !option->standard && !lb_option_text(option, job);
}

static void add_option(lb_provenance *provenance, const lb_option *option, const void *options)
{
    lb_buf value = {0};
    if (!lb_option_affects_result(option) || (option->flags & LB_OPTION_RESOLVED))
        return;
    write_value(&value, option, options);
    lb_provenance_option_json(provenance, option->name, &value);
    lb_buf_clear(&value);
}

void lb_option_values_json(const lb_command *command, const void *options, lb_buf *out)
{
    const char *before = "{";
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        if (!lb_option_affects_result(option) || (option->flags & LB_OPTION_RESOLVED))
            continue;
        lb_buf_puts(out, before);
        lb_json_text(out, option->name);
        lb_buf_puts(out, ": ");
        write_value(out, option, options);
        before = ", ";
    }
    lb_buf_puts(out, *before == '{' ? "{}" : "}");
}

void lb_provenance_begin(lb_provenance *provenance, const lb_command *command, const void *options,
                         const lb_job *job)
{
    bool english = job && job->english;
    lb_provenance_command(provenance, command->name);
    provenance->about =
        (lb_file_about){.title = english ? command->summary.en : command->summary.sv,
                        .abstract = english ? command->description.en : command->description.sv,
                        .english = english};
    provenance->notes = lb_command_column_notes;
    provenance->of_command = command;
    provenance->of_options = options;
    provenance->unwritten = !lb_command_writes_files(command, options);
    const lb_table_info *table = lb_command_table(command, "");
    const lb_option *output =
        table && table->option ? lb_command_option(command, table->option) : NULL;
    provenance->main_path = output ? lb_option_text(output, options) : NULL;
    for (size_t i = 0; i < command->options; i++)
        add_option(provenance, &command->option[i], options);
    for (size_t i = 0; job && i < lb_job_option_count(); i++)
        if ((command->job_options & (1u << i)) && !is_unset(lb_job_option_at(i), job))
            add_option(provenance, lb_job_option_at(i), job);
}
