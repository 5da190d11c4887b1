/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/swedish_text.h"
#include "commands/levels/questionnaire.h"
#include "input/tables/checked_table.h"

static const char *const usual_area[] = {"namn", "name", "omrade", "område", NULL};
static const char *const usual_year[] = {"ar", "år", "period", NULL};
static const char *const usual_question[] = {"fraga", "fråga", "nr", NULL};
static const char *const usual_level[] = {"niva", "nivå", "svar", "answer", NULL};
static const char *const usual_uncertainty[] = {"osakerhet", "osakerhetsniva", NULL};
static const char *const usual_subarea[] = {"delomrade", "delområde", NULL};
static const char *const usual_category[] = {"kategori", "type", "typ", NULL};

static lb_status no_memory(lb_error *err)
{
    return lb_error_set(err, LB_E_MEMORY, "out of memory");
}

void lb_level_work_clear(lb_level_work *m)
{
    for (size_t i = 0; i < m->visits; i++)
        free(m->visit[i]);
    free(m->visit);
    free(m->questions);
    free(m->subareas);
    lb_labels_clear(&m->question);
    lb_labels_clear(&m->subarea);
    lb_labels_clear(&m->area);
    lb_labels_clear(&m->visit_key);
    lb_categories_clear(&m->categories);
}

/* --- The questionnaire --- */

static lb_status add_question(void *udata, const lb_sheet *sheet, size_t row, lb_problems *problems)
{
    lb_level_work *m = udata;
    const char *name = lb_table_text(&sheet->table, row, 0);
    const char *part = lb_table_text(&sheet->table, row, 1);
    size_t at, subarea, before = m->question.count;
    if (lb_labels_find(&m->question, name, &at) != LB_OK)
        return LB_E_MEMORY;
    if (at != SIZE_MAX) {
        lb_problems_add(problems, sheet->line[row], "question '%s' is there twice, expected once",
                        name);
        return LB_OK;
    }
    if (before == LB_LEVEL_MOST_QUESTIONS) {
        lb_problems_add(problems, sheet->line[row], "question '%s' is one too many, expected %d",
                        name, LB_LEVEL_MOST_QUESTIONS);
        return LB_OK;
    }
    if (lb_labels_add(&m->question, name, &at) != LB_OK ||
        lb_labels_add(&m->subarea, part, &subarea) != LB_OK)
        return LB_E_MEMORY;
    m->of[at] = subarea;
    return LB_OK;
}

/* Subareas in the order of their first questions, however the rows stand. */
static lb_status order_questions(lb_level_work *m)
{
    size_t n = 0;
    m->questions = lb_labels_order(&m->question);
    m->subareas = calloc(m->subarea.count + 1, sizeof *m->subareas);
    if (!m->questions || !m->subareas)
        return LB_E_MEMORY;
    for (size_t q = 0; q < m->question.count; q++) {
        size_t k = 0, subarea = m->of[m->questions[q]];
        while (k < n && m->subareas[k] != subarea)
            k++;
        if (k == n)
            m->subareas[n++] = subarea;
    }
    return LB_OK;
}

static lb_status read_questions(lb_level_work *m, lb_error *err)
{
    const lb_sheet_field fields[] = {{.what = "question", .usual = usual_question},
                                     {.what = "subarea", .usual = usual_subarea}};
    lb_sheet_check check = {add_question, m};
    lb_sheet sheet = {0};
    lb_status status = lb_sheet_read(m->options->questions, fields, 2, &check, m->job, &sheet, err);
    m->rows[1] = sheet.table.rows;
    lb_sheet_clear(&sheet);
    if (status == LB_OK && order_questions(m) != LB_OK)
        status = no_memory(err);
    return status;
}

/* --- Answers --- */

/* The visit, made when it is new and wanted. *out NULL: there is none. */
static lb_status visit_at(lb_level_work *m, const char *area, double year, bool make,
                          lb_level_visit **out)
{
    char key[60];
    size_t where, at;
    *out = NULL;
    if ((make ? lb_labels_add(&m->area, area, &where) : lb_labels_find(&m->area, area, &where)) !=
        LB_OK)
        return LB_E_MEMORY;
    snprintf(key, sizeof key, "%zu/%ld", where, (long)year);
    if (lb_labels_find(&m->visit_key, key, &at) != LB_OK)
        return LB_E_MEMORY;
    if (at == SIZE_MAX && make) {
        lb_level_visit *v = calloc(1, sizeof *v);
        if (!v || !lb_reserve(&m->visit, &m->capacity, m->visits + 1, sizeof *m->visit)) {
            free(v);
            return LB_E_MEMORY;
        }
        v->area = where;
        v->year = (long)year;
        v->category = SIZE_MAX;
        v->levels.subarea = v->subarea;
        m->visit[m->visits++] = v;
        if (lb_labels_add(&m->visit_key, key, &at) != LB_OK)
            return LB_E_MEMORY;
    }
    *out = at == SIZE_MAX ? NULL : m->visit[at];
    return LB_OK;
}

