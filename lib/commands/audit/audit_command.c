/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `audit` takes and makes. */
#include <lagesbild/audit.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_audit_options values;

static const lb_option option_table[] = {
    LB_OPTION("table", 0, SOURCE, LB_AT(table), "TABLE",
              "period, kategori, antal, procent; eller kategori, områden, medelvärde, procent",
              "period, category, count, percent; or category, areas, mean, percent",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("total", 't', LIST, LB_LIST(total, totals), "[PERIOD=]N",
              "summan, där den är känd: raderna prövas mot den",
              "the total, where it is known: rows are held against it", .flags = 0),
    LB_TABLE_OUTPUT_OPTION, LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("period", "", KEY, TEXT, NONE),
    LB_COLUMN("category", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("count", "", EVENT, INTEGER, NONE, "antalet, som det trycktes",
                 "the count, as printed"),
    LB_COLUMN("percent", "per cent", EVENT, TEXT, NONE),
    LB_COLUMN("areas", "areas", GROUND, INTEGER, COUNT),
    LB_COLUMN_OF("mean", "", EVENT, TEXT, NONE, "medelvärdet, som det trycktes",
                 "the mean, as printed"),
    LB_COLUMN("row_low", "", EVENT, INTEGER, NONE),
    LB_COLUMN("row_high", "", EVENT, INTEGER, NONE),
    LB_COLUMN("total_low", "", EVENT, INTEGER, NONE),
    LB_COLUMN("total_high", "", EVENT, INTEGER, NONE),
    LB_COLUMN("verdict", "", KEY, TEXT, NONE),
    LB_COLUMN("expected", "per cent", EVENT, REAL, NONE),
    LB_COLUMN("parts_low", "", EVENT, INTEGER, NONE),
    LB_COLUMN("parts_high", "", EVENT, INTEGER, NONE),
    LB_COLUMN("areas_low", "areas", GROUND, REAL, NONE),
    LB_COLUMN("areas_high", "areas", GROUND, REAL, NONE)};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.table = NULL};

void lb_audit_options_init(lb_audit_options *options)
{
    *options = initial;
}

const lb_command lb_audit_command = {
    .name = "audit",
    .order = 160,
    .subject = LB_SUBJECT_REVIEW,
    .summary = {"vilka summor publicerade tal medger, och vilka som är fel",
                "which totals published figures allow, and which are wrong"},
    .description = {"Vilka summor publicerade antal och avrundade procenttal medger, och vilka "
                    "rader som inte kan stämma.",
                    "Which totals published counts and rounded percentages allow, and which rows "
                    "cannot be right."},
    .job_options = LB_JOB_TABLES,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
