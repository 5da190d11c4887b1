/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/recipe.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/swedish_text.h"
#include "command/source_conditions.h"
#include "input/grid/grid_recipe.h"
#include "project/publish/event_check.h"
#include "project/publish/published_people.h"
#include "project/publish/people_sources.h"
#include "project/publish/step_columns.h"
#include "project/project_check.h"
#include "project/options_fill.h"
#include "output/table_file.h"
#include "port/proj/crs.h"
#include "port/gdal/source_spec.h"
#include "port/read/row_reader.h"

enum { MAX_NAME = 200 };

typedef struct project_checker {
    lb_diagnostics *diagnostics;
    lb_project *project;
    const lb_job *job;
    bool no_memory;
} project_checker;

const lb_project_file lb_project_files[LB_PROJECT_FILES] = {
    {"", LB_PROJECT_PAGE},
    {LB_PROJECT_PUBLISH, LB_PROJECT_PAGE},
    {LB_PROJECT_PUBLISH, LB_PROJECT_PROVENANCE},
    {LB_PROJECT_WORK, LB_PROJECT_PROVENANCE},
    {LB_PROJECT_WORK, LB_PROJECT_QGIS},
    {LB_PROJECT_WORK, LB_PROJECT_AREAS},
    {LB_PROJECT_WORK, LB_PROJECT_README},
    {LB_PROJECT_WORK, LB_PROJECT_FINDINGS}};

static void report_text(project_checker *c, const lb_step_text *at, const char *what)
{
    lb_diagnostics_add_at(c->diagnostics, at->line, at->column, "'%.150s' %s", at->written, what);
}

static void set_given(project_checker *c, lb_step_text *text, lb_buf *given)
{
    free(text->given);
    text->given = lb_buf_detach(given);
    c->no_memory |= !text->given;
}

/* --- names and outputs --- */

/* Inside the folder, in every file system, and not hidden. */
static bool is_plain(const char *name)
{
    if (name[0] == '.' || name[0] == '\0' || strlen(name) > MAX_NAME)
        return false;
    for (const char *p = name; *p; p++)
        if (strchr("/\\:*?\"<>|", *p) || (unsigned char)*p < ' ')
            return false;
    return true;
}

static bool name_taken(const lb_project *project, const char *name, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (project->step[i].name && strcmp(project->step[i].name, name) == 0)
            return true;
    return false;
}

/* A step without `as` is called as its command, and by number where that is taken. */
static void name_step(project_checker *c, size_t i)
{
    lb_step *step = &c->project->step[i];
    char name[60];
    for (size_t n = 1; !step->name; n++) {
        if (n == 1)
            snprintf(name, sizeof name, "%s", step->command->name);
        else
            snprintf(name, sizeof name, "%s-%zu", step->command->name, n);
        if (name_taken(c->project, name, c->project->steps))
            continue;
        step->name = lb_text_copy(name);
        if (!step->name) {
            c->no_memory = true;
            return;
        }
    }
    if (!is_plain(step->name))
        lb_diagnostics_add_at(c->diagnostics, step->line, step->column,
                              "as: '%.100s' found, expected a plain name without folders",
                              step->name);
    else if (name_taken(c->project, step->name, i))
        lb_diagnostics_add_at(c->diagnostics, step->line, step->column,
                              "as: '%s' is the name of another step", step->name);
}

static bool ends_in_one(const char *name, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++)
        if (lb_text_ends_with(name, endings[i]))
            return true;
    return false;
}

/* Is the option that of the grid, which steps, page and QGIS project read as a GeoPackage? */
static bool is_of_package(const lb_option *option)
{
    return option->fallback && strcmp(option->fallback, ".gpkg") == 0;
}

