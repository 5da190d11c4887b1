/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `compare` takes and makes. */
#include <lagesbild/compare.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_compare_options values;

static const lb_option option_table[] = {
    LB_OPTION("before", 0, SOURCE, LB_AT(before), "OLD",
              "det gamla: en tabell, ett raster, ett GeoPackage eller en mapp från run",
              "the old one: a table, a raster, a GeoPackage or a folder of run",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_PLAIN_FILE),
    LB_OPTION("after", 0, SOURCE, LB_AT(after), "NEW", "det nya, av samma slag",
              "the new one, of the same kind",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_PLAIN_FILE),
    LB_OPTION("key", 0, JOINED, LB_AT(key), "A,B",
              "kolumner som tillsammans namnger en rad; annars de första som gör det",
              "columns that together name a row; else the first that do", .flags = 0),
    LB_OPTION("tolerance", 0, REAL, LB_AT(tolerance), "T",
              "tal som skiljer sig med högst så mycket är lika",
              "numbers that differ by at most this are the same", LB_BOUNDS(0, 1e300)),
    LB_OPTION("values", 0, OUTPUT, LB_AT(values), "FILE", "varje värde som skiljer sig, som tabell",
              "every value that differs, as a table", .words = lb_table_endings,
              .flags = LB_OPTION_UNPUBLISHED),
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED),
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("file", "", KEY, TEXT, NONE, "filen, med lagret efter |",
                 "the file, with the layer behind |"),
    LB_COLUMN_OF("kind", "", KEY, TEXT, NONE,
                 "vad som skiljer sig: file, table, rows, column, raster, band; eller vad som kan "
                 "förklara det: version, option, recipe, input",
                 "what differs: file, table, rows, column, raster, band; or what may explain it: "
                 "version, option, recipe, input"),
    LB_COLUMN_OF("item", "", KEY, TEXT, NONE,
                 "kolumnens, bandets, lagrets, valets eller indatans namn",
                 "the name of the column, band, layer, option or input"),
    LB_COLUMN_OF("old", "", MADE, TEXT, NONE, "det gamla värdet", "the old value"),
    LB_COLUMN_OF("new", "", MADE, TEXT, NONE, "det nya värdet", "the new value"),
    LB_COLUMN_OF("compared", "values", MADE, INTEGER, COUNT, "jämförda värden eller rader",
                 "values or rows compared"),
    LB_COLUMN_OF("differing", "values", MADE, INTEGER, COUNT, "så många av dem skiljer sig",
                 "how many of them differ"),
    LB_COLUMN_OF("largest", "", MADE, REAL, NONE,
                 "den största skillnaden mellan två tal, utan tecken",
                 "the greatest difference of two numbers, without its sign"),
    LB_COLUMN_OF("at", "", KEY, TEXT, NONE, "raden eller cellen där den finns",
                 "the row or cell where that is")};

static const lb_column_info values_columns[] = {
    LB_COLUMN_OF("file", "", KEY, TEXT, NONE, "filen, med lagret efter |",
                 "the file, with the layer behind |"),
    LB_COLUMN_OF("key", "", KEY, TEXT, NONE, "radens namn", "the name of the row"),
    LB_COLUMN_OF("column", "", KEY, TEXT, NONE,
                 "kolumnen; (row) för en rad som bara finns på ena sidan",
                 "the column; (row) for a row that only one of the two has"),
    LB_COLUMN_OF("old", "", MADE, TEXT, NONE, "det gamla värdet", "the old value"),
    LB_COLUMN_OF("new", "", MADE, TEXT, NONE, "det nya värdet", "the new value"),
    LB_COLUMN_OF("difference", "", MADE, REAL, NONE, "nytt minus gammalt", "new minus old")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_FILE_TABLE("values", "values", values_columns)};

static const values initial = {.before = NULL};

void lb_compare_options_init(lb_compare_options *options)
{
    *options = initial;
}

const lb_command lb_compare_command = {
    .name = "compare",
    .order = 230,
    .subject = LB_SUBJECT_REVIEW,
    .summary = {"vad som skiljer två resultat åt, och varför",
                "what differs between two outputs, and why"},
    .description = {"Vad som skiljer två resultat åt, hur mycket, och vilka indata, val eller "
                    "versioner som förklarar det. Tabeller jämförs rad för rad, raster cell för "
                    "cell, mappar från run fil för fil.",
                    "What differs between two outputs, by how much, and which inputs, options or "
                    "version explain it. Tables are compared row by row, rasters cell by cell, "
                    "folders of run file by file."},
    .job_options = LB_JOB_FILES | LB_JOB_COLUMNS,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
