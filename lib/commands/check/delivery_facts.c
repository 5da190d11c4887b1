/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of a delivery show. Nothing is decided here: `index` reads the delivery itself.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/sum.h"
#include "base/swedish_text.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "commands/check/delivery_facts.h"

enum { ENOUGH_VALUES = 20 }; /* fewer may be multiples of anything by chance */

void lb_delivery_facts_init(lb_delivery_facts *facts, bool english)
{
    *facts = (lb_delivery_facts){.english = english};
    lb_add_described_columns(&facts->table, &lb_check_command, "");
}

void lb_delivery_facts_add(lb_delivery_facts *facts, const char *file, const char *item,
                           const char *name, const char *value, const lb_bilingual *advice)
{
    const char *said = advice ? (facts->english ? advice->en : advice->sv) : NULL;
    const char *texts[] = {file, item, name, value, said};
    size_t row = lb_table_add_row(&facts->table);
    for (size_t c = 0; c < sizeof texts / sizeof *texts; c++)
        if (texts[c])
            lb_table_set_text(&facts->table, row, c, texts[c]);
}

void lb_delivery_facts_count(lb_delivery_facts *facts, const char *file, const char *item,
                             const char *name, double value, const lb_bilingual *advice)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format(value, text);
    lb_delivery_facts_add(facts, file, item, name, text, advice);
}

/* Columns -------------------------------------------------------------------------------------- */

static bool has_name(const lb_names *names, const char *column)
{
    for (size_t i = 0; i < names->count; i++)
        if (lb_text_same(names->name[i], column))
            return true;
    return false;
}

/* "population", "inkomst", "utbildning: numerator": the first figure that asks for the column. */
static bool describe_use(const lb_recipe *recipe, const char *column, char *text, size_t size)
{
    if (has_name(&recipe->population, column)) {
        snprintf(text, size, "population");
        return true;
    }
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        const char *part = has_name(&variable->column, column)        ? ""
                           : has_name(&variable->numerator, column)   ? ": numerator"
                           : has_name(&variable->denominator, column) ? ": denominator"
                                                                      : NULL;
        if (part) {
            snprintf(text, size, "%.100s%s", variable->name, part);
            return true;
        }
    }
    return false;
}

/* Does it count people or things, so that its sum has a meaning? */
static bool is_counted(const lb_recipe *recipe, const char *column)
{
    bool counted = has_name(&recipe->population, column);
    for (size_t v = 0; v < recipe->variables; v++) {
        const lb_variable *variable = &recipe->variable[v];
        counted |= (variable->kind == LB_KIND_COUNT && has_name(&variable->column, column)) ||
                   (variable->kind == LB_KIND_SHARE && (has_name(&variable->numerator, column) ||
                                                        has_name(&variable->denominator, column)));
    }
    return counted;
}

/* What the recipe takes each column for; those that it asks for are requested, so that their values
 * are read and summarised afterwards. */
lb_status lb_delivery_facts_columns(lb_delivery_facts *facts, const char *file,
                                    lb_square_table *table, const lb_recipe *recipe,
                                    const lb_variable_columns *figures, const lb_square_rule *rule)
{
    static const lb_bilingual unused = {"receptet använder den inte", "the recipe does not use it"};
    char use[200];
    for (size_t c = 0; c < table->columns; c++) {
        const char *column = table->column[c], *key = lb_square_rule_key(rule, column);
        bool used = describe_use(recipe, column, use, sizeof use);
        lb_delivery_facts_add(facts, file, "column", column,
                              used  ? use
                              : key ? key
                                    : "-",
                              used || key ? NULL : &unused);
        bool asked = false;
        for (size_t f = 0; f < figures->count; f++)
            asked |= has_name(figures->figure[f].names, column);
        if (asked &&
            lb_square_table_request(table, c, false, is_counted(recipe, column)) == SIZE_MAX)
            return LB_E_MEMORY;
    }
    return LB_OK;
}

/* Values --------------------------------------------------------------------------------------- */

/* Counts over the values of one column; missing includes suppressed ones. */
typedef struct value_summary {
    size_t numbers, missing, negative, fractions;
    double smallest; /* above 0 */
    lb_sum sum;
    bool multiple[3]; /* of the bases below */
} value_summary;

static const int bases[3] = {10, 5, 3};

