/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of a collection: to the items of the stage model, and to the 80 questions, the latter as
 * `levels` reads them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "commands/intake/collection.h"

/* Stage ---------------------------------------------------------------------------------------- */

static size_t find_item(const lb_intake_config *config, const char *id)
{
    for (size_t i = 0; i < config->items; i++)
        if (lb_text_same(config->item[i].id, id))
            return i;
    return SIZE_MAX;
}

/* LPO and item of a row; SIZE_MAX after a problem. */
static lb_status find_answer(const lb_collection *c, const lb_typed_row *row, size_t *lpo,
                             size_t *item)
{
    const char *name = row->value[0].text, *id = row->value[1].text;
    LB_TRY(lb_name_index_find(&c->lpo_name, name, lpo));
    *item = find_item(&c->config, id);
    if (*lpo == SIZE_MAX)
        lb_diagnostics_add(row->diagnostics, row->line, "'%s' is none of the local police areas%s",
                           name, lb_name_index_nearest(&c->lpo_name, name).text);
    if (*item == SIZE_MAX)
        lb_diagnostics_add(row->diagnostics, row->line, "'%s' is no item of the stage model", id);
    return LB_OK;
}

static lb_status add_stage_answer(void *udata, const lb_typed_row *row)
{
    lb_collection *c = udata;
    size_t lpo, item;
    double value = row->value[2].number;
    LB_TRY(find_answer(c, row, &lpo, &item));
    if (lpo == SIZE_MAX || item == SIZE_MAX)
        return LB_OK;
    const lb_stage_item *of = &c->config.item[item];
    lb_stage_answer *answer = &c->lpo[lpo].answer[item];
    if (answer->is_there) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "%s, item %s is answered twice, expected once", c->lpo_name.name[lpo],
                           of->id);
        return LB_OK;
    }
    if (!isnan(value) && (value < of->low || value > of->high)) {
        lb_diagnostics_add(row->diagnostics, row->line,
                           "%s: answer %g found, one from %g to %g expected", of->id, value,
                           of->low, of->high);
        return LB_OK;
    }
    *answer = (lb_stage_answer){value, row->value[3].number, NULL, true};
    c->lpo[lpo].answered += !isnan(value);
    return lb_collection_date(row, row->value[4].text, &answer->date);
}

lb_status lb_stage_answers_read(lb_collection *c, lb_error *err)
{
    const lb_input_column fields[] = {
        {.what = "lpo", LB_USUAL(POLICE_DISTRICT)},
        {.what = "item", .usual = (const char *const[]){"item", "fraga", "tillstand", NULL}},
        {.what = "answer",
         .usual = (const char *const[]){"answer", "svar", "niva", "level", NULL},
         .type = LB_REAL,
         .missing = LB_VALUE_OPTIONAL},
        {.what = "uncertainty",
         LB_USUAL(UNCERTAINTY),
         .type = LB_INTEGER,
         .column_optional = true,
         .missing = LB_VALUE_OPTIONAL,
         .min = LB_LEVEL_LOWEST,
         .max = LB_LEVEL_HIGHEST},
        {.what = "date", LB_USUAL(DATE), .column_optional = true, .missing = LB_VALUE_OPTIONAL}};
    lb_typed_reader reader;
    lb_status status =
        lb_typed_reader_open(c->config.source[LB_INTAKE_STAGE], fields, 5, c->job, &reader, err);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_stage_answer, c, err);
    c->rows[LB_INTAKE_STAGE] = (int64_t)reader.n_rows;
    lb_typed_reader_close(&reader);
    return status;
}

/* Questions ------------------------------------------------------------------------------------ */

/* A row of the table of `levels`: its columns by name. */
static double level_value(const lb_table *table, size_t row, const char *column)
{
    size_t at = lb_table_column(table, column);
    return at == SIZE_MAX ? (double)NAN : lb_table_real(table, row, at);
}

static lb_status keep_levels(lb_drawn_area *area, const lb_table *table, size_t row)
{
    size_t missing = lb_table_column(table, "missing");
    double answers = level_value(table, row, "answers");
    area->answered = isnan(answers) ? LB_LEVEL_QUESTIONS : (int64_t)answers;
    area->unsure = (int64_t)level_value(table, row, "uncertainty_4") +
                   (int64_t)level_value(table, row, "uncertainty_5");
    area->total = level_value(table, row, "total");
    const char *names = missing == SIZE_MAX ? NULL : lb_table_text(table, row, missing);
    area->missing = names ? lb_text_copy(names) : NULL;
    return names && !area->missing ? LB_E_MEMORY : LB_OK;
}

/* Is the row of an area's year the one that counts: the year asked for, else the last? Rows of an
 * area stand by year. */
static bool is_year_wanted(const lb_collection *c, const lb_table *table, size_t row)
{
    double year = level_value(table, row, "year");
    bool last = row + 1 == table->rows ||
                !lb_text_same(lb_table_text(table, row, 0), lb_table_text(table, row + 1, 0));
    return c->config.year ? year == (double)c->config.year : last;
}

static lb_status keep_answers(lb_collection *c, const lb_table *table, lb_error *err)
{
    size_t unknown = 0, first = 0;
    for (size_t row = 0; row < table->rows; row++) {
        size_t a;
        if (!is_year_wanted(c, table, row))
            continue;
        if (lb_name_index_find(&c->area_name, lb_table_text(table, row, 0), &a) != LB_OK)
            return lb_error_memory(err);
        first = a == SIZE_MAX && unknown++ == 0 ? row : first;
        if (a != SIZE_MAX && keep_levels(&c->area[a], table, row) != LB_OK)
            return lb_error_memory(err);
    }
    if (unknown > 0) /* of other collections, or spelt otherwise */
        lb_log_warning(c->job->log, "%s: %zu %s none of those drawn, %s for one; left out",
                       c->config.source[LB_INTAKE_QUESTIONS], unknown,
                       lb_number_word(unknown, "area is", "areas are"),
                       lb_table_text(table, first, 0));
    return LB_OK;
}

lb_status lb_question_levels_read(lb_collection *c, lb_error *err)
{
    lb_levels_options options;
    lb_table table = {0}, questions = {0};
    lb_levels_options_init(&options);
    options.answers = c->config.source[LB_INTAKE_QUESTIONS];
    options.questions = c->config.questions;
    lb_status status = lb_levels_run(&options, c->job, &table, &questions, err);
    if (status == LB_OK)
        status = keep_answers(c, &table, err);
    c->rows[LB_INTAKE_QUESTIONS] = -1; /* `levels` does not count them */
    lb_table_clear(&table);
    lb_table_clear(&questions);
    return status;
}
