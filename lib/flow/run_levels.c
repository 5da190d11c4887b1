/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/category.h>
#include <lagesbild/job_levels.h>
#include "base/buf.h"
#include "base/reserve.h"
#include "base/text.h"
#include "flow/labels.h"
#include "flow/report_files.h"
#include "flow/sheet.h"

/* One area in one year. */
typedef struct visit {
    size_t area, category; /* SIZE_MAX: none */
    long year;
    signed char answer[LB_LEVEL_MOST_QUESTIONS], uncertainty[LB_LEVEL_MOST_QUESTIONS];
    lb_level subarea[LB_LEVEL_MOST_QUESTIONS];
    lb_levels levels;
} visit;

typedef struct maker {
    const lb_levels_options *options;
    const lb_job *job;
    lb_labels question, subarea, area, visit_key;
    size_t of[LB_LEVEL_MOST_QUESTIONS]; /* the subarea of each question */
    size_t *questions, *subareas;       /* in order */
    lb_categories categories;
    visit **visit; /* by visit_key, then sorted by area and year */
    size_t visits, capacity, rows[3];
    bool all_answered;
    lb_table table, summary;
} maker;

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

static void clear(maker *m)
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
    maker *m = udata;
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
static lb_status order_questions(maker *m)
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

static lb_status read_questions(maker *m, lb_error *err)
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
static lb_status visit_at(maker *m, const char *area, double year, bool make, visit **out)
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
        visit *v = calloc(1, sizeof *v);
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
    maker *m = udata;
    const lb_table *t = &sheet->table;
    const char *area = lb_table_text(t, row, 0), *question = lb_table_text(t, row, 2);
    double year = lb_table_real(t, row, 1), level = lb_table_real(t, row, 3);
    double uncertainty = lb_table_real(t, row, 4);
    size_t q;
    visit *v;
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

static lb_status read_answers(maker *m, lb_error *err)
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
    maker *m = udata;
    const lb_table *t = &sheet->table;
    const char *area = lb_table_text(t, row, 0), *name = lb_table_text(t, row, 2);
    visit *v;
    size_t category;
    if (visit_at(m, area, lb_table_real(t, row, 1), false, &v) != LB_OK)
        return LB_E_MEMORY;
    if (!v || !name || lb_category_is_none(name))
        return LB_OK;
    if (lb_categories_add(&m->categories, name, &category) != LB_OK)
        return LB_E_MEMORY;
    if (v->category != SIZE_MAX)
        lb_problems_add(problems, sheet->line[row], "%s, %ld is there twice, expected once", area,
                        v->year);
    v->category = category;
    return LB_OK;
}

static lb_status read_categories(maker *m, lb_error *err)
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
    return status;
}

/* --- Levels --- */

static int by_area_and_year(const void *a, const void *b)
{
    const visit *const *x = a, *const *y = b;
    if ((*x)->area != (*y)->area)
        return (*x)->area < (*y)->area ? -1 : 1;
    return ((*x)->year > (*y)->year) - ((*x)->year < (*y)->year);
}

/* Area numbers become their places in Swedish order; the names move along. */
static lb_status sort_visits(maker *m)
{
    size_t *order = lb_labels_order(&m->area);
    size_t *place = calloc(m->area.count + 1, sizeof *place);
    char **name = calloc(m->area.count + 1, sizeof *name);
    bool good = order && place && name;
    for (size_t i = 0; good && i < m->area.count; i++) {
        place[order[i]] = i;
        name[i] = m->area.name[order[i]];
    }
    for (size_t i = 0; good && i < m->visits; i++)
        m->visit[i]->area = place[m->visit[i]->area];
    if (good)
        memcpy(m->area.name, name, m->area.count * sizeof *name);
    if (good && m->visits)
        qsort(m->visit, m->visits, sizeof *m->visit, by_area_and_year);
    free(order);
    free(place);
    free(name);
    return good ? LB_OK : LB_E_MEMORY;
}