static void check_output(project_checker *c, const lb_step_value *value)
{
    const lb_step_text *text = value->text;
    char expected[120];
    lb_option_expected(value->option, expected, sizeof expected);
    if (!is_plain(text->written))
        report_text(c, text,
                    "is no plain name; outputs are files in the folder of -o, without folders");
    else if (!ends_in_one(text->written, value->option->words))
        lb_diagnostics_add_at(c->diagnostics, text->line, text->column,
                              "'%.150s': unknown file type; use %s", text->written, expected);
    else if (is_of_package(value->option) && !lb_text_ends_with(text->written, ".gpkg"))
        report_text(c, text, "is no GeoPackage, which page and map of a run are made from");
}

/* An output written unasked: NAME and its ending. */
static void add_default_output(project_checker *c, lb_step *step, const lb_option *option)
{
    lb_buf name = {0};
    lb_step_value *value = lb_step_add_value(step, option, 1);
    lb_buf_printf(&name, "%s%s", step->name, option->fallback);
    if (value) {
        value->text->line = step->line;
        value->text->column = step->column;
        value->text->written = lb_text_copy(name.text ? name.text : "");
    }
    c->no_memory |= !value || name.failed || !value->text->written;
    lb_buf_clear(&name);
}

/* A table of which a column has no role may reveal anything. */
static bool has_roles(const lb_command *command, const char *option)
{
    for (size_t i = 0; i < command->tables; i++)
        if (command->table[i].option && strcmp(command->table[i].option, option) == 0)
            return lb_table_info_has_roles(&command->table[i]);
    return true;
}

/* Grids and layers have the squares or the figures of a delivery as they are; some tables have
 * single events or squares. */
static const char *output_folder(const lb_command *command, const lb_step_value *value)
{
    static const char *const rasters[] = {".tif", ".tiff", NULL};
    bool publish = !(value->option->flags & LB_OPTION_UNPUBLISHED) &&
                   !ends_in_one(value->text->written, rasters) &&
                   !lb_table_file_has_outlines(value->text->written) &&
                   has_roles(command, value->option->name);
    return publish ? LB_PROJECT_PUBLISH : LB_PROJECT_WORK;
}

static void resolve_output(project_checker *c, const lb_step *step, const lb_step_value *value)
{
    lb_step_text *text = value->text;
    free(text->given);
    text->folder = step->unpublished ? LB_PROJECT_WORK : output_folder(step->command, value);
    text->given = lb_project_work_path(c->project, text->folder, text->written);
    c->no_memory |= !text->given;
}

/* A command of which nothing but single cells or publications comes. */
static bool is_never_published(const lb_command *command)
{
    bool outputs = false;
    for (size_t i = 0; i < command->options; i++) {
        const lb_option *option = &command->option[i];
        if (option->kind != LB_OPTION_OUTPUT || (option->flags & LB_OPTION_COMMAND_LINE))
            continue;
        outputs = true;
        if (!(option->flags & LB_OPTION_UNPUBLISHED))
            return false;
    }
    return outputs;
}

static void resolve_outputs(project_checker *c, lb_step *step)
{
    for (size_t v = 0; v < step->values && !c->no_memory; v++)
        if (step->value[v].option->kind == LB_OPTION_OUTPUT)
            resolve_output(c, step, &step->value[v]);
}

/* A folder of pages, say, which a step fills: in work/, as what is in it is not looked at. */
static void resolve_folder(project_checker *c, const lb_step_value *value)
{
    lb_step_text *text = value->text;
    if (!is_plain(text->written))
        report_text(c, text, "is no plain name; folders are made in the folder of -o");
    free(text->given);
    text->folder = LB_PROJECT_WORK;
    text->given = lb_project_work_path(c->project, text->folder, text->written);
    c->no_memory |= !text->given;
}

/* Outputs that were written come first, then those with a default name. The provenance has a file
 * of its own, in work/ always. */