static lb_status add_answer(void *udata, const lb_sheet *sheet, size_t row, lb_problems *problems)
{
    lb_level_work *m = udata;
    const lb_table *t = &sheet->table;
    const char *area = lb_table_text(t, row, 0), *question = lb_table_text(t, row, 2);
    double year = lb_table_real(t, row, 1), level = lb_table_real(t, row, 3);
    double uncertainty = lb_table_real(t, row, 4);
    size_t q;
    lb_level_visit *v;
    if (lb_labels_find(&m->question, question, &q) != LB_OK)
        return LB_E_MEMORY;
    if (q == SIZE_MAX) {
        lb_problems_add(problems, sheet->line[row], "question '%s' is not in %s; nearest: %s",
                        question, lb_text_base_name(m->options->questions),
                        lb_labels_nearest(&m->question, question));
        return LB_OK;
    }
    if (visit_at(m, area, year, true, &v) != LB_OK)
        return LB_E_MEMORY;
    if (v->answer[q])
        lb_problems_add(problems, sheet->line[row],
                        "%s, %ld, question %s is answered twice, expected once", area, v->year,
                        question);
    v->answer[q] = isnan(level) ? 0 : (signed char)level;
    v->uncertainty[q] = isnan(uncertainty) ? 0 : (signed char)uncertainty;
    return LB_OK;
}

static lb_status read_answers(lb_level_work *m, lb_error *err)
{
    const lb_sheet_field fields[] = {{.what = "area", .usual = usual_area},
                                     {.what = "year",
                                      .usual = usual_year,
                                      .type = LB_REAL,
                                      .whole = true,
                                      .least = 1900,
                                      .most = 2200},
                                     {.what = "question", .usual = usual_question},
                                     {.what = "level",
                                      .usual = usual_level,
                                      .type = LB_REAL,
                                      .may_miss = true,
                                      .whole = true,
                                      .least = LB_LEVEL_LOWEST,
                                      .most = LB_LEVEL_HIGHEST},
                                     {.what = "uncertainty",
                                      .usual = usual_uncertainty,
                                      .type = LB_REAL,
                                      .may_lack = true,
                                      .may_miss = true,
                                      .whole = true,
                                      .least = LB_LEVEL_LOWEST,
                                      .most = LB_LEVEL_HIGHEST}};
    lb_sheet_check check = {add_answer, m};
    lb_sheet sheet = {0};
    lb_status status = lb_sheet_read(m->options->answers, fields, 5, &check, m->job, &sheet, err);
    m->rows[0] = sheet.table.rows;
    lb_sheet_clear(&sheet);
    return status;
}

/* --- Categories --- */

static lb_status add_category(void *udata, const lb_sheet *sheet, size_t row, lb_problems *problems)
{
    lb_level_work *m = udata;
    const lb_table *t = &sheet->table;
    const char *area = lb_table_text(t, row, 0), *name = lb_table_text(t, row, 2);
    lb_level_visit *v;
    size_t category;
    if (visit_at(m, area, lb_table_real(t, row, 1), false, &v) != LB_OK)
        return LB_E_MEMORY;
    if (!v)
        return LB_OK;
    if (v->told)
        lb_problems_add(problems, sheet->line[row], "%s, %ld is there twice, expected once", area,
                        v->year);
    v->told = true;
    if (!name || lb_category_is_none(name))
        return LB_OK;
    if (lb_categories_add(&m->categories, name, &category) != LB_OK)
        return LB_E_MEMORY;
    v->category = category;
    return LB_OK;
}

/* A name spelt otherwise than in the answers would silently be missing from its category. */
static void tell_untold(const lb_level_work *m)
{
    const lb_level_visit *first = NULL;
    size_t untold = 0;
    for (size_t i = 0; i < m->visits; i++) {
        const lb_level_visit *v = m->visit[i];
        if (v->told)
            continue;
        untold++;
        int order = first ? strcmp(m->area.name[v->area], m->area.name[first->area]) : -1;
        if (order < 0 || (order == 0 && v->year < first->year))
            first = v;
    }
    if (first)
        lb_log_warning(m->job->log,
                       "%s: no category of %s, %ld (in all: %zu); in no mean but total",
                       lb_text_base_name(m->options->categories), m->area.name[first->area],
                       first->year, untold);
}

static lb_status read_categories(lb_level_work *m, lb_error *err)
{
    const lb_sheet_field fields[] = {
        {.what = "area", .usual = usual_area},
        {.what = "year",
         .usual = usual_year,
         .type = LB_REAL,
         .whole = true,
         .least = 1900,
         .most = 2200},
        {.what = "category", .usual = usual_category, .may_miss = true}};
    lb_sheet_check check = {add_category, m};
    lb_sheet sheet = {0};
    if (!m->options->categories)
        return LB_OK;
    lb_status status =
        lb_sheet_read(m->options->categories, fields, 3, &check, m->job, &sheet, err);
    m->rows[2] = sheet.table.rows;
    lb_sheet_clear(&sheet);
    size_t *moved = calloc(m->categories.count + 1, sizeof *moved);
    if (!moved)
        return no_memory(err);
    lb_categories_sort(&m->categories, NULL, 0, moved);
    for (size_t i = 0; i < m->visits; i++)
        if (m->visit[i]->category != SIZE_MAX)
            m->visit[i]->category = moved[m->visit[i]->category];
    free(moved);
    if (status == LB_OK)
        tell_untold(m);
    return status;
}

lb_status lb_level_answers_read(lb_level_work *m, lb_error *err)
{
    m->question.folded = m->subarea.folded = m->area.folded = true;
    lb_status status = read_questions(m, err);
    if (status == LB_OK)
        status = read_answers(m, err);
    return status == LB_OK ? read_categories(m, err) : status;
}
