/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the questionnaire of `levels` (questions with their subareas), the answers of areas by
 * year, and the areas' categories (docs/methods.md, Levels). Answers are kept per area and year in
 * arrays by question; 0 is no answer. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "base/array.h"
#include "base/swedish_text.h"
#include "commands/levels/questionnaire.h"
#include "input/tables/typed_reader.h"

void lb_levels_state_clear(lb_levels_state *m)
{
    lb_array_free(m->area_year, m->area_years);
    free(m->questions);
    free(m->subareas);
    lb_name_index_clear(&m->question);
    lb_name_index_clear(&m->subarea);
    lb_name_index_clear(&m->area);
    lb_name_index_clear(&m->area_year_key);
    lb_categories_clear(&m->categories);
}

/* --- The questionnaire --- */

/* Questions are numbered in the order of the file; answers are arrays of fixed length by that
 * number. */
static lb_status add_question(void *udata, const lb_typed_row *row)
{
    lb_levels_state *m = udata;
    const char *name = row->value[0].text;
    const char *part = row->value[1].text;
    size_t at, subarea, before = m->question.count;
    if (lb_name_index_find(&m->question, name, &at) != LB_OK)
        return LB_E_MEMORY;
    if (at != SIZE_MAX) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "question '%s' is there twice, expected once", name);
        return LB_OK;
    }
    if (before == LB_LEVEL_MAX_QUESTIONS) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "question '%s' is one too many, expected %d", name,
                           LB_LEVEL_MAX_QUESTIONS);
        return LB_OK;
    }
    if (lb_name_index_add(&m->question, name, &at) != LB_OK ||
        lb_name_index_add(&m->subarea, part, &subarea) != LB_OK)
        return LB_E_MEMORY;
    m->subarea_of[at] = subarea;
    return LB_OK;
}

/* Subareas in the order of their first questions, whatever the order of rows. */
static lb_status order_questions(lb_levels_state *m)
{
    size_t n = 0;
    m->questions = lb_name_index_order(&m->question);
    m->subareas = calloc(m->subarea.count + 1, sizeof *m->subareas);
    if (!m->questions || !m->subareas)
        return LB_E_MEMORY;
    for (size_t q = 0; q < m->question.count; q++) {
        size_t k = 0, subarea = m->subarea_of[m->questions[q]];
        while (k < n && m->subareas[k] != subarea)
            k++;
        if (k == n)
            m->subareas[n++] = subarea;
    }
    return LB_OK;
}

