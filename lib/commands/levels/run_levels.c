/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `levels`: mean levels per area and year, of subareas and of certainty, the change
 * since the year before, and their means by category (docs/methods.md, Levels). */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "command/option_provenance.h"
#include "command/command_result.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/output_check.h"
#include "base/try.h"
#include "base/buf.h"
#include "base/number.h"
#include "commands/levels/questionnaire.h"
#include "output/provenance.h"
#include "output/table_file.h"

/* --- Levels --- */

static int by_area_and_year(const void *a, const void *b)
{
    const lb_level_area_year *const *x = a, *const *y = b;
    LB_COMPARE((*x)->area, (*y)->area);
    return ((*x)->year > (*y)->year) - ((*x)->year < (*y)->year);
}

/* Area numbers become their places in Swedish order; the names move along. */
static lb_status sort_area_years(lb_levels_state *m)
{
    size_t *order = lb_name_index_order(&m->area);
    size_t *place = calloc(m->area.count + 1, sizeof *place);
    char **name = calloc(m->area.count + 1, sizeof *name);
    bool good = order && place && name;
    for (size_t i = 0; good && i < m->area.count; i++) {
        place[order[i]] = i;
        name[i] = m->area.name[order[i]];
    }
    for (size_t i = 0; good && i < m->area_years; i++)
        m->area_year[i]->area = place[m->area_year[i]->area];
    if (good)
        memcpy(m->area.name, name, m->area.count * sizeof *name);
    if (good && m->area_years)
        qsort(m->area_year, m->area_years, sizeof *m->area_year, by_area_and_year);
    free(order);
    free(place);
    free(name);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Levels of each area and year; whether any answer is missing decides which columns the table
 * has. */
static lb_status compute_levels(lb_levels_state *m, lb_error *err)
{
    lb_questionnaire map = {m->question.count, m->subarea.count, m->subarea_of};
    m->all_answered = true;
    if (sort_area_years(m) != LB_OK)
        return lb_error_memory(err);
    for (size_t i = 0; i < m->area_years; i++) {
        lb_level_area_year *v = m->area_year[i];
        lb_status status = lb_levels_compute(&map, v->answer, v->uncertainty, &v->levels);
        if (status != LB_OK)
            return lb_error_set(err, status, "%s: %s", m->options->answers, lb_status_text(status));
        m->all_answered &= v->levels.total.count == LB_LEVEL_QUESTIONS && v->levels.missing == 0;
    }
    return LB_OK;
}

static void write_missing(lb_levels_state *m, const lb_level_area_year *v, size_t row,
                          size_t column)
{
    lb_buf text = {0};
    for (size_t q = 0; q < m->question.count; q++)
        if (!v->answer[m->questions[q]])
            lb_buf_printf(&text, "%s%s", text.length ? ", " : "",
                          m->question.name[m->questions[q]]);
    if (text.failed)
        m->table.failed = true;
    if (text.length > 0)
        lb_table_set_text(&m->table, row, column, text.text);
    lb_buf_clear(&text);
}

/* The change since the year before and its arrow; nothing where that year is missing or too
 * little is answered. */
static void write_change(lb_levels_state *m, size_t i, size_t row, size_t column)
{
    const lb_level_area_year *v = m->area_year[i], *before = i > 0 ? m->area_year[i - 1] : NULL;
    if (!before || before->area != v->area || before->year != v->year - 1)
        return;
    lb_level a = before->levels.total, b = v->levels.total;
    lb_arrow arrow = lb_level_arrow(a, b, m->options->arrow);
    if (arrow == LB_ARROW_NONE)
        return;
    lb_table_set_real(&m->table, row, column,
                      (double)(b.sum * a.count - a.sum * b.count) / (double)(a.count * b.count));
    lb_table_set_text(&m->table, row, column + 1, lb_arrow_names[arrow]);
}

/* Means over the answers given; unanswered questions lower their number and are named. */
static void add_area_year_row(lb_levels_state *m, size_t i)
{
    const lb_level_area_year *v = m->area_year[i];
    lb_table *t = &m->table;
    size_t row = lb_table_add_row(t), column = 3;
    lb_table_set_text(t, row, 0, m->area.name[v->area]);
    lb_table_set_integer(t, row, 1, v->year);
    lb_table_set_real(t, row, 2, lb_level_mean(v->levels.total));
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_table_set_real(t, row, column++, lb_level_mean(v->subarea[m->subareas[s]]));
    lb_table_set_real(t, row, column++, lb_level_mean(v->levels.uncertainty));
    write_change(m, i, row, column);
    column += 2;
    for (int u = LB_LEVEL_LOWEST; u <= LB_LEVEL_HIGHEST; u++)
        lb_table_set_integer(t, row, column++, v->levels.uncertainty_counts[u]);
    if (m->all_answered)
        return;
    lb_table_set_integer(t, row, column, v->levels.total.count);
    write_missing(m, v, row, column + 1);
    if (v->levels.missing > 0)
        lb_log_warning(m->job->log, "%s, %ld: %zu of %zu questions %s no answer",
                       m->area.name[v->area], v->year, v->levels.missing, m->question.count,
                       lb_number_word(v->levels.missing, "has", "have"));
}

/* One column a subarea, named by it. */
static void add_subareas(const lb_levels_state *m, const char *part, lb_table *t)
{
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_add_column_as(t, &lb_levels_command, part, "SUBAREA", m->subarea.name[m->subareas[s]]);
}

/* Columns of missing answers are there only when some are missing. */
static void make_table(lb_levels_state *m)
{
    static const char *const profile[] = {"uncertainty_1", "uncertainty_2", "uncertainty_3",
                                          "uncertainty_4", "uncertainty_5"};
    lb_table *t = &m->table;
    lb_add_some_columns(t, &lb_levels_command, "", "area", 3); /* year, total */
    add_subareas(m, "", t);
    lb_add_some_columns(t, &lb_levels_command, "", "uncertainty", 3); /* change, arrow */
    for (size_t i = 0; i < 5; i++)
        lb_add_column_as(t, &lb_levels_command, "", "uncertainty_K", profile[i]);
    if (!m->all_answered)
        lb_add_some_columns(t, &lb_levels_command, "", "answers", 2); /* missing */
    for (size_t i = 0; i < m->area_years && !t->failed; i++)
        add_area_year_row(m, i);
}

/* --- Summary --- */

/* The groups of one row: total, subareas in order, uncertainty. */
static void add_to_groups(const lb_levels_state *m, const lb_level_area_year *v,
                          lb_level_group *group)
{
    lb_level_group_add(&group[0], v->levels.total);
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_level_group_add(&group[1 + s], v->subarea[m->subareas[s]]);
    lb_level_group_add(&group[1 + m->subarea.count], v->levels.uncertainty);
}

/* Mean over the areas of a category (SIZE_MAX: of all) in a year, each area alike. */
static void add_summary_row(lb_levels_state *m, size_t category, long year, lb_level_group *group)
{
    lb_table *t = &m->summary;
    size_t groups = m->subarea.count + 2;
    memset(group, 0, groups * sizeof *group);
    for (size_t i = 0; i < m->area_years; i++)
        if (m->area_year[i]->year == year &&
            (category == SIZE_MAX || m->area_year[i]->category == category))
            add_to_groups(m, m->area_year[i], group);
    if (group[0].areas == 0)
        return;
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, category == SIZE_MAX ? "total" : m->categories.name[category]);
    lb_table_set_integer(t, row, 1, year);
    lb_table_set_integer(t, row, 2, (int64_t)group[0].areas);
    for (size_t g = 0; g < groups; g++)
        lb_table_set_real(t, row, 3 + g, lb_level_group_mean(&group[g]));
}