static void find_outputs(project_checker *c, lb_step *step)
{
    lb_buf name = {0};
    step->unpublished = is_never_published(step->command);
    for (size_t i = 0; i < step->values; i++)
        if (step->value[i].option->kind == LB_OPTION_OUTPUT)
            check_output(c, &step->value[i]);
        else if (step->value[i].option->kind == LB_OPTION_FOLDER)
            resolve_folder(c, &step->value[i]);
    for (size_t i = 0; i < step->command->options && !c->no_memory; i++) {
        const lb_option *option = &step->command->option[i];
        if (option->kind == LB_OPTION_OUTPUT && option->fallback &&
            !lb_step_find_value(step, option->name))
            add_default_output(c, step, option);
    }
    resolve_outputs(c, step);
    if (!lb_command_option(step->command, "provenance"))
        return;
    lb_buf_printf(&name, "%s.provenance.json", step->name);
    step->provenance = name.failed ? NULL : lb_project_path(c->project, LB_PROJECT_WORK, name.text);
    c->no_memory |= !step->provenance;
    lb_buf_clear(&name);
}

/* Of the values before (step, value), the one that writes that file; NULL: none. */
static const lb_step_text *earlier_output(const lb_project *project, const char *name, size_t step,
                                          size_t value)
{
    for (size_t s = 0; s <= step; s++)
        for (size_t v = 0; v < (s < step ? project->step[s].values : value); v++) {
            const lb_step_value *other = &project->step[s].value[v];
            if (other->option->kind == LB_OPTION_OUTPUT && strcmp(other->text->written, name) == 0)
                return other->text;
        }
    return NULL;
}

static bool is_reserved(const lb_project *project, const char *name)
{
    for (size_t i = 0; i < LB_PROJECT_FILES; i++)
        if (strcmp(lb_project_files[i].name, name) == 0)
            return true;
    for (size_t i = 0; i < project->steps; i++)
        if (project->step[i].provenance &&
            strcmp(lb_text_base_name(project->step[i].provenance), name) == 0)
            return true;
    return false;
}

/* Names are compared as written: two steps must not write one file, nor one that the run writes. */
static void check_output_clashes(project_checker *c)
{
    for (size_t s = 0; s < c->project->steps; s++)
        for (size_t v = 0; v < c->project->step[s].values; v++) {
            const lb_step_value *value = &c->project->step[s].value[v];
            if (value->option->kind != LB_OPTION_OUTPUT)
                continue;
            const lb_step_text *first = earlier_output(c->project, value->text->written, s, v);
            if (first)
                lb_diagnostics_add_at(c->diagnostics, value->text->line, value->text->column,
                                      "'%.150s' is written by the step of line %ld too",
                                      value->text->written, first->line);
            else if (is_reserved(c->project, value->text->written))
                report_text(c, value->text,
                            "is a file that every run writes; another name expected");
        }
}

/* --- inputs --- */

/* The output of that name, and the step that writes it; NULL and SIZE_MAX: none. */
static const lb_step_text *find_output(const lb_project *project, const char *name, size_t length,
                                       size_t *producer)
{
    for (*producer = 0; *producer < project->steps; ++*producer)
        for (size_t v = 0; v < project->step[*producer].values; v++) {
            const lb_step_value *value = &project->step[*producer].value[v];
            if (value->option->kind == LB_OPTION_OUTPUT && strlen(value->text->written) == length &&
                memcmp(value->text->written, name, length) == 0)
                return value->text;
        }
    *producer = SIZE_MAX;
    return NULL;
}

/* Absolute, or a name that is none of a file: http://, PG:, GPKG: ... */
static bool is_absolute(const char *source)
{
    return source[0] == '/' || strstr(source, "://") || source[strcspn(source, ":/.|")] == ':';
}

static void missing_file(project_checker *c, const lb_step_text *text, const char *source)
{
    lb_diagnostics_add_at(c->diagnostics, text->line, text->column, "'%.150s' is not there%s",
                          text->written, lb_file_hint(source).text);
}

static void check_exists(project_checker *c, const lb_step_text *text, const char *given)
{
    lb_source source;
    lb_error why;
    lb_status status = lb_source_parse(given, &source, &why);
    c->no_memory |= status == LB_E_MEMORY;
    if (status != LB_OK) {
        if (status != LB_E_MEMORY)
            report_text(c, text, why.text);
        return;
    }
    if (!source.exists && strncmp(source.path, "/vsi", 4) != 0)
        missing_file(c, text, source.path);
    lb_source_clear(&source);
}

