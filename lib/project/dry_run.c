/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/try.h"
#include "command/described_columns.h"
#include "project/project_check.h"
#include "project/dry_run.h"
#include "port/proj/crs.h"
#include "port/raster/raster_read.h"
#include "port/read/row_reader.h"
#include "text/usual_columns.h"
#include "port/gdal/source_spec.h"
#include "port/proj/transform.h"

enum { INPUT, USED_BY, BYTES, CRS, OPERATION };
enum { STEP, COMMAND, FILES, STATE, ROWS };

/* --- inputs --- */

/* Somewhere in the middle of Sweden, to ask PROJ which operation it takes there. */
static const double mid_sweden[2] = {14.5, 60.5};

/* Which operation PROJ chooses can depend on the place, so a point in the middle of Sweden is taken
 * to the source's CRS and from there to the working CRS. */
static void describe_operation(const char *from, const char *to, lb_buf *out)
{
    lb_transform *there = NULL, *way = NULL;
    lb_error ignored;
    double xy[2] = {mid_sweden[0], mid_sweden[1]};
    if (lb_transform_new("EPSG:4326", from, &there, &ignored) == LB_OK &&
        lb_transform_points(there, 1, xy, &ignored) == LB_OK &&
        lb_transform_new(from, to, &way, &ignored) == LB_OK &&
        lb_transform_points(way, 1, xy, &ignored) == LB_OK) {
        if (way)
            lb_transform_describe(way, out);
        else
            lb_buf_puts(out, "none needed");
    } else {
        lb_buf_puts(out, "no way to the working CRS");
    }
    lb_transform_free(there);
    lb_transform_free(way);
}

static void write_crs(lb_table *t, size_t row, const char *crs, const char *working)
{
    char label[LB_CRS_LABEL_SIZE];
    lb_buf operation = {0};
    if (!crs) {
        lb_table_set_text(t, row, CRS, "told by its coordinates");
        return;
    }
    lb_crs_label(crs, label);
    lb_table_set_text(t, row, CRS, label);
    describe_operation(crs, working, &operation);
    lb_table_set_text(t, row, OPERATION, operation.text);
    t->failed |= operation.failed;
    lb_buf_clear(&operation);
}

/* A table of figures has no place, and needs none. */
static bool has_places(const lb_rows *rows)
{
    return !lb_rows_is_text_table(rows) ||
           lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_X]) != SIZE_MAX ||
           lb_rows_find_column(rows, lb_usual_columns[LB_USUAL_WKT]) != SIZE_MAX;
}

static void open_input(lb_table *t, size_t row, const char *source, const char *working)
{
    lb_rows *rows = NULL;
    lb_raster *raster = NULL;
    lb_error err;
    if (lb_rows_open(source, NULL, &rows, &err) == LB_OK) {
        if (has_places(rows))
            write_crs(t, row, lb_rows_crs(rows), working);
        lb_rows_close(rows);
    } else if (lb_raster_open(source, &raster, &err) == LB_OK) {
        write_crs(t, row, lb_raster_crs(raster), working);
        lb_raster_close(raster);
    } else {
        lb_table_set_text(t, row, CRS, err.text);
    }
}

static size_t row_of(const lb_table *t, const char *input)
{
    for (size_t r = 0; r < t->rows; r++)
        if (strcmp(lb_table_text(t, r, INPUT), input) == 0)
            return r;
    return SIZE_MAX;
}

static void add_user(lb_table *t, size_t row, const char *step)
{
    const char *before = lb_table_text(t, row, USED_BY);
    lb_buf all = {0};
    lb_buf_printf(&all, "%s%s%s", before ? before : "", before ? ", " : "", step);
    lb_table_set_text(t, row, USED_BY, all.text);
    t->failed |= all.failed;
    lb_buf_clear(&all);
}

static char *bare_source(const lb_step_value *value, const char *text)
{
    lb_buf bare = {0};
    lb_source_part part = lb_option_source_part(value->option, text);
    lb_buf_append(&bare, text + part.from, part.end - part.from);
    return lb_buf_detach(&bare);
}

/* One row per source, however many steps read it. What a step of the project makes has no CRS yet
 * and is not opened; a recipe has none. */
