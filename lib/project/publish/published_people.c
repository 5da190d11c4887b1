/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/swedish_text.h"
#include "project/publish/published_people.h"

static bool is_command(const lb_step *step, const char *name)
{
    return strcmp(step->command->name, name) == 0;
}

/* Does the step count parts of the squares that the page shows, coarsened as there? */
static bool counts_squares_of_page(const lb_project *project, const lb_step *step)
{
    const lb_step_value *grid = lb_step_find_value(step, "grid");
    const char *rule = lb_step_given(step, "rule"), *minimum = lb_step_given(step, "min-cell");
    return grid && grid->text->producer == project->grid && (!rule || strcmp(rule, "exact") == 0) &&
           !lb_step_given(step, "nodata") && (!minimum || atoi(minimum) <= project->min_cell);
}

const char *lb_step_people(const lb_project *project, const lb_step *step)
{
    bool of_zones = is_command(step, "population") ||
                    (is_command(step, "rate") && lb_step_given(step, "areas"));
    bool has_areas = is_command(step, "profile") || is_command(step, "agree") || of_zones;
    if (!has_areas || step->unpublished || project->grid == SIZE_MAX)
        return NULL;
    return of_zones                                 ? "of another source"
           : !counts_squares_of_page(project, step) ? "of other squares"
           : step->exact_people                     ? "exact"
                                                    : "coarsened";
}

static const char *published_table(const lb_step *step)
{
    const lb_step_value *output = lb_step_find_value(step, "output");
    return output && strcmp(output->text->folder, LB_PROJECT_PUBLISH) == 0 ? output->text->written
                                                                           : NULL;
}

bool lb_step_is_unexamined(const lb_project *project, const lb_step *step)
{
    const char *table = published_table(step), *people = lb_step_people(project, step);
    return (project->min_cell > 1 || project->cell_key_file) && table && people &&
           strcmp(people, "of another source") == 0 && !lb_text_ends_with(table, ".csv") &&
           !lb_text_ends_with(table, ".xlsx");
}

/* Exact people of areas are possible where the audit can hold them against the squares of the page:
 * same grid, minimum and exact rule, and a table that it can read. */
void lb_project_choose_exact(lb_project *project, const lb_job *job)
{
    for (size_t i = 0; i < project->steps; i++) {
        lb_step *step = &project->step[i];
        const char *table = published_table(step);
        if (!is_command(step, "profile") || !table)
            continue;
        bool same = lb_step_people(project, step) && counts_squares_of_page(project, step);
        step->exact_people = same && lb_text_ends_with(table, ".csv");
        if (!step->exact_people)
            lb_log_warning(job->log,
                           "step '%s': people of its areas stay coarsened: areas: exact is for "
                           "tables as CSV of the squares that the page shows, with its min-cell "
                           "and rule exact",
                           step->name);
    }
}
