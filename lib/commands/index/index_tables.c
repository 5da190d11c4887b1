/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/sum.h"
#include "commands/index/index_tables.h"

/* The columns of layer rutor, by their place. */
typedef struct rutor {
    size_t id, size, population, variable, score, group, index, class_of, rank, missing;
} rutor;

static rutor add_columns(const lb_recipe *recipe, lb_table *table)
{
    static const lb_unit units[] = {LB_UNIT_NONE, LB_UNIT_SHARE, LB_UNIT_COUNT};
    char name[200];
    rutor at = {.id = lb_table_add_column(table, "rutid", LB_TEXT, LB_UNIT_NONE)};
    at.size = lb_table_add_column(table, "size", LB_INTEGER, LB_UNIT_NONE);
    at.population = lb_table_add_column(table, "population", LB_REAL, LB_UNIT_COUNT);
    at.variable = table->columns;
    for (size_t v = 0; v < recipe->variables; v++)
        lb_table_add_column(table, recipe->variable[v].name, LB_REAL,
                            units[recipe->variable[v].kind]);
    at.score = table->columns;
    for (size_t v = 0; v < recipe->variables; v++) {
        snprintf(name, sizeof name, "%.180s_score", recipe->variable[v].name);
        lb_table_add_column(table, name, LB_REAL, LB_UNIT_SCORE);
    }
    at.group = table->columns;
    for (size_t g = 0; g < recipe->groups; g++)
        lb_table_add_column(table, recipe->group[g].name, LB_REAL, LB_UNIT_SCORE);
    at.index = lb_table_add_column(table, "index", LB_REAL, LB_UNIT_SCORE);
    at.class_of = lb_table_add_column(table, "class", LB_INTEGER, LB_UNIT_NONE);
    at.rank = lb_table_add_column(table, "rank", LB_INTEGER, LB_UNIT_NONE);
    at.missing = lb_table_add_column(table, "missing", LB_TEXT, LB_UNIT_NONE);
    return at;
}

static void put_missing(const lb_grid_made *made, size_t i, lb_table *table, size_t row,
                        size_t column)
{
    char names[1000] = "";
    if (isnan(made->squares.population[i]))
        strcpy(names, "population");
    for (size_t v = 0; v < made->recipe.variables; v++) {
        size_t used = strlen(names);
        if (isnan(made->squares.value[v][i]))
            snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                     made->recipe.variable[v].name);
    }
    if (names[0])
        lb_table_set_text(table, row, column, names);
}

static void put_square(const lb_grid_made *made, const rutor *at, size_t i, lb_table *table)
{
    char id[LB_SQUARE_ID_SIZE];
    size_t row = lb_table_add_row(table);
    const lb_index *index = &made->index;
    lb_square_id(made->squares.square[i], id);
    lb_table_set_text(table, row, at->id, id);
    lb_table_set_integer(table, row, at->size, made->squares.square[i].size);
    lb_table_set_real(table, row, at->population, made->squares.population[i]);
    for (size_t v = 0; v < made->recipe.variables; v++) {
        lb_table_set_real(table, row, at->variable + v, made->squares.value[v][i]);
        lb_table_set_real(table, row, at->score + v, index->score[v][i]);
    }
    for (size_t g = 0; g < made->recipe.groups; g++)
        lb_table_set_real(table, row, at->group + g,
                          isnan(index->index[i]) ? (double)NAN : index->group[g][i]);
    lb_table_set_real(table, row, at->index, index->index[i]);
    if (index->class_of[i] > 0) {
        lb_table_set_integer(table, row, at->class_of, index->class_of[i]);
        lb_table_set_integer(table, row, at->rank, index->rank[i]);
    }
    put_missing(made, i, table, row, at->missing);
}

lb_status lb_rutor_table(const lb_grid_made *made, lb_table *out)
{
    lb_table table = {0};
    rutor at = add_columns(&made->recipe, &table);
    for (size_t i = 0; i < made->squares.count && !table.failed; i++)
        put_square(made, &at, i, &table);
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}

/* Squares that meet a condition, with their people. */
typedef struct tally {
    size_t squares, unknown;
    lb_sum people;
} tally;

static void count_square(tally *t, double people)
{
    t->squares++;
    t->unknown += isnan(people);
    lb_sum_add(&t->people, isnan(people) ? 0 : people);
}

static void put_tally(lb_table *table, const char *label, const tally *t)
{
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, label);
    lb_table_set_integer(table, row, 1, (int64_t)t->squares);
    lb_table_set_real(table, row, 2, lb_sum_value(t->people));
    lb_table_set_integer(table, row, 3, (int64_t)t->unknown);
}