/* Puts the folder before the source in a text. */
static void resolve_source(project_checker *c, size_t step, const lb_option *option,
                           lb_step_text *text)
{
    lb_source_part part = lb_option_source_part(option, text->written);
    size_t from = part.from, end = part.end;
    const char *source = text->written + from;
    size_t length = strcspn(source, "|");
    lb_buf given = {0};
    if (length > end - from)
        length = end - from;
    lb_buf_append(&given, text->written, from);
    const lb_step_text *output = find_output(c->project, source, length, &text->producer);
    if (text->producer != SIZE_MAX && text->producer >= step) {
        lb_diagnostics_add_at(c->diagnostics, text->line, text->column,
                              "'%.150s' is made by step '%s', which does not come before this one",
                              text->written, c->project->step[text->producer].name);
        text->producer = SIZE_MAX;
    } else if (output) {
        text->folder = output->folder;
        char *path = lb_project_work_path(c->project, output->folder, "");
        lb_buf_puts(&given, path ? path : "");
        c->no_memory |= !path;
        free(path);
        lb_buf_puts(&given, source);
    } else {
        bool alone = is_absolute(source);
        lb_buf path = {0};
        lb_buf_printf(&path, "%s%.*s", alone ? "" : c->project->folder, (int)(end - from), source);
        lb_buf_printf(&given, "%s%s", path.text ? path.text : "", text->written + end);
        if (path.text && (!alone || source[0] == '/'))
            check_exists(c, text, path.text);
        c->no_memory |= path.failed;
        lb_buf_clear(&path);
    }
    set_given(c, text, &given);
}

/* Loads the recipe now and throws it away: faults in it are reported with the project's before any
 * step runs. */
static void check_recipe(project_checker *c, size_t step, const lb_option *option,
                         lb_step_text *text)
{
    lb_recipe recipe;
    lb_error why;
    if (lb_recipe_builtin(text->written))
        return;
    size_t before = c->diagnostics->count;
    resolve_source(c, step, option, text);
    if (c->no_memory || c->diagnostics->count > before)
        return;
    lb_status status = lb_recipe_load(text->given, c->job, &recipe, &why);
    if (status == LB_OK)
        lb_recipe_clear(&recipe);
    else if (status == LB_E_MEMORY)
        c->no_memory = true;
    else
        lb_diagnostics_add_at(c->diagnostics, text->line, text->column, "the recipe: %.400s",
                              why.text);
}

static void check_text(project_checker *c, size_t step, const lb_option *option, lb_step_text *text)
{
    if (lb_option_is_word(option, text->written))
        return;
    if (option->kind == LB_OPTION_RECIPE || option->kind == LB_OPTION_GRID_RECIPE)
        check_recipe(c, step, option, text);
    else
        resolve_source(c, step, option, text);
}

/* Is the input a file of work/ that is read as it is? The GeoPackage of an index is coarsened where
 * it is read as a grid, but neither where it is read as areas nor its raster, which has no recipe;
 * with `min-cell: 0` all of the grid is published as delivered. */
static bool is_of_work(const lb_project *project, const lb_option *option, const lb_step_text *text)
{
    if (text->producer == SIZE_MAX || strcmp(text->folder, LB_PROJECT_WORK) != 0)
        return false;
    const lb_step *producer = &project->step[text->producer];
    const lb_step_value *gpkg = lb_step_find_value(producer, "gpkg");
    if (strcmp(producer->command->name, "index") != 0)
        return true;
    bool is_grid = gpkg && strstr(text->written, gpkg->text->written);
    return project->min_cell > 1 && !(is_grid && lb_option_is_grid(option));
}

/* Has the layer or table the columns of what index writes of squares? So it has in another format,
 * and under another name. */
static bool has_index_columns(const char *source)
{
    static const char *const names[] = {"rutid", "size", "population", "index", "class", "rank"};
    lb_rows *rows = NULL;
    lb_error ignored;
    bool all = lb_rows_open(source, NULL, &rows, &ignored) == LB_OK;
    for (size_t i = 0; all && i < sizeof names / sizeof *names; i++)
        all = lb_rows_find_named(rows, names[i]) != SIZE_MAX;
    lb_rows_close(rows);
    return all;
}