static lb_status read_questions(lb_levels_state *m, lb_error *err)
{
    const lb_input_column fields[] = {{.what = "question", LB_USUAL(QUESTION)},
                                      {.what = "subarea", LB_USUAL(SUBAREA)}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(m->options->questions, fields, 2, m->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_question, m, err);
    m->rows[1] = reader.n_rows;
    lb_typed_reader_close(&reader);
    if (status == LB_OK && order_questions(m) != LB_OK)
        status = lb_error_memory(err);
    return status;
}

/* --- Answers --- */

/* The visit, made when it is new and wanted. *out NULL: there is none. */
static lb_status find_area_year(lb_levels_state *m, const char *area, double year, bool make,
                                lb_level_area_year **out)
{
    char key[60];
    size_t where, at;
    *out = NULL;
    if ((make ? lb_name_index_add(&m->area, area, &where)
              : lb_name_index_find(&m->area, area, &where)) != LB_OK)
        return LB_E_MEMORY;
    snprintf(key, sizeof key, "%zu/%ld", where, (long)year);
    if (lb_name_index_find(&m->area_year_key, key, &at) != LB_OK)
        return LB_E_MEMORY;
    if (at == SIZE_MAX && make) {
        lb_level_area_year *v = calloc(1, sizeof *v);
        if (!v || !lb_array_reserve(&m->area_year, &m->capacity, m->area_years + 1,
                                    sizeof *m->area_year)) {
            free(v);
            return LB_E_MEMORY;
        }
        v->area = where;
        v->year = (long)year;
        v->category = SIZE_MAX;
        v->levels.subarea = v->subarea;
        m->area_year[m->area_years++] = v;
        if (lb_name_index_add(&m->area_year_key, key, &at) != LB_OK)
            return LB_E_MEMORY;
    }
    *out = at == SIZE_MAX ? NULL : m->area_year[at];
    return LB_OK;
}

/* An empty answer is 0: not answered. A question that is not in the questionnaire is a fault, as a
 * misspelt one would be missing from its subarea without notice. */
static lb_status add_answer(void *udata, const lb_typed_row *row)
{
    lb_levels_state *m = udata;
    const char *area = row->value[0].text, *question = row->value[2].text;
    double year = row->value[1].number, level = row->value[3].number;
    double uncertainty = row->value[4].number;
    size_t q;
    lb_level_area_year *v;
    if (lb_name_index_find(&m->question, question, &q) != LB_OK)
        return LB_E_MEMORY;
    if (q == SIZE_MAX) {
        lb_diagnostics_add(row->diagnostics, row->line, "question '%s' is not in %s%s", question,
                           m->options->questions,
                           lb_name_index_nearest(&m->question, question).text);
        return LB_OK;
    }
    if (find_area_year(m, area, year, true, &v) != LB_OK)
        return LB_E_MEMORY;
    if (v->answer[q])
        lb_diagnostics_add(row->diagnostics, row->line,
                           "%s, %ld, question %s is answered twice, expected once", area, v->year,
                           question);
    v->answer[q] = isnan(level) ? 0 : (signed char)level;
    v->uncertainty[q] = isnan(uncertainty) ? 0 : (signed char)uncertainty;
    return LB_OK;
}

/* Levels and uncertainties are whole numbers from 1 to 5; anything else is a fault of its row. */
static lb_status read_answers(lb_levels_state *m, lb_error *err)
{
    const lb_input_column fields[] = {{.what = "area", LB_USUAL(AREA)},
                                      {.what = "year",
                                       LB_USUAL(YEAR),
                                       .type = LB_INTEGER,

                                       .min = 1900,
                                       .max = 2200},
                                      {.what = "question", LB_USUAL(QUESTION)},
                                      {.what = "level",
                                       LB_USUAL(LEVEL),
                                       .type = LB_INTEGER,
                                       .missing = LB_VALUE_OPTIONAL,

                                       .min = LB_LEVEL_LOWEST,
                                       .max = LB_LEVEL_HIGHEST},
                                      {.what = "uncertainty",
                                       LB_USUAL(UNCERTAINTY),
                                       .type = LB_INTEGER,
                                       .column_optional = true,
                                       .missing = LB_VALUE_OPTIONAL,

                                       .min = LB_LEVEL_LOWEST,
                                       .max = LB_LEVEL_HIGHEST}};
    lb_typed_reader reader;
    lb_status status = lb_typed_reader_open(m->options->answers, fields, 5, m->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_answer, m, err);
    m->rows[0] = reader.n_rows;
    lb_typed_reader_close(&reader);
    return status;
}

/* --- Categories --- */

/* Rows of areas and years without answers are passed over. In no category is not the same as not
 * listed, hence `categorised`. */
static lb_status add_category(void *udata, const lb_typed_row *row)
{
    lb_levels_state *m = udata;
    const char *area = row->value[0].text, *name = row->value[2].text;
    lb_level_area_year *v;
    size_t category;
    if (find_area_year(m, area, row->value[1].number, false, &v) != LB_OK)
        return LB_E_MEMORY;
    if (!v)
        return LB_OK;
    if (v->categorised)
        lb_diagnostics_add(row->diagnostics, row->line, "%s, %ld is there twice, expected once",
                           area, v->year);
    v->categorised = true;
    if (!name || lb_category_is_none(name))
        return LB_OK;
    if (lb_categories_add(&m->categories, name, &category) != LB_OK)
        return LB_E_MEMORY;
    v->category = category;
    return LB_OK;
}

/* A name spelt otherwise than in the answers would silently be missing from its category. */
static void warn_uncategorised(const lb_levels_state *m)
{
    const lb_level_area_year *first = NULL;
    size_t uncategorised = 0;
    for (size_t i = 0; i < m->area_years; i++) {
        const lb_level_area_year *v = m->area_year[i];
        if (v->categorised)
            continue;
        uncategorised++;
        int order = first ? strcmp(m->area.name[v->area], m->area.name[first->area]) : -1;
        if (order < 0 || (order == 0 && v->year < first->year))
            first = v;
    }
    if (first)
        lb_log_warning(
            m->job->log, "%s: no category of %s, %ld (in all: %zu); in no mean but total",
            m->options->categories, m->area.name[first->area], first->year, uncategorised);
}

/* Categories sort after reading, the worst first, so their numbers are mapped to the new order. */
static lb_status read_categories(lb_levels_state *m, lb_error *err)
{
    const lb_input_column fields[] = {
        {.what = "area", LB_USUAL(AREA)},
        {.what = "year",
         LB_USUAL(YEAR),
         .type = LB_INTEGER,

         .min = 1900,
         .max = 2200},
        {.what = "category", LB_USUAL(CATEGORY), .missing = LB_VALUE_OPTIONAL}};
    lb_typed_reader reader;
    if (!m->options->categories)
        return LB_OK;
    lb_status status =
        lb_typed_reader_open(m->options->categories, fields, 3, m->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_category, m, err);
    m->rows[2] = reader.n_rows;
    lb_typed_reader_close(&reader);
    size_t *moved = calloc(m->categories.count + 1, sizeof *moved);
    if (!moved || lb_categories_sort(&m->categories, NULL, 0, moved) != LB_OK) {
        free(moved);
        return lb_error_memory(err);
    }
    for (size_t i = 0; i < m->area_years; i++)
        if (m->area_year[i]->category != SIZE_MAX)
            m->area_year[i]->category = moved[m->area_year[i]->category];
    free(moved);
    if (status == LB_OK)
        warn_uncategorised(m);
    return status;
}

lb_status lb_questionnaire_read(lb_levels_state *m, lb_error *err)
{
    m->question.folded = m->subarea.folded = m->area.folded = true;
    LB_TRY(read_questions(m, err));
    LB_TRY(read_answers(m, err));
    return read_categories(m, err);
}
