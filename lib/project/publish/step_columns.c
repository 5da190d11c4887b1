/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/swedish_text.h"
#include "base/try.h"
#include "command/column_notes.h"
#include "project/page_sections.h"
#include "project/publish/step_columns.h"
#include "text/usual_columns.h"

/* Columns that the table of a command must keep, and what is made of them. People of zones and of
 * rates are examined by the columns that hold them, and follow from others, as from count and rate.
 */
typedef struct needed_columns {
    const char *command, *reason, *column[6];
} needed_columns;

static const char examined[] = "the examination of publish/ reads it";

static const needed_columns needed[] = {
    {"population", examined, {"level", "area", "people_low", "people_high", NULL}},
    {"rate", examined, {"period", "category", "population", "areas_left_out", NULL}},
    {"trend",
     "the page's map of change and briefs are made of it",
     {"unit", "status", "size", "change", "q", NULL}}};

static bool lists_column(const char *list, const char *column)
{
    char name[200];
    for (size_t length; *list; list += length + (list[length] != '\0')) {
        length = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, list);
        if (lb_text_same(name, column))
            return true;
    }
    return false;
}

/* Is the field with the areas' names in the list: that of the option `name`, or a usual one? */
static bool lists_area_name(const lb_step *step, const char *list)
{
    const char *given = lb_step_given(step, "name");
    const char *const *usual = lb_usual_columns[LB_USUAL_AREA];
    bool listed = given && lists_column(list, given);
    for (size_t i = 0; !given && usual[i]; i++)
        listed |= lists_column(list, usual[i]);
    return listed;
}

static lb_status refuse_list(const char *column, const char *reason, lb_error *err)
{
    return lb_error_set(err, LB_E_USAGE,
                        "columns: '%s' is left out, but %s; add it, or run the command by itself",
                        column, reason);
}

/* Profile has the fields that the areas have; those of the other commands are known. */
static lb_status check_needed(const lb_step *step, const char *list, lb_error *err)
{
    if (strcmp(step->command->name, "profile") == 0 && !lists_area_name(step, list))
        return refuse_list("the field with the areas' names", examined, err);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        for (size_t k = 0;
             strcmp(step->command->name, needed[i].command) == 0 && needed[i].column[k]; k++)
            if (!lists_column(list, needed[i].column[k]))
                return refuse_list(needed[i].column[k], needed[i].reason, err);
    return LB_OK;
}

/* A chart without one of its columns is not drawn (project/page_sections). */
static void note_chart(const lb_step *step, const char *list, lb_log *log)
{
    const lb_page_section *section = lb_page_section_find(step->command->name, "");
    const lb_page_chart *chart = section ? &section->chart : NULL;
    const char *const column[] = {chart ? chart->value : NULL,     chart ? chart->low : NULL,
                                  chart ? chart->high : NULL,      chart ? chart->label : NULL,
                                  chart ? chart->label_two : NULL, chart ? chart->group : NULL,
                                  chart ? chart->base : NULL};
    for (size_t i = 0; i < sizeof column / sizeof *column; i++)
        if (column[i] && !lists_column(list, column[i])) {
            lb_log_note(log,
                        "step '%s': columns: leaves out '%s'; the page has no chart of its table",
                        step->name, column[i]);
            return;
        }
}

lb_status lb_step_check_columns(const lb_step *step, lb_log *log, lb_error *err)
{
    const char *list = lb_step_given(step, "columns");
    const lb_step_value *output = lb_step_find_value(step, "output");
    if (!list)
        return LB_OK;
    LB_TRY(lb_command_check_columns(step->command, list, err));
    if (step->unpublished || !output || strcmp(output->text->folder, LB_PROJECT_PUBLISH) != 0)
        return LB_OK;
    LB_TRY(check_needed(step, list, err));
    note_chart(step, list, log);
    return LB_OK;
}