/* Is the source a GeoPackage or raster in which index says by what recipe it was made? */
static bool has_index_recipe(const project_checker *c, const lb_source *spec)
{
    static const char *const results[] = {".gpkg", ".tif", ".tiff", NULL};
    lb_recipe recipe;
    lb_job quiet = *c->job;
    lb_error ignored;
    bool found = false;
    quiet.log = NULL;
    if (ends_in_one(spec->path, results) && lb_layers_may_be_same(spec->layer, "rutor") &&
        lb_grid_recipe_read(spec->path, &quiet, &found, &recipe, &ignored) == LB_OK && found)
        lb_recipe_clear(&recipe);
    return found;
}

/* Are tables that the option reads coarsened by a recipe, whatever their columns? */
static bool is_delivery(const lb_command *command, const lb_option *option)
{
    bool by_recipe = false;
    for (size_t i = 0; i < command->options; i++)
        by_recipe |= command->option[i].kind == LB_OPTION_RECIPE;
    return by_recipe && lb_option_is_grid(option);
}

/* May the option's source be opened to see its columns? */
static bool may_have_rows(const lb_option *option, const char *source)
{
    return (lb_option_is_layer(option) || option->kind == LB_OPTION_CONTEXTS) &&
           !lb_source_is_read_once(source);
}

/* Does the source have what index wrote of squares, as delivered? A grid with a recipe in its
 * GeoPackage is coarsened by it. */
static bool is_index_output(const project_checker *c, const lb_command *command,
                            const lb_option *option, const char *source)
{
    lb_source spec;
    lb_error ignored;
    if (lb_source_parse(source, &spec, &ignored) != LB_OK)
        return false;
    bool has_recipe = has_index_recipe(c, &spec);
    bool coarsened =
        has_recipe && lb_option_is_grid(option) && lb_text_ends_with(spec.path, ".gpkg");
    bool found = has_recipe || (may_have_rows(option, source) && !is_delivery(command, option) &&
                                has_index_columns(source));
    lb_source_clear(&spec);
    return found && !coarsened;
}

/* Is the input squares that an index of another run wrote, read as they are (is_of_work)? */
static bool is_of_other_work(project_checker *c, const lb_command *command, const lb_option *option,
                             const lb_step_text *text)
{
    if (text->producer != SIZE_MAX || !text->given || c->project->min_cell < 2)
        return false;
    lb_source_part part = lb_option_source_part(option, text->given);
    lb_buf source = {0};
    lb_buf_append(&source, text->given + part.from, part.end - part.from);
    c->no_memory |= source.failed;
    bool found = source.text && is_index_output(c, command, option, source.text);
    lb_buf_clear(&source);
    return found;
}

/* What of the input is as delivered, not coarsened, and would be published; NULL: nothing. */
static const char *find_delivered(project_checker *c, const lb_command *command,
                                  const lb_option *option, const lb_step_text *text)
{
    const lb_project *project = c->project;
    if (is_of_work(project, option, text))
        return "reads what another step writes into work/, as delivered";
    if (is_of_other_work(c, command, option, text))
        return "reads squares that an index of another run wrote, as delivered";
    if (text->producer != SIZE_MAX && project->step[text->producer].reveals_more)
        return "reads squares that are not published";
    return project->min_cell > 1 && lb_option_is_grid(option) && lb_text_condition(text->written)
               ? "chooses squares of its grid by a condition on what was delivered"
               : NULL;
}

/* A condition of the step is put behind its sources, so that all who read them meet it: the step,
 * the page and the examination of publish/. */
