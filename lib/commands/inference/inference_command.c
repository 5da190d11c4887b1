/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `inference` takes and makes. */
#include <lagesbild/inference.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_inference_options values;

static const lb_option option_table[] = {
    LB_OPTION("publication", 0, SOURCES, LB_LIST(publication, publications), "PUBLICATION",
              "vad som publicerats: mappen publish från run, en sida, en tabell från profile eller "
              "agree, eller en CSV med name, value, low, high",
              "what was published: a folder publish of run, a page, a table of profile or agree, "
              "or a CSV with name, value, low, high",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_READ_AGAIN |
                       LB_OPTION_PLAIN_FILE),
    LB_OPTION("areas", 0, SOURCES, LB_LIST(areas, area_sets), "SOURCE",
              "områdena som tabellernas rader handlar om; flera får ges",
              "the areas that the rows of tables are about; several may be given", .flags = 0),
    LB_AREA_NAME_OPTION,
    LB_OPTION("cell-size", 0, WHOLE, LB_AT(cell_size), "METRES",
              "rutornas sida där ingen sida visar dem",
              "the side of the squares where no page shows them", LB_BOUNDS(1, LB_SQUARE_SIZE_MAX)),
    LB_MIN_CELL_OPTION("färre personer än så är få; högst 1000",
                       "fewer people than this are few; at most 1000"),
    LB_OPTION("register", 0, SOURCE, LB_AT(register_path), "FILE.json",
              "tidigare publiceringar, som granskas tillsammans med dessa",
              "earlier publications, which are examined together with these",
              .flags = LB_OPTION_PLAIN_FILE, .ending = "json"),
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED),
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("target", "", MADE, TEXT, NONE,
                 "personerna det gäller: raden, eller rutorna efter vilka rader de är i",
                 "the people in question: the row, or squares by the rows that they are in"),
    LB_COLUMN_OF("table", "", MADE, TEXT, NONE, "filen där de räknas", "the file that counts them"),
    LB_COLUMN_OF("row", "", MADE, TEXT, NONE, "raden eller rutan där", "the row or square in it"),
    LB_COLUMN_OF("shown", "", MADE, TEXT, NONE, "vad som visas av dem", "what is shown of them"),
    LB_COLUMN_OF("low", "people", MADE, INTEGER, COUNT, "minst så många är de",
                 "they are at least so many"),
    LB_COLUMN_OF("high", "people", MADE, INTEGER, COUNT, "högst så många är de; tomt: okänt",
                 "they are at most so many; empty: not known"),
    LB_COLUMN_OF("verdict", "", MADE, TEXT, NONE,
                 "exact eller narrow: färre än --min-cell går att sluta sig till; attribute: att "
                 "ingen eller alla där är det; safe; safe only for real numbers eller undecided: "
                 "inte visat",
                 "exact or narrow: fewer than --min-cell can be concluded; attribute: that no one "
                 "or everyone there is one; safe; safe only for real numbers or undecided: not "
                 "proved"),
    LB_COLUMN_OF("certificate", "", MADE, TEXT, NONE,
                 "beviset som JSON: en lista med ett för varje gräns",
                 "the proof as JSON: a list of one for each end")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns)};

static const values initial = {.min_cell = 5, .cell_size = 250};

void lb_inference_options_init(lb_inference_options *options)
{
    *options = initial;
}

static lb_status check_options(const void *options, lb_error *err)
{
    const lb_inference_options *o = options;
    return o->min_cell > 1000 ? lb_error_set(err, LB_E_USAGE, "--min-cell: at most 1000") : LB_OK;
}

const lb_command lb_inference_command = {
    .name = "inference",
    .order = 170,
    .subject = LB_SUBJECT_REVIEW,
    .summary = {"vad en utomstående kan sluta sig till om få personer",
                "what an outsider can conclude about few people"},
    .description = {"Vad en utomstående kan sluta sig till om färre än fem personer ur allt som "
                    "publicerats, genom att lägga ihop och dra ifrån; med bevis. Slutar med 4 när "
                    "något sådant finns.",
                    "What an outsider can conclude about fewer than five people from all that was "
                    "published, by adding and subtracting; with proofs. Ends with exit code 4 when "
                    "there is such a thing."},
    .job_options = LB_JOB_TABLES | LB_JOB_AREAS,
    .check = check_options,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
