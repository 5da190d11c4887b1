/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `check` takes and makes. */
#include <lagesbild/check.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_check_options values;

static const lb_option option_table[] = {
    LB_OPTION("inputs", 0, SOURCES, LB_LIST(source, sources), "DELIVERY",
              "tabeller med rutor, som index tar dem", "tables of squares, as index takes them",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_READ_AGAIN),
    LB_RECIPE_OPTION, LB_SQUARE_OPTIONS,
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED), /* totals as delivered */
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("file", "", KEY, TEXT, NONE, "tabellen; tom: alla tillsammans",
                 "the table; empty: all together"),
    LB_COLUMN_OF("item", "", KEY, TEXT, NONE,
                 "vad raden handlar om: column, rows, crs, squares, duplicates, values, missing, "
                 "suppressed, negative, sum, noise, joined, nested, people, parts, index",
                 "what the row is about: column, rows, crs, squares, duplicates, values, missing, "
                 "suppressed, negative, sum, noise, joined, nested, people, parts, index"),
    LB_COLUMN_OF("name", "", KEY, TEXT, NONE, "kolumnen, rutstorleken eller variabeln",
                 "the column, size of squares or variable"),
    LB_COLUMN_OF("value", "", PEOPLE, TEXT, NONE, "vad den är: ett antal eller ett ord",
                 "what it is: a number or a word"),
    LB_COLUMN_OF("advice", "", KEY, TEXT, NONE, "vad som är konstigt och vad man kan göra åt det",
                 "what is odd, and what to do about it")};

static const lb_table_info tables[] = {
    {.name = "", .option = "output", .column = columns, .columns = LB_COUNT(columns)}};

static const values initial = {.recipe = NULL};

void lb_check_options_init(lb_check_options *options)
{
    *options = initial;
}

static const char *const inputs_or_band[] = {"inputs", "band", NULL};

const lb_command lb_check_command = {
    .name = "check",
    .order = 10,
    .subject = LB_SUBJECT_GRID,
    .summary = {"vad en leverans av rutor är, innan något räknas på den",
                "what a delivery of squares is, before anything is computed from it"},
    .description = {"Vad en leverans av rutor är, innan något räknas på den: kolumner och vad de "
                    "tas för, rutor efter storlek, invånare, saknade och prickade värden, "
                    "avrundning, referenssystem, dubbletter, och vad som är konstigt.",
                    "What a delivery of squares is, before anything is computed from it: columns "
                    "and what they are taken for, squares by size, people, missing and suppressed "
                    "values, rounding, CRS, duplicates, and what is odd."},
    .job_options = LB_JOB_FILES | LB_JOB_COLUMNS,
    .one_of = inputs_or_band,
    .or_more = true,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