static void add_condition(project_checker *c, lb_step *step, const lb_step_value *condition)
{
    const char *name = condition->option->name, *text = condition->text->written;
    bool any = false;
    lb_error why;
    for (size_t v = 0; v < step->values; v++)
        for (size_t i = 0;
             lb_condition_is_of(name, step->value[v].option) && i < step->value[v].texts; i++) {
            char *given = lb_source_add_condition(step->value[v].text[i].given, text);
            any = true;
            c->no_memory |= !given;
            free(step->value[v].text[i].given);
            step->value[v].text[i].given = given;
        }
    if (any)
        return;
    lb_condition_refuse(step->command, name, text, &why);
    lb_diagnostics_add_at(c->diagnostics, condition->line, condition->column, "%.500s", why.text);
}

/* Of the project's grid it is an error, since the page shows it; what reads other squares, or makes
 * tables of them or of zones itself, is in work/. */
static void check_people(project_checker *c, size_t step)
{
    lb_step *s = &c->project->step[step];
    char why[300];
    c->no_memory |= lb_step_check_people(c->project, step, c->job, why) != LB_OK;
    if (c->no_memory || !why[0])
        return;
    if (step == c->project->grid) {
        lb_diagnostics_add(c->diagnostics, s->line,
                           "grid: %s; give whole tables, or, for those only who may see the "
                           "delivery, min-cell: 0",
                           why);
        return;
    }
    s->reveals_more = true;
    s->unpublished = strcmp(s->command->name, "index") != 0;
    lb_log_warning(c->job->log,
                   "%s:%ld: step '%s' %s: what is made of it is in work/, and not on the page; "
                   "with min-cell: 0 all is published",
                   c->project->file, s->line, s->name, why);
}

/* What has delivered counts, not coarsened ones, writes into work/. Outputs are resolved again,
 * since their folder changes. */
static void check_inputs(project_checker *c, size_t step)
{
    lb_step *s = &c->project->step[step];
    const char *delivered = NULL;
    for (size_t v = 0; v < s->values && !c->no_memory; v++)
        for (size_t i = 0; lb_option_is_input(s->value[v].option) && i < s->value[v].texts; i++) {
            check_text(c, step, s->value[v].option, &s->value[v].text[i]);
            if (!delivered)
                delivered = find_delivered(c, s->command, s->value[v].option, &s->value[v].text[i]);
        }
    for (size_t v = 0; v < s->values && !c->no_memory; v++)
        if (lb_step_is_of_job(s, &s->value[v]) && strstr(s->value[v].option->name, "where"))
            add_condition(c, s, &s->value[v]);
    if (delivered && strcmp(s->command->name, "index") != 0) {
        s->unpublished = true;
        lb_log_note(c->job->log, "step '%s' %s: its outputs are in work/, and not on the page",
                    s->name, delivered);
    }
    if (!lb_step_is_unexamined(c->project, s))
        return;
    s->unpublished = true;
    lb_log_warning(c->job->log,
                   "%s:%ld: step '%s': its table stays in work/: people of zones or of rates are "
                   "published as .csv or .xlsx, which the examination of publish/ reads",
                   c->project->file, s->line, s->name);
}

/* Counts of events of a short time or a narrow place are not published. The folders of
 * outputs are known now. */
static void check_events(project_checker *c, size_t step)
{
    lb_step *s = &c->project->step[step];
    c->no_memory |= lb_step_check_events(c->project, s, c->job) != LB_OK;
    resolve_outputs(c, s);
}

/* --- the grid of the project and its recipe, where a step wants one and names none --- */

static void add_text_value(project_checker *c, lb_step *step, const lb_option *option,
                           const char *text)
{
    lb_step_value *value = lb_step_add_value(step, option, 1);
    if (value) {
        value->line = value->text->line = step->line;
        value->column = value->text->column = step->column;
        value->text->written = lb_text_copy(text);
        value->text->given = lb_text_copy(text);
    }
    c->no_memory |= !value || !value->text->written || !value->text->given;
}

