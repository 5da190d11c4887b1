/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <lagesbild/recipe.h>
#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "port/gdal/source_spec.h"
#include "project/publish/event_condition.h"
#include "project/publish/people_sources.h"
#include "project/publish/row_choices.h"
#include "text/usual_columns.h"

/* --- which tables, and the recipe --- */

static const lb_option *recipe_option(const lb_command *command)
{
    for (size_t i = 0; i < command->options; i++)
        if (command->option[i].kind == LB_OPTION_RECIPE)
            return &command->option[i];
    return NULL;
}

/* The tables of squares that a step reads, which are no step's outputs: those have been coarsened
 * by the recipe in them. NULL: none. */
static const lb_step_value *tables_of(const lb_step *step)
{
    const lb_step_value *inputs = lb_step_find_value(step, "inputs");
    bool any = false;
    for (size_t i = 0; inputs && i < inputs->texts; i++)
        any |= inputs->text[i].producer == SIZE_MAX && inputs->text[i].given;
    return any && recipe_option(step->command) ? inputs : NULL;
}

/* LB_OK with no variables: there is none that can be read, which is reported elsewhere. */
static lb_status load_recipe(const lb_step *step, const lb_job *job, lb_recipe *out)
{
    const lb_option *option = recipe_option(step->command);
    const char *given = lb_step_given(step, option->name);
    lb_job quiet = *job;
    lb_error ignored;
    *out = (lb_recipe){.name = NULL};
    given = given ? given : option->standard;
    quiet.log = NULL;
    lb_status status = given ? lb_recipe_load(given, &quiet, out, &ignored) : LB_OK;
    return status == LB_E_MEMORY ? status : LB_OK;
}

/* --- rows chosen by what is hidden --- */

static const char rows_chosen[] =
    "chooses rows of '%.100s' by a condition on '%.80s', which tells of "
    "counts that are hidden";

static const char *find_named(const char *condition, const lb_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (lb_event_condition_names(condition, names->name[i]))
            return names->name[i];
    return NULL;
}

/* A column that the recipe reads and the condition names, or NULL. */
static const char *find_figure(const lb_recipe *recipe, const char *condition)
{
    const char *found = find_named(condition, &recipe->population);
    for (size_t v = 0; v < recipe->variables && !found; v++) {
        const lb_variable *variable = &recipe->variable[v];
        const lb_names *names[] = {&variable->column, &variable->numerator, &variable->denominator};
        for (size_t n = 0; n < 3 && !found; n++)
            found = find_named(condition, names[n]);
    }
    return found;
}

static void check_conditions(const lb_step_value *tables, const lb_recipe *recipe, char why[300])
{
    for (size_t i = 0; i < tables->texts && !why[0]; i++) {
        const char *condition = lb_text_condition(tables->text[i].written);
        const char *figure = condition ? find_figure(recipe, condition) : NULL;
        if (figure)
            snprintf(why, 300, rows_chosen, tables->text[i].written, figure);
    }
}

/* --- one delivery by two recipes --- */

static bool share_a_name(const lb_names *a, const lb_names *b)
{
    bool any = a->count == 0 && b->count == 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            any |= lb_text_same(a->name[i], b->name[k]);
    return any;
}

/* Noise is by the name of the variable. */
static bool same_variable(const lb_variable *a, const lb_variable *b, bool by_name)
{
    return a->kind == b->kind && a->open == b->open && a->per_population == b->per_population &&
           share_a_name(&a->column, &b->column) && share_a_name(&a->numerator, &b->numerator) &&
           share_a_name(&a->denominator, &b->denominator) &&
           (!by_name || strcmp(a->name, b->name) == 0);
}

/* Has each variable of a one of b that is coarsened as it is? */
static bool has_variables(const lb_recipe *a, const lb_recipe *b, bool by_name)
{
    for (size_t v = 0; v < a->variables; v++) {
        bool found = false;
        for (size_t u = 0; u < b->variables && !found; u++)
            found = same_variable(&a->variable[v], &b->variable[u], by_name);
        if (!found)
            return false;
    }
    return true;
}

/* By weights, groups and classes recipes may differ: they work on coarsened squares. */
static bool coarsen_alike(const lb_recipe *a, const lb_recipe *b, bool by_name)
{
    return ceil(a->minimum_population) == ceil(b->minimum_population) && a->zeros == b->zeros &&
           share_a_name(&a->population, &b->population) && has_variables(a, b, by_name) &&
           has_variables(b, a, by_name);
}