static lb_status compute(maker *m, lb_error *err)
{
    lb_level_map map = {m->question.count, m->subarea.count, m->of};
    m->all_answered = true;
    if (sort_visits(m) != LB_OK)
        return no_memory(err);
    for (size_t i = 0; i < m->visits; i++) {
        visit *v = m->visit[i];
        lb_status status = lb_levels_of(&map, v->answer, v->uncertainty, &v->levels);
        if (status != LB_OK)
            return lb_error_set(err, status, "%s: %s", m->options->answers, lb_status_text(status));
        m->all_answered &= v->levels.total.count == LB_LEVEL_QUESTIONS && v->levels.missing == 0;
    }
    return LB_OK;
}

static void put_missing(maker *m, const visit *v, size_t row, size_t column)
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

static void put_change(maker *m, size_t i, size_t row, size_t column)
{
    const visit *v = m->visit[i], *before = i > 0 ? m->visit[i - 1] : NULL;
    if (!before || before->area != v->area || before->year != v->year - 1)
        return;
    lb_level a = before->levels.total, b = v->levels.total;
    lb_arrow arrow = lb_level_arrow(a, b, m->options->arrow);
    if (arrow == LB_ARROW_NONE)
        return;
    lb_table_set_real(&m->table, row, column,
                      (double)(b.sum * a.count - a.sum * b.count) / (double)(a.count * b.count));
    lb_table_set_text(&m->table, row, column + 1, lb_arrow_name(arrow));
}

static void put_visit(maker *m, size_t i)
{
    const visit *v = m->visit[i];
    lb_table *t = &m->table;
    size_t row = lb_table_add_row(t), column = 3;
    lb_table_set_text(t, row, 0, m->area.name[v->area]);
    lb_table_set_integer(t, row, 1, v->year);
    lb_table_set_real(t, row, 2, lb_level_mean(v->levels.total));
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_table_set_real(t, row, column++, lb_level_mean(v->subarea[m->subareas[s]]));
    lb_table_set_real(t, row, column++, lb_level_mean(v->levels.uncertainty));
    put_change(m, i, row, column);
    column += 2;
    for (int u = LB_LEVEL_LOWEST; u <= LB_LEVEL_HIGHEST; u++)
        lb_table_set_integer(t, row, column++, v->levels.uncertainties[u]);
    if (m->all_answered)
        return;
    lb_table_set_integer(t, row, column, v->levels.total.count);
    put_missing(m, v, row, column + 1);
    if (v->levels.missing > 0)
        lb_log_warning(m->job->log, "%s, %ld: %zu of %zu questions have no answer",
                       m->area.name[v->area], v->year, v->levels.missing, m->question.count);
}

static void add_subareas(const maker *m, lb_table *t)
{
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_table_add_column(t, m->subarea.name[m->subareas[s]], LB_REAL, LB_UNIT_SCORE);
    lb_table_add_column(t, "uncertainty", LB_REAL, LB_UNIT_SCORE);
}

