/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/intake/intake_tables.h"

#define COLUMNS(table, columns) \
    lb_table_add_columns(table, columns, sizeof(columns) / sizeof *(columns))

/* The region ----------------------------------------------------------------------------------- */

static void add_lpo_row(const lb_collection *c, size_t l, bool english, lb_table *table)
{
    const lb_lpo *lpo = &c->lpo[l];
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, c->lpo_name.name[l]);
    if (lpo->stage > 0)
        lb_table_set_integer(table, row, 1, lpo->stage);
    if (lpo->rule)
        lb_table_set_text(table, row, 2, lpo->rule);
    if (c->config.asked[LB_INTAKE_DRAWN])
        lb_table_set_integer(table, row, 3, (int64_t)lpo->areas);
    for (size_t s = LB_INTAKE_QUESTIONS; s < LB_INTAKE_STEPS; s++)
        if (c->config.asked[s])
            lb_table_set_integer(table, row, 2 + s, (int64_t)lpo->step_areas[s]);
    lb_table_set_text(table, row, 8, lpo->state);
    if (lpo->defects[english][0])
        lb_table_set_text(table, row, 9, lpo->defects[english]);
}

lb_status lb_intake_table(const lb_collection *c, bool english, lb_table *out)
{
    lb_add_described_columns(out, &lb_intake_command, "");
    for (size_t i = 0; i < c->lpo_name.count; i++)
        add_lpo_row(c, c->lpo_order[i], english, out);
    return lb_table_status(out);
}

lb_status lb_intake_states_table(const lb_collection *c, lb_table *out)
{
    static const lb_column_spec columns[] = {{"state", LB_TEXT, LB_UNIT_NONE},
                                             {"lpo_count", LB_INTEGER, LB_UNIT_COUNT}};
    COLUMNS(out, columns);
    for (size_t s = 0; s < LB_INTAKE_STATES; s++) {
        int64_t count = 0;
        for (size_t l = 0; l < c->lpo_name.count; l++)
            count += strcmp(c->lpo[l].state, lb_intake_state_names[s]) == 0;
        size_t row = lb_table_add_row(out);
        lb_table_set_text(out, row, 0, lb_intake_state_names[s]);
        lb_table_set_integer(out, row, 1, count);
    }
    return lb_table_status(out);
}

/* A local police area -------------------------------------------------------------------------- */

lb_status lb_intake_steps_table(const lb_collection *c, size_t lpo, lb_table *out)
{
    static const lb_column_spec columns[] = {{"step", LB_TEXT, LB_UNIT_NONE},
                                             {"progress", LB_TEXT, LB_UNIT_NONE}};
    const lb_lpo *of = &c->lpo[lpo];
    COLUMNS(out, columns);
    for (size_t s = 0; s < LB_INTAKE_STEPS; s++) {
        bool idle = s > LB_INTAKE_STAGE && of->areas == 0 && of->done[s];
        size_t row = lb_table_add_row(out);
        lb_table_set_text(out, row, 0, lb_intake_state_names[1 + s]);
        lb_table_set_text(out, row, 1,
                          !c->config.asked[s]                 ? "not asked for"
                          : idle && of->stage == 0            ? "waits for the stage"
                          : idle && of->done[LB_INTAKE_DRAWN] ? "not needed"
                          : idle                              ? "waits for the area"
                          : of->done[s]                       ? "done"
                          : of->begun[s]                      ? "begun"
                                                              : "missing");
    }
    return lb_table_status(out);
}

lb_status lb_intake_defects_table(const lb_collection *c, size_t lpo, bool english, lb_table *out)
{
    static const lb_column_spec columns[] = {{"step", LB_TEXT, LB_UNIT_NONE},
                                             {"area", LB_TEXT, LB_UNIT_NONE},
                                             {"defect", LB_TEXT, LB_UNIT_NONE}};
    COLUMNS(out, columns);
    for (size_t i = 0; i < c->defects; i++) {
        const lb_defect *defect = &c->defect[i];
        if (defect->lpo != lpo)
            continue;
        size_t row = lb_table_add_row(out);
        lb_table_set_text(out, row, 0, lb_intake_state_names[1 + defect->step]);
        if (defect->area != SIZE_MAX)
            lb_table_set_text(out, row, 1, c->area_name.name[defect->area]);
        lb_table_set_text(out, row, 2, defect->text[english]);
    }
    return lb_table_status(out);
}

lb_status lb_intake_stage_table(const lb_collection *c, size_t lpo, lb_table *out)
{
    static const lb_column_spec columns[] = {{"item", LB_TEXT, LB_UNIT_NONE},
                                             {"item_text", LB_TEXT, LB_UNIT_NONE},
                                             {"answer", LB_REAL, LB_UNIT_NONE},
                                             {"uncertainty", LB_REAL, LB_UNIT_NONE},
                                             {"date", LB_TEXT, LB_UNIT_NONE}};
    COLUMNS(out, columns);
    for (size_t i = 0; i < c->config.items; i++) {
        const lb_stage_answer *answer = &c->lpo[lpo].answer[i];
        size_t row = lb_table_add_row(out);
        lb_table_set_text(out, row, 0, c->config.item[i].id);
        if (c->config.item[i].text)
            lb_table_set_text(out, row, 1, c->config.item[i].text);
        lb_table_set_real(out, row, 2, answer->value);
        lb_table_set_real(out, row, 3, answer->uncertainty);
        if (answer->date)
            lb_table_set_text(out, row, 4, answer->date);
    }
    return lb_table_status(out);
}

/* Its drawn areas ------------------------------------------------------------------------------ */