/* However the path is spelled; what is in archives has no file of its own. */
static bool same_path(const char *a, const char *b)
{
    struct stat one, other;
    return strcmp(a, b) == 0 || (stat(a, &one) == 0 && stat(b, &other) == 0 &&
                                 one.st_dev == other.st_dev && one.st_ino == other.st_ino);
}

static bool same_source(const char *a, const char *b)
{
    lb_source one = {.path = NULL}, other = {.path = NULL};
    lb_error ignored;
    bool same = lb_source_parse(a, &one, &ignored) == LB_OK &&
                lb_source_parse(b, &other, &ignored) == LB_OK && same_path(one.path, other.path) &&
                lb_layers_may_be_same(one.layer, other.layer);
    lb_source_clear(&one);
    lb_source_clear(&other);
    return same;
}

/* A table that both read; NULL: none. */
static const char *common_table(const lb_step_value *a, const lb_step_value *b)
{
    for (size_t i = 0; i < a->texts; i++)
        for (size_t k = 0; k < b->texts; k++)
            if (a->text[i].given && b->text[k].given &&
                same_source(a->text[i].given, b->text[k].given))
                return a->text[i].written;
    return NULL;
}

/* Are rows of a table that both read chosen so that the choices differ by few? */
static lb_status check_choices(const lb_step *other, const lb_step_value *a, const lb_step_value *b,
                               char why[300])
{
    for (size_t i = 0; i < a->texts; i++)
        for (size_t k = 0; k < b->texts && !why[0]; k++) {
            size_t rows = 0;
            const char *one = a->text[i].given, *second = b->text[k].given;
            if (one && second && same_source(one, second))
                LB_TRY(lb_row_choices_sliver(one, second, &rows));
            if (rows > 0)
                snprintf(why, 300,
                         "chooses other rows of '%.80s' than step '%.40s', and the two together "
                         "tell of %zu alone; published are choices that differ by none or by %d "
                         "and more",
                         a->text[i].written, other->name, rows, LB_ROWS_APART_MIN);
        }
    return LB_OK;
}

static lb_status check_other_step(const lb_project *project, const lb_step *other,
                                  const lb_step_value *tables, const lb_recipe *recipe,
                                  const lb_job *job, char why[300])
{
    const lb_step_value *of_other = tables_of(other);
    const char *table = of_other && !other->reveals_more ? common_table(tables, of_other) : NULL;
    lb_recipe second;
    if (!table)
        return LB_OK;
    LB_TRY(load_recipe(other, job, &second));
    if (second.variables > 0 && !coarsen_alike(recipe, &second, project->cell_key_file != NULL))
        snprintf(
            why, 300,
            "reads '%.100s' by a recipe that hides other counts than that of step '%.60s', and "
            "the two together tell more",
            table, other->name);
    lb_recipe_clear(&second);
    return why[0] ? LB_OK : check_choices(other, tables, of_other, why);
}

/* --- zones --- */

/* The table with the people of zones; NULL: the step reads none. */
static const lb_step_text *figures_of_zones(const lb_step *step)
{
    const lb_step_value *zones = lb_step_find_value(step, "zones");
    const lb_step_value *counts = lb_step_find_value(step, "counts");
    const lb_step_value *value = counts ? counts : zones;
    return zones && lb_command_option(step->command, "min-cell") ? value->text : NULL;
}

static const char *const zone_fields[] = {"fields", "young", "intensive"};

/* "a,b;young;intensive" of a step, as a list or divided by commas. */
static bool list_fields(const lb_step *step, lb_buf *out)
{
    for (size_t k = 0; k < sizeof zone_fields / sizeof *zone_fields; k++) {
        const lb_step_value *value = lb_step_find_value(step, zone_fields[k]);
        for (size_t i = 0; value && i < value->texts; i++)
            lb_buf_printf(out, "%s%s", i ? "," : "", value->text[i].written);
        lb_buf_puts(out, ";");
    }
    return !out->failed;
}

/* Nothing but people, which are coarsened the same whatever stands beside them. */
static bool is_of_people_alone(const char *fields)
{
    return !strchr(fields, ',') && strcmp(strchr(fields, ';'), ";;;") == 0;
}