/* multiple[b]: all numbers are multiples of bases[b], a sign of rounding. */
static value_summary summarise_values(const lb_square_column *column, size_t rows)
{
    value_summary s = {.smallest = INFINITY, .multiple = {true, true, true}};
    for (size_t i = 0; i < rows; i++) {
        double value = column->value[i];
        if (isnan(value)) {
            s.missing++;
            continue;
        }
        s.numbers++;
        s.negative += value < 0;
        s.fractions += value != floor(value);
        if (value > 0)
            s.smallest = fmin(s.smallest, value);
        lb_sum_add(&s.sum, value);
        for (int b = 0; b < 3; b++)
            s.multiple[b] &= fmod(value, bases[b]) == 0;
    }
    return s;
}

/* What whole numbers show of the protection that they have been given. */
static void add_noise(lb_delivery_facts *facts, const char *file, const char *column,
                      const value_summary *s)
{
    static const lb_bilingual rounded = {"andelar av små antal är osäkra: höj minsta befolkning",
                                         "shares of small counts are uncertain: raise the minimum "
                                         "population"},
                              gap = {"mindre antal är prickade eller höjda",
                                     "smaller counts are suppressed or raised"};
    char text[60];
    if (s->numbers < ENOUGH_VALUES || s->fractions > 0 || isinf(s->smallest))
        return;
    for (int b = 0; b < 3; b++)
        if (s->multiple[b]) {
            snprintf(text, sizeof text, "rounded to %d", bases[b]);
            lb_delivery_facts_add(facts, file, "noise", column, text, &rounded);
            return;
        }
    if (s->smallest > 1) {
        snprintf(text, sizeof text, "none from 1 to %.0f", s->smallest - 1);
        lb_delivery_facts_add(facts, file, "noise", column, text, &gap);
    }
}

/* Counts of numbers, missing and suppressed values; whole columns also have a sum and what they
 * show of rounding. Negative values are often codes that the recipe does not name. */
static void add_column_values(lb_delivery_facts *facts, const char *file,
                              const lb_square_table *table, const lb_square_column *column)
{
    static const lb_bilingual negative = {
        "negativa tal: index tar dem bara i variabler av slaget level; koder för prickade tal "
        "anges "
        "i receptet, missing: {codes: [...]}",
        "negative numbers: index takes them in variables of kind level only; codes of suppressed "
        "figures are named in the recipe, missing: {codes: [...]}"};
    const char *name = table->column[column->column];
    value_summary s = summarise_values(column, table->rows);
    lb_delivery_facts_count(facts, file, "values", name, (double)s.numbers, NULL);
    lb_delivery_facts_count(facts, file, "missing", name, (double)(s.missing - column->suppressed),
                            NULL);
    lb_delivery_facts_count(facts, file, "suppressed", name, (double)column->suppressed, NULL);
    if (s.negative > 0)
        lb_delivery_facts_count(facts, file, "negative", name, (double)s.negative, &negative);
    if (!column->is_whole)
        return;
    lb_delivery_facts_count(facts, file, "sum", name, lb_sum_value(s.sum), NULL);
    add_noise(facts, file, name, &s);
}

/* Squares -------------------------------------------------------------------------------------- */

/* Squares by side, ascending. Sides are few, so each is found by a pass over all. */
static void add_sizes(lb_delivery_facts *facts, const char *file, const lb_square *square,
                      size_t count)
{
    int32_t done = 0;
    for (;;) {
        int32_t next = INT32_MAX;
        size_t n = 0;
        char name[30];
        for (size_t i = 0; i < count; i++)
            if (square[i].size > done && square[i].size < next)
                next = square[i].size;
        if (next == INT32_MAX)
            return;
        for (size_t i = 0; i < count; i++)
            n += square[i].size == next;
        snprintf(name, sizeof name, "%d m", next);
        lb_delivery_facts_count(facts, file, "squares", name, (double)n, NULL);
        done = next;
    }
}