static void inherit_grid(project_checker *c, size_t step)
{
    lb_step *s = &c->project->step[step];
    const lb_step *grid = &c->project->step[c->project->grid];
    const lb_step_value *gpkg = lb_step_find_value(grid, "gpkg");
    const lb_step_value *recipe = lb_step_find_value(grid, "recipe");
    bool own = lb_step_find_value(s, "grid") != NULL;
    for (size_t i = 0; i < s->command->options && !own; i++) {
        const lb_option *option = &s->command->option[i];
        if (option->kind == LB_OPTION_GRID)
            add_text_value(c, s, option, gpkg->text->written);
        if (option->kind == LB_OPTION_GRID_RECIPE && recipe && !lb_step_find_value(s, option->name))
            add_text_value(c, s, option, recipe->text->written);
    }
}

/* The table that the last earlier step of that command with areas publishes by "COMMAND:OPTION";
 * NULL: none. What reads a table in work/ would not be published either. */
static const char *find_earlier(const lb_project *project, size_t before, const char *what)
{
    const char *option = strchr(what, ':') + 1;
    size_t n = (size_t)(option - what) - 1;
    while (before-- > 0) {
        const lb_step *step = &project->step[before];
        const lb_step_value *value = lb_step_find_value(step, option);
        if (strlen(step->command->name) == n && strncmp(step->command->name, what, n) == 0 &&
            value && value->text->folder && strcmp(value->text->folder, LB_PROJECT_PUBLISH) == 0 &&
            lb_step_find_value(step, "areas"))
            return value->text->written;
    }
    return NULL;
}

/* Tables of earlier steps that the step leaves to the project. */
static void inherit_tables(project_checker *c, size_t step)
{
    lb_step *s = &c->project->step[step];
    for (size_t i = 0; i < s->command->options && !c->no_memory; i++) {
        const lb_option *option = &s->command->option[i];
        if (option->kind != LB_OPTION_SOURCE || !option->fallback ||
            lb_step_find_value(s, option->name))
            continue;
        const char *text = find_earlier(c->project, step, option->fallback);
        if (text)
            add_text_value(c, s, option, text);
    }
}

/* A text that the step leaves to the project. */
static void inherit_texts(project_checker *c, lb_step *step)
{
    for (size_t i = 0; i < step->command->options && !c->no_memory; i++) {
        const lb_option *option = &step->command->option[i];
        if (option->kind != LB_OPTION_TEXT || !option->fallback ||
            lb_step_find_value(step, option->name))
            continue;
        const char *text =
            strcmp(option->fallback, "date") == 0 ? c->project->date : c->project->source;
        if (text)
            add_text_value(c, step, option, text);
    }
}

/* What the step's job would refuse before it reads anything. */
static void check_options(project_checker *c, const lb_step *step)
{
    lb_command_options *options = NULL;
    lb_error why;
    lb_status status = LB_OK;
    c->no_memory = lb_options_fill(step, &options) != LB_OK;
    if (c->no_memory)
        return;
    const void *values = lb_command_options_values(options);
    for (size_t i = 0; i < step->values && status == LB_OK; i++)
        if (!lb_step_is_of_job(step, &step->value[i]))
            status = lb_option_check_effect(step->command, step->value[i].option, values, &why);
    if (status == LB_OK)
        status = lb_command_check_meaning(step->command, values, &why);
    if (status != LB_OK)
        lb_diagnostics_add(c->diagnostics, step->line, "%.500s", why.text);
    lb_command_options_free(options);
}

/* Columns that the table has, and that the rest of the run does not need. */
static void check_columns(project_checker *c, const lb_step *step)
{
    const lb_step_value *columns = lb_step_find_value(step, "columns");
    lb_error why;
    if (columns && lb_step_check_columns(step, c->job->log, &why) != LB_OK)
        lb_diagnostics_add_at(c->diagnostics, columns->line, columns->column, "%.500s", why.text);
}

/* The number of people below which figures are suppressed, where the step leaves it to the project.
 */
static void inherit_min_cell(project_checker *c, lb_step *step)
{
    const lb_option *option = lb_command_option(step->command, "min-cell");
    if (!option || lb_step_find_value(step, option->name))
        return;
    char number[20];
    snprintf(number, sizeof number, "%d", c->project->min_cell);
    add_text_value(c, step, option, number);
}