static void make_table(maker *m)
{
    static const char *const profile[] = {"uncertainty_1", "uncertainty_2", "uncertainty_3",
                                          "uncertainty_4", "uncertainty_5"};
    lb_table *t = &m->table;
    lb_table_add_column(t, "area", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(t, "year", LB_INTEGER, LB_UNIT_NONE);
    lb_table_add_column(t, "total", LB_REAL, LB_UNIT_SCORE);
    add_subareas(m, t);
    lb_table_add_column(t, "change", LB_REAL, LB_UNIT_SCORE);
    lb_table_add_column(t, "arrow", LB_TEXT, LB_UNIT_NONE);
    for (size_t i = 0; i < 5; i++)
        lb_table_add_column(t, profile[i], LB_INTEGER, LB_UNIT_COUNT);
    if (!m->all_answered) {
        lb_table_add_column(t, "answers", LB_INTEGER, LB_UNIT_COUNT);
        lb_table_add_column(t, "missing", LB_TEXT, LB_UNIT_NONE);
    }
    for (size_t i = 0; i < m->visits && !t->failed; i++)
        put_visit(m, i);
}

/* --- Summary --- */

/* The groups of one row: total, subareas in order, uncertainty. */
static void add_to_groups(const maker *m, const visit *v, lb_level_group *group)
{
    lb_level_group_add(&group[0], v->levels.total);
    for (size_t s = 0; s < m->subarea.count; s++)
        lb_level_group_add(&group[1 + s], v->subarea[m->subareas[s]]);
    lb_level_group_add(&group[1 + m->subarea.count], v->levels.uncertainty);
}

static void put_summary(maker *m, size_t category, long year, lb_level_group *group)
{
    lb_table *t = &m->summary;
    size_t groups = m->subarea.count + 2;
    memset(group, 0, groups * sizeof *group);
    for (size_t i = 0; i < m->visits; i++)
        if (m->visit[i]->year == year &&
            (category == SIZE_MAX || m->visit[i]->category == category))
            add_to_groups(m, m->visit[i], group);
    if (group[0].areas == 0)
        return;
    size_t row = lb_table_add_row(t);
    lb_table_set_text(t, row, 0, category == SIZE_MAX ? "total" : m->categories.name[category]);
    lb_table_set_integer(t, row, 1, year);
    lb_table_set_integer(t, row, 2, (int64_t)group[0].areas);
    for (size_t g = 0; g < groups; g++)
        lb_table_set_real(t, row, 3 + g, lb_level_group_mean(&group[g]));
}

static lb_status make_summary(maker *m, lb_error *err)
{
    lb_level_group *group = calloc(m->subarea.count + 2, sizeof *group);
    long first = 9999, last = 0;
    if (!group)
        return no_memory(err);
    lb_table_add_column(&m->summary, "category", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&m->summary, "year", LB_INTEGER, LB_UNIT_NONE);
    lb_table_add_column(&m->summary, "areas", LB_INTEGER, LB_UNIT_COUNT);
    lb_table_add_column(&m->summary, "total", LB_REAL, LB_UNIT_SCORE);
    add_subareas(m, &m->summary);
    for (size_t i = 0; i < m->visits; i++) {
        first = m->visit[i]->year < first ? m->visit[i]->year : first;
        last = m->visit[i]->year > last ? m->visit[i]->year : last;
    }
    for (size_t c = 0; c <= m->categories.count; c++)
        for (long year = first; year <= last; year++)
            put_summary(m, c < m->categories.count ? c : SIZE_MAX, year, group);
    free(group);
    return LB_OK;
}

static lb_status write_files(const maker *m, lb_error *err)
{
    static const char *const rules[] = {"exact", "rounded", "totals"};
    const lb_levels_options *o = m->options;
    lb_provenance p = {0};
    const lb_report_file files[] = {{o->output, "levels", &m->table},
                                    {o->summary, "summary", &m->summary}};
    if (!o->output && !o->summary && !o->provenance)
        return LB_OK;
    lb_provenance_command(&p, "levels");
    lb_provenance_option(&p, "arrow", rules[o->arrow]);
    lb_status status = lb_report_input(&p, o->answers, m->rows[0], err);
    if (status == LB_OK)
        status = lb_report_input(&p, o->questions, m->rows[1], err);
    if (status == LB_OK)
        status = lb_report_input(&p, o->categories, m->rows[2], err);
    if (status == LB_OK)
        status = lb_report_write(&p, files, 2, o->provenance, m->job, err);
    lb_provenance_clear(&p);
    return status;
}

static lb_status read_and_compute(maker *m, lb_error *err)
{
    const char *const paths[] = {m->options->output, m->options->summary};
    lb_status status = lb_report_check(paths, 2, err);
    if (status == LB_OK)
        status = read_questions(m, err);
    if (status == LB_OK)
        status = read_answers(m, err);
    if (status == LB_OK)
        status = read_categories(m, err);
    return status == LB_OK ? compute(m, err) : status;
}

lb_status lb_levels_run(const lb_levels_options *options, const lb_job *job, lb_table *out,
                        lb_table *summary, lb_error *err)
{
    maker m = {.options = options, .job = job};
    m.question.folded = m.subarea.folded = m.area.folded = true;
    lb_status status = read_and_compute(&m, err);
    if (status == LB_OK) {
        make_table(&m);
        status = make_summary(&m, err);
    }
    if (status == LB_OK && (m.table.failed || m.summary.failed))
        status = no_memory(err);
    if (status == LB_OK)
        status = write_files(&m, err);
    clear(&m);
    if (status == LB_OK && summary)
        *summary = m.summary;
    else
        lb_table_clear(&m.summary);
    if (status == LB_OK)
        *out = m.table;
    else
        lb_table_clear(&m.table);
    return status;
}