/* Calls add with each drawn area of the local police area, in Swedish order. */
static void each_area(const lb_collection *c, size_t lpo,
                      void (*add)(const lb_collection *c, size_t area, lb_table *out),
                      lb_table *out)
{
    for (size_t i = 0; i < c->area_name.count; i++)
        if (c->area[c->area_order[i]].lpo == lpo)
            add(c, c->area_order[i], out);
}

static void add_area_row(const lb_collection *c, size_t a, lb_table *out)
{
    const lb_drawn_area *area = &c->area[a];
    size_t row = lb_table_add_row(out), outside;
    lb_table_set_text(out, row, 0, c->area_name.name[a]);
    lb_table_set_real(out, row, 1, area->km2);
    lb_table_set_real(out, row, 2, area->outside > 0 ? area->outside : 0);
    lb_table_set_integer(out, row, 3, area->answered);
    lb_table_set_real(out, row, 4, area->total);
    if (area->answered > 0)
        lb_table_set_integer(out, row, 5, area->unsure);
    if (area->hot_spots > 0)
        lb_table_set_integer(out, row, 6, (int64_t)lb_hot_spots_count(c, a, &outside));
    size_t column = 7;
    if (c->config.grid) {
        lb_table_set_real(out, row, column++, area->index);
        if (area->index_class > 0)
            lb_table_set_integer(out, row, column, area->index_class);
        column++;
    }
    if (c->config.suggestions) {
        if (area->suggestion != LB_INTEGER_NONE)
            lb_table_set_integer(out, row, column, area->suggestion);
        column++;
    }
    if (c->config.event_hot_spots)
        lb_table_set_real(out, row, column, area->in_hot_spots);
}

lb_status lb_intake_areas_table(const lb_collection *c, size_t lpo, lb_table *out)
{
    static const lb_column_spec columns[] = {
        {"area", LB_TEXT, LB_UNIT_NONE},          {"area_km2", LB_REAL, LB_UNIT_KM2},
        {"outside_lpo", LB_REAL, LB_UNIT_SHARE},  {"answers", LB_INTEGER, LB_UNIT_COUNT},
        {"total", LB_REAL, LB_UNIT_SCORE},        {"unsure_answers", LB_INTEGER, LB_UNIT_COUNT},
        {"hot_spots", LB_INTEGER, LB_UNIT_COUNT}, {"index_mean", LB_REAL, LB_UNIT_SCORE},
        {"class", LB_INTEGER, LB_UNIT_NONE}};
    lb_table_add_columns(out, columns, c->config.grid ? 9 : 7);
    if (c->config.suggestions)
        lb_table_add_column(out, "suggestion_rank", LB_INTEGER, LB_UNIT_NONE);
    if (c->config.event_hot_spots)
        lb_table_add_column(out, "in_hot_spots", LB_REAL, LB_UNIT_SHARE);
    each_area(c, lpo, add_area_row, out);
    return lb_table_status(out);
}

/* Few persons are hidden, and so is none. */
static void add_cylinder_row(const lb_collection *c, size_t a, lb_table *out)
{
    const lb_drawn_area *area = &c->area[a];
    int64_t least = c->options->min_cell;
    if (!area->counted)
        return;
    size_t row = lb_table_add_row(out);
    lb_table_set_text(out, row, 0, c->area_name.name[a]);
    for (size_t g = 0; g < LB_CYLINDER_GROUPS; g++) {
        if (area->count[g] == LB_INTEGER_NONE)
            continue;
        if (area->count[g] < least && least > 1)
            lb_table_set_range(out, row, 1 + g, 0, least - 1);
        else
            lb_table_set_integer(out, row, 1 + g, area->count[g]);
    }
}

lb_status lb_intake_cylinder_table(const lb_collection *c, size_t lpo, lb_table *out)
{
    static const lb_column_spec columns[] = {{"area", LB_TEXT, LB_UNIT_NONE},
                                             {"A", LB_INTEGER, LB_UNIT_COUNT},
                                             {"B", LB_INTEGER, LB_UNIT_COUNT},
                                             {"C", LB_INTEGER, LB_UNIT_COUNT},
                                             {"D", LB_INTEGER, LB_UNIT_COUNT}};
    COLUMNS(out, columns);
    each_area(c, lpo, add_cylinder_row, out);
    return lb_table_status(out);
}

static void add_document_rows(const lb_collection *c, size_t a, lb_table *out)
{
    for (size_t i = 0; i < c->area[a].documents; i++) {
        const lb_area_document *document = &c->area[a].document[i];
        size_t row = lb_table_add_row(out);
        lb_table_set_text(out, row, 0, c->area_name.name[a]);
        lb_table_set_text(out, row, 1, document->name);
        if (document->type)
            lb_table_set_text(out, row, 2, document->type);
        if (document->is_there)
            lb_table_set_integer(out, row, 3, document->bytes);
        if (document->date)
            lb_table_set_text(out, row, 4, document->date);
        if (document->is_there)
            lb_table_set_text(out, row, 5, document->sha256);
    }
}

lb_status lb_intake_documents_table(const lb_collection *c, size_t lpo, lb_table *out)
{
    static const lb_column_spec columns[] = {
        {"area", LB_TEXT, LB_UNIT_NONE}, {"document", LB_TEXT, LB_UNIT_NONE},
        {"type", LB_TEXT, LB_UNIT_NONE}, {"bytes", LB_INTEGER, LB_UNIT_COUNT},
        {"date", LB_TEXT, LB_UNIT_NONE}, {"sha256", LB_TEXT, LB_UNIT_NONE}};
    COLUMNS(out, columns);
    each_area(c, lpo, add_document_rows, out);
    return lb_table_status(out);
}