static bool reads_squares(const lb_command *command)
{
    bool grid = false;
    for (size_t i = 0; i < command->options; i++)
        grid |= lb_option_is_grid(&command->option[i]);
    return grid;
}

/* The step's own minimum where its outputs are published; NULL: it has none that matters. */
static lb_step_text *published_minimum(const lb_step *step)
{
    const lb_step_value *value = lb_step_find_value(step, "min-cell");
    return value && !step->unpublished ? value->text : NULL;
}

/* All of publish/ has one minimum (docs/methods.md, Coarsening), the greatest that the project or a
 * step asks for: the same squares by two are more than by the smaller one, since what is few is
 * hidden by each in bins of its own, and whether a share is about or left out depends by the
 * greater on counts that the smaller hides. Returns the project's own. */
static int choose_minimum(project_checker *c)
{
    lb_project *project = c->project;
    const int own = project->min_cell;
    for (size_t i = 0; i < project->steps && own > 1; i++) {
        const lb_step *step = &project->step[i];
        const lb_step_text *text = published_minimum(step);
        if (!text || !reads_squares(step->command) || atoi(text->given) <= project->min_cell)
            continue;
        lb_log_warning(c->job->log,
                       "%s:%ld: step '%s': its min-cell %s is that of all that is published, in "
                       "place of %d: the same squares coarsened by two would give small counts "
                       "away; set min-cell of the whole project, or run lagesbild %s by itself",
                       project->file, text->line, step->name, text->given, project->min_cell,
                       step->command->name);
        project->min_cell = atoi(text->given);
    }
    return own;
}

/* Figures of a step with a smaller minimum, of squares, zones or phones, less what the others show,
 * are the counts that those hide. What the audit of the figures finds must not decide it, since
 * that would reveal counts. Steps that named none have the project's own. */
static void raise_min_cell(project_checker *c, const lb_step *step, int own)
{
    const lb_project *project = c->project;
    lb_step_text *text = published_minimum(step);
    char number[20];
    if (!text || project->min_cell < 2 || atoi(text->given) >= project->min_cell)
        return;
    if (atoi(text->given) != own)
        lb_log_warning(c->job->log,
                       "%s:%ld: step '%s': min-cell %s is raised to the project's %d: beside the "
                       "page its figures would give small counts away; set min-cell of the whole "
                       "project, or run lagesbild %s by itself",
                       project->file, text->line, step->name, text->given, project->min_cell,
                       step->command->name);
    snprintf(number, sizeof number, "%d", project->min_cell);
    free(text->given);
    text->given = lb_text_copy(number);
    c->no_memory |= !text->given;
}

static void check_crs(project_checker *c)
{
    lb_error why;
    if (c->project->crs && lb_crs_check(c->project->crs, &why) != LB_OK)
        lb_diagnostics_add(c->diagnostics, 0, "crs: %.400s", why.text);
}

/* Each pass goes over all steps before the next begins, since a step may use what a later pass
 * finds of an earlier step: names before outputs, outputs before inputs. */
lb_status lb_project_check(lb_diagnostics *diagnostics, const lb_job *job, lb_project *project)
{
    project_checker c = {diagnostics, project, job, false};
    check_crs(&c);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        name_step(&c, i);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        find_outputs(&c, &project->step[i]);
    if (!c.no_memory)
        check_output_clashes(&c);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        if (project->grid != SIZE_MAX && i > project->grid)
            inherit_grid(&c, i);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        inherit_texts(&c, &project->step[i]);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        inherit_min_cell(&c, &project->step[i]);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++) {
        inherit_tables(&c, i); /* after it is known whether earlier steps are published */
        check_inputs(&c, i);
        check_people(&c, i);
        check_events(&c, i);
    }
    const int own_minimum = choose_minimum(&c);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        raise_min_cell(&c, &project->step[i], own_minimum);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        check_options(&c, &project->step[i]);
    for (size_t i = 0; i < project->steps && !c.no_memory; i++)
        check_columns(&c, &project->step[i]);
    return c.no_memory ? LB_E_MEMORY : LB_OK;
}