/* Every category in every year from the first to the last, then all areas together; a category has
 * no row for a year without areas of it. */
static lb_status make_summary(lb_levels_state *m, lb_error *err)
{
    lb_level_group *group = calloc(m->subarea.count + 2, sizeof *group);
    long first = 9999, last = 0;
    if (!group)
        return lb_error_memory(err);
    lb_add_some_columns(&m->summary, &lb_levels_command, "summary", "category", 4);
    add_subareas(m, "summary", &m->summary);
    lb_add_some_columns(&m->summary, &lb_levels_command, "summary", "uncertainty", 1);
    for (size_t i = 0; i < m->area_years; i++) {
        first = m->area_year[i]->year < first ? m->area_year[i]->year : first;
        last = m->area_year[i]->year > last ? m->area_year[i]->year : last;
    }
    for (size_t c = 0; c <= m->categories.count; c++)
        for (long year = first; year <= last; year++)
            add_summary_row(m, c < m->categories.count ? c : SIZE_MAX, year, group);
    free(group);
    return LB_OK;
}

static lb_status write_files(const lb_levels_state *m, lb_error *err)
{
    const lb_levels_options *o = m->options;
    lb_provenance p = {0};
    const lb_table_file files[] = {{.path = o->output, .name = "levels", .table = &m->table},
                                   {.path = o->summary, .name = "summary", .table = &m->summary}};
    lb_provenance_begin(&p, &lb_levels_command, o, m->job);
    lb_provenance_source(&p, o->answers, NULL, m->rows[0]);
    lb_provenance_source(&p, o->questions, NULL, m->rows[1]);
    lb_provenance_source(&p, o->categories, NULL, m->rows[2]);
    lb_status status = lb_table_files_write(&p, files, 2, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status read_and_compute(lb_levels_state *m, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_levels_command, m->options, m->job, err));
    LB_TRY(lb_questionnaire_read(m, err));
    return compute_levels(m, err);
}

/* Both tables are made whether or not the caller takes the summary (NULL). */
lb_status lb_levels_run(const lb_levels_options *options, const lb_job *job, lb_table *out,
                        lb_table *summary, lb_error *err)
{
    lb_levels_state m = {.options = options, .job = job};
    lb_status status = read_and_compute(&m, err);
    if (status == LB_OK) {
        make_table(&m);
        status = make_summary(&m, err);
    }
    if (status == LB_OK && (m.table.failed || m.summary.failed))
        status = lb_error_memory(err);
    if (status == LB_OK)
        status = write_files(&m, err);
    lb_levels_state_clear(&m);
    if (status == LB_OK && summary)
        *summary = m.summary;
    else
        lb_table_clear(&m.summary);
    LB_HAND_OVER(status, m.table, out, lb_table_clear);
}

lb_status lb_levels_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                lb_error *err)
{
    lb_table table = {0}, summary = {0};
    LB_TRY(lb_levels_run(options, job, &table, &summary, err));
    lb_command_result_add(out, "", &table);
    lb_command_result_add(out, "summary", &summary);
    return LB_OK;
}