static lb_status check_zone_condition(const lb_step_text *figures, const char *fields,
                                      char why[300])
{
    const char *condition = lb_text_condition(figures->written);
    lb_buf field = {0};
    for (size_t length; condition && *fields && !why[0] && !field.failed;
         fields += length + (fields[length] != '\0')) {
        length = strcspn(fields, ",;:");
        lb_buf_clear(&field);
        lb_buf_append(&field, fields, length);
        if (length > 0 && field.text && lb_event_condition_names(condition, field.text))
            snprintf(why, 300, rows_chosen, figures->written, field.text);
    }
    lb_status status = field.failed ? LB_E_MEMORY : LB_OK;
    lb_buf_clear(&field);
    return status;
}

static lb_status check_other_zones(const lb_step *other, const lb_step_text *figures,
                                   const char *fields, char why[300])
{
    const lb_step_text *of_other = other->unpublished ? NULL : figures_of_zones(other);
    lb_buf second = {0};
    if (!of_other || !of_other->given || !same_source(figures->given, of_other->given))
        return LB_OK;
    bool listed = list_fields(other, &second);
    if (listed && !is_of_people_alone(second.text) && strcmp(fields, second.text) != 0)
        snprintf(
            why, 300,
            "reads '%.100s' by other fields, young or intensive than step '%.60s', and the two "
            "together tell more",
            figures->written, other->name);
    lb_buf_clear(&second);
    return listed ? LB_OK : LB_E_MEMORY;
}

/* Counts of one table that are shown by two lists of fields are not looked at together. */
static lb_status check_zones(const lb_project *project, size_t step, char why[300])
{
    const lb_step_text *figures = figures_of_zones(&project->step[step]);
    lb_buf fields = {0};
    if (!figures || !figures->given)
        return LB_OK;
    lb_status status = list_fields(&project->step[step], &fields) ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = check_zone_condition(figures, fields.text, why);
    for (size_t i = 0; i < step && status == LB_OK && !why[0]; i++)
        if (!is_of_people_alone(fields.text))
            status = check_other_zones(&project->step[i], figures, fields.text, why);
    lb_buf_clear(&fields);
    return status;
}

/* --- people of areas --- */

/* The fields with people, of areas the one that is named, else the usual ones. */
static const char *find_people(const char *condition, const char *named)
{
    const char *const *usual = lb_usual_columns[LB_USUAL_POPULATION];
    if (named)
        return lb_event_condition_names(condition, named) ? named : NULL;
    for (size_t i = 0; usual[i]; i++)
        if (lb_event_condition_names(condition, usual[i]))
            return usual[i];
    return NULL;
}

/* Rates are by people of areas from a table or from the areas' own field. */
static void check_rates(const lb_step *step, char why[300])
{
    static const char *const names[] = {"population", "areas"};
    if (!lb_command_option(step->command, "population-field"))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names && !why[0]; i++) {
        const lb_step_value *people = lb_step_find_value(step, names[i]);
        const char *given = people ? people->text->given : NULL;
        const char *condition = given ? lb_text_condition(given) : NULL;
        const char *named = i > 0 ? lb_step_given(step, "population-field") : NULL;
        const char *field = condition ? find_people(condition, named) : NULL;
        if (field)
            snprintf(why, 300, rows_chosen, people->text->written, field);
    }
}

static lb_status check_squares(const lb_project *project, size_t step, const lb_job *job,
                               char why[300])
{
    const lb_step *s = &project->step[step];
    const lb_step_value *tables = tables_of(s);
    lb_recipe recipe;
    lb_status status = LB_OK;
    if (!tables)
        return LB_OK;
    LB_TRY(load_recipe(s, job, &recipe));
    if (recipe.variables > 0)
        check_conditions(tables, &recipe, why);
    for (size_t i = 0; recipe.variables > 0 && i < step && !why[0] && status == LB_OK; i++)
        if (!project->step[i].unpublished)
            status = check_other_step(project, &project->step[i], tables, &recipe, job, why);
    lb_recipe_clear(&recipe);
    return status;
}

lb_status lb_step_check_people(const lb_project *project, size_t step, const lb_job *job,
                               char why[300])
{
    why[0] = '\0';
    if (project->step[step].unpublished || project->min_cell < 2)
        return LB_OK;
    LB_TRY(check_zones(project, step, why));
    if (!why[0])
        check_rates(&project->step[step], why);
    return why[0] ? LB_OK : check_squares(project, step, job, why);
}