static void put_sizes(const lb_grid_made *made, bool english, lb_table *table)
{
    char label[100];
    int32_t done = 0;
    for (;;) {
        int32_t next = INT32_MAX;
        tally t = {0};
        for (size_t i = 0; i < made->squares.count; i++)
            if (made->squares.square[i].size > done && made->squares.square[i].size < next)
                next = made->squares.square[i].size;
        if (next == INT32_MAX)
            return;
        for (size_t i = 0; i < made->squares.count; i++)
            if (made->squares.square[i].size == next)
                count_square(&t, made->squares.population[i]);
        snprintf(label, sizeof label, english ? "  of %d m" : "  om %d m", next);
        put_tally(table, label, &t);
        done = next;
    }
}

static void put_inputs(const lb_grid_made *made, bool english, lb_table *table)
{
    char label[300];
    for (size_t i = 0; i < made->told.sources; i++) {
        size_t row = lb_table_add_row(table);
        snprintf(label, sizeof label, english ? "read from %.250s" : "lästa ur %.250s",
                 made->told.name[i]);
        lb_table_set_text(table, row, 0, label);
        lb_table_set_integer(table, row, 1, (int64_t)made->told.rows[i]);
    }
    size_t row = lb_table_add_row(table);
    lb_table_set_text(table, row, 0, english ? "in every input" : "i alla indata");
    lb_table_set_integer(table, row, 1, (int64_t)made->told.joined);
}

lb_status lb_index_squares_table(const lb_grid_made *made, bool english, lb_table *out)
{
    const lb_index *index = &made->index;
    tally all = {0}, passed = {0}, few = {0}, missing = {0}, left = {0};
    lb_table table = {0};
    lb_table_add_column(&table, english ? "squares of" : "rutor", LB_TEXT, LB_UNIT_NONE);
    lb_table_add_column(&table, english ? "squares" : "antal", LB_INTEGER, LB_UNIT_COUNT);
    lb_table_add_column(&table, english ? "people" : "personer", LB_REAL, LB_UNIT_COUNT);
    lb_table_add_column(&table, english ? "without figure" : "utan uppgift", LB_INTEGER,
                        LB_UNIT_COUNT);
    for (size_t i = 0; i < made->squares.count; i++) {
        double people = made->squares.population[i];
        bool passes = !isnan(index->index[i]);
        count_square(&all, people);
        if (passes)
            count_square(&passed, people);
        else if (!(people >= made->recipe.minimum_population))
            count_square(&few, people);
        else if (made->fill.count[i] == 0)
            count_square(&left, people);
        else
            count_square(&missing, people);
    }
    put_inputs(made, english, &table);
    put_tally(&table, english ? "joined" : "sammanförda", &all);
    put_sizes(made, english, &table);
    put_tally(&table, english ? "with an index" : "med index", &passed);
    put_tally(&table, english ? "dropped: too few people" : "utan index: för få invånare", &few);
    put_tally(&table, english ? "dropped: variables missing" : "utan index: variabler saknas",
              &missing);
    put_tally(&table,
              english ? "dropped: no cell left (remainder)" : "utan index: ingen cell kvar (rest)",
              &left);
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}

static void put_variable(const lb_grid_made *made, size_t v, lb_table *table)
{
    const lb_variable_summary *s = &made->index.summary[v];
    const lb_ingest_variable *told = &made->told.variable[v];
    size_t row = lb_table_add_row(table), c = 0;
    lb_table_set_text(table, row, c++, made->recipe.variable[v].name);
    lb_table_set_text(table, row, c++, told->source);
    lb_table_set_integer(table, row, c++, (int64_t)s->count);
    lb_table_set_integer(table, row, c++, (int64_t)s->missing);
    lb_table_set_integer(table, row, c++, (int64_t)told->suppressed);
    lb_table_set_integer(table, row, c++, (int64_t)told->zero_denominator);
    lb_table_set_integer(table, row, c++, (int64_t)told->clamped);
    lb_table_set_real(table, row, c++, s->min);
    lb_table_set_real(table, row, c++, s->median);
    lb_table_set_real(table, row, c++, s->max);
    lb_table_set_real(table, row, c++, s->correlation);
    lb_table_set_real(table, row, c, lb_recipe_effective_weight(&made->recipe, v));
}

lb_status lb_index_variables_table(const lb_grid_made *made, bool english, lb_table *out)
{
    static const char *const names[2][12] = {
        {"variabel", "källa", "n", "saknas", "prickade", "nolldelare", "kapade", "min", "median",
         "max", "korrelation", "vikt"},
        {"variable", "source", "n", "missing", "suppressed", "zero_denominator", "clamped", "min",
         "median", "max", "correlation", "weight"}};
    lb_table table = {0};
    for (int c = 0; c < 12; c++)
        lb_table_add_column(&table, names[english][c],
                            c < 2   ? LB_TEXT
                            : c < 7 ? LB_INTEGER
                                    : LB_REAL,
                            c < 10 ? LB_UNIT_NONE : LB_UNIT_RATIO);
    for (size_t v = 0; v < made->recipe.variables && !table.failed; v++)
        put_variable(made, v, &table);
    lb_status status = lb_table_status(&table);
    if (status == LB_OK)
        *out = table;
    else
        lb_table_clear(&table);
    return status;
}