static void add_input(const lb_project *project, const lb_job *job, const lb_step *step,
                      const lb_step_value *value, const lb_step_text *text, lb_table *t)
{
    char *written = bare_source(value, text->written), *given = bare_source(value, text->given);
    lb_source source;
    lb_error ignored;
    t->failed |= !written || !given;
    size_t row = t->failed ? 0 : row_of(t, written);
    if (!t->failed && row == SIZE_MAX) {
        row = lb_table_add_row(t);
        lb_table_set_text(t, row, INPUT, written);
        if (text->producer != SIZE_MAX) {
            lb_buf producer = {0};
            lb_buf_printf(&producer, "made by %s", project->step[text->producer].name);
            lb_table_set_text(t, row, CRS, producer.text);
            t->failed |= producer.failed;
            lb_buf_clear(&producer);
        } else if (value->option->kind != LB_OPTION_RECIPE &&
                   value->option->kind != LB_OPTION_GRID_RECIPE) {
            open_input(t, row, given, job->crs ? job->crs : "EPSG:3006");
        }
        if (text->producer == SIZE_MAX && lb_source_parse(given, &source, &ignored) == LB_OK) {
            if (source.size > 0)
                lb_table_set_integer(t, row, BYTES, (int64_t)source.size);
            lb_source_clear(&source);
        }
    }
    if (!t->failed)
        add_user(t, row, step->name);
    free(written);
    free(given);
}

/* Words such as the names of built-in recipes are no files and have no row. */
lb_status lb_project_inputs_table(const lb_project *project, const lb_job *job, lb_table *out)
{
    lb_table t = {0};
    lb_add_described_columns(&t, lb_command_run_project(), "inputs");
    for (size_t s = 0; s < project->steps; s++)
        for (size_t v = 0; v < project->step[s].values; v++) {
            const lb_step_value *value = &project->step[s].value[v];
            for (size_t i = 0; lb_option_is_input(value->option) && i < value->texts; i++)
                if (!lb_option_is_word(value->option, value->text[i].written))
                    add_input(project, job, &project->step[s], value, &value->text[i], &t);
        }
    lb_status status = lb_table_status(&t);
    LB_HAND_OVER(status, t, out, lb_table_clear);
}

/* --- steps --- */

static void write_files(const lb_project *project, const lb_step *step, lb_table *t, size_t row)
{
    lb_buf files = {0};
    bool there = false;
    for (size_t v = 0; v < step->values; v++) {
        const lb_step_text *text = step->value[v].text;
        if (step->value[v].option->kind != LB_OPTION_OUTPUT)
            continue;
        char *path = lb_project_path(project, text->folder, text->written);
        lb_buf_printf(&files, "%s%s%s", files.length ? ", " : "", text->folder, text->written);
        t->failed |= !path;
        there |= path && access(path, F_OK) == 0;
        free(path);
    }
    lb_table_set_text(t, row, FILES, files.text);
    if (there)
        lb_table_set_text(t, row, STATE, "is there");
    t->failed |= files.failed;
    lb_buf_clear(&files);
}

/* With outcomes (after a run) the state is done or failed, with rows; without (dry run) it is
 * whether files are there already, which the run would not replace without --force. */
lb_status lb_project_steps_table(const lb_project *project, const lb_step_outcome *outcome,
                                 lb_table *out)
{
    lb_table t = {0};
    lb_add_some_columns(&t, lb_command_run_project(), "steps", "step", outcome ? ROWS + 1 : ROWS);
    for (size_t i = 0; i < project->steps; i++) {
        size_t row = lb_table_add_row(&t);
        lb_table_set_text(&t, row, STEP, project->step[i].name);
        lb_table_set_text(&t, row, COMMAND, project->step[i].command->name);
        write_files(project, &project->step[i], &t, row);
        if (!outcome)
            continue;
        lb_table_set_text(&t, row, STATE, outcome[i].status == LB_OK ? "done" : "failed");
        if (outcome[i].result.tables > 0 && outcome[i].result.part[0][0] == '\0')
            lb_table_set_integer(&t, row, ROWS, (int64_t)outcome[i].result.table[0].rows);
    }
    lb_status status = lb_table_status(&t);
    LB_HAND_OVER(status, t, out, lb_table_clear);
}