/* Facts of one source. Its squares are sorted, so that duplicates stand beside each other. */
void lb_delivery_facts_table(lb_delivery_facts *facts, const char *file,
                             const lb_square_table *table)
{
    static const lb_bilingual by_id = {"av rutornas id", "by the ids of the squares"},
                              by_place = {"av var rutorna ligger", "by where the squares lie"},
                              twice = {"en ruta får stå en gång: ta bort eller slå ihop raderna",
                                       "a square may stand once: remove or join the rows"};
    size_t duplicates = 0;
    lb_delivery_facts_count(facts, file, "rows", NULL, (double)table->rows, NULL);
    if (table->crs[0]) { /* else where the squares are is not known */
        lb_delivery_facts_add(facts, file, "crs", NULL, table->crs,
                              table->by_id ? &by_id : &by_place);
        add_sizes(facts, file, table->square, table->rows);
        for (size_t i = 1; i < table->rows; i++)
            duplicates += lb_square_compare(&table->square[i - 1], &table->square[i]) == 0;
        lb_delivery_facts_count(facts, file, "duplicates", NULL, (double)duplicates,
                                duplicates > 0 ? &twice : NULL);
    }
    for (size_t w = 0; w < table->n_wanted; w++)
        add_column_values(facts, file, table, &table->wanted[w]);
}

/* All tables ----------------------------------------------------------------------------------- */

/* Squares of which smaller ones take some cells (partly) or all (wholly): in SCB's deliveries the
 * large square holds the people that the small ones leave. */
static void add_nested(lb_delivery_facts *facts, const lb_recipe *recipe, const lb_squares *squares,
                       const lb_square_allocation *fill)
{
    static const lb_bilingual remainder = {"de har resten, och fyller celler som ingen liten ruta "
                                           "tar",
                                           "they hold the remainder, and fill cells that no small "
                                           "square takes"},
                              none = {"deras invånare är i summorna, inte på kartan",
                                      "their people are in the totals, not on the map"};
    size_t partly = 0, wholly = 0;
    for (size_t i = 0; i < squares->count; i++) {
        int64_t side = squares->square[i].size / recipe->cell_size;
        wholly += fill->count[i] == 0;
        partly += fill->count[i] > 0 && fill->count[i] < side * side;
    }
    lb_delivery_facts_count(facts, NULL, "nested", "partly", (double)partly,
                            partly ? &remainder : NULL);
    lb_delivery_facts_count(facts, NULL, "nested", "wholly", (double)wholly, wholly ? &none : NULL);
}

/* Parts above their totals: counts have been perturbed one by one, or are of other things. */
static void add_parts(lb_delivery_facts *facts, const lb_recipe *recipe, const lb_squares *squares)
{
    static const lb_bilingual above = {
        "rutor där delen är större än det hela: brus i varje tal för sig (cellnyckel), eller tal "
        "om "
        "olika saker; andelen blir 1",
        "squares whose part is larger than its total: noise in each count alone (as by cell key), "
        "or counts of different things; the share becomes 1"};
    for (size_t v = 0; v < squares->variables; v++) {
        size_t n = 0;
        if (!squares->numerator || !squares->numerator[v] ||
            recipe->variable[v].kind != LB_KIND_SHARE)
            continue;
        for (size_t i = 0; i < squares->count; i++)
            n += squares->numerator[v][i] > squares->denominator[v][i];
        lb_delivery_facts_count(facts, NULL, "parts", recipe->variable[v].name, (double)n,
                                n ? &above : NULL);
    }
}

/* Facts of all sources joined. A square with unknown people has no index, one with 0 is known to be
 * empty: they are counted apart. */
void lb_delivery_facts_joined(lb_delivery_facts *facts, const lb_recipe *recipe,
                              const lb_squares *squares, const lb_square_allocation *fill,
                              const lb_index *index)
{
    static const lb_bilingual no_people = {"rutor utan befolkningstal får inget index",
                                           "squares without people have no index"};
    lb_sum people = {0};
    size_t unknown = 0, empty = 0;
    for (size_t i = 0; i < squares->count; i++) {
        double n = squares->population[i];
        unknown += isnan(n);
        empty += n == 0;
        lb_sum_add(&people, isnan(n) ? 0 : n);
    }
    add_sizes(facts, NULL, squares->square, squares->count);
    lb_delivery_facts_count(facts, NULL, "people", NULL, lb_sum_value(people), NULL);
    lb_delivery_facts_count(facts, NULL, "people", "unknown", (double)unknown,
                            unknown ? &no_people : NULL);
    lb_delivery_facts_count(facts, NULL, "people", "none", (double)empty, NULL);
    add_nested(facts, recipe, squares, fill);
    add_parts(facts, recipe, squares);
    lb_delivery_facts_count(facts, NULL, "index", "squares", (double)index->passed, NULL);
}
