/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `intake` takes and makes. */
#include <lagesbild/disclosure.h>
#include <lagesbild/intake.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_intake_options values;

static const lb_option option_table[] = {
    LB_OPTION("intake", 0, SOURCE, LB_AT(intake), "INTAKE.yaml",
              "inhämtningens beskrivning (lagesbild-intake(5))",
              "the collection's description (lagesbild-intake(5))",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED | LB_OPTION_PLAIN_FILE,
              .ending = "yaml"),
    LB_OPTION("pages", 0, FOLDER, LB_AT(pages), "DIR",
              "mapp för en sida om regionen och en om varje lokalpolisområde",
              "folder for a page of the region and one of each local police area",
              .flags = LB_OPTION_UNPUBLISHED),
    LB_MIN_CELL_OPTION("cylindermodellens antal under N visas inte på sidorna; 0: alla visas",
                       "cylinder counts below N are not shown on the pages; 0: all are"),
    LB_TABLE_OUTPUT_OPTION_OF(LB_OPTION_UNPUBLISHED), LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN("lpo", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("stage", "1 to 4", KEY, INTEGER, NONE,
                 "stadiet; tomt tills alla frågor är besvarade",
                 "the stage; empty until all items are answered"),
    LB_COLUMN_OF("rule", "", KEY, TEXT, NONE, "regeln som gav stadiet; otherwise: ingen, alltså 1",
                 "the rule that gave the stage; otherwise: none did, so 1"),
    LB_COLUMN_OF("drawn", "areas", GROUND, INTEGER, COUNT, "ritade områden", "drawn areas"),
    LB_COLUMN_OF("questions", "areas", GROUND, INTEGER, COUNT,
                 "av dem med alla 80 frågor besvarade", "of them with all 80 questions answered"),
    LB_COLUMN_OF("cylinder", "areas", GROUND, INTEGER, COUNT, "av dem med cylindermodellens antal",
                 "of them with the counts of the cylinder model"),
    LB_COLUMN_OF("hot_spots", "areas", GROUND, INTEGER, COUNT,
                 "av dem med platser för narkotikaförsäljning sagda, eller att ingen finns",
                 "of them with places of drug sales named, or that there are none"),
    LB_COLUMN_OF("document", "areas", GROUND, INTEGER, COUNT,
                 "av dem med ett områdesdokument utan brist",
                 "of them with an area document without a defect"),
    LB_COLUMN_OF("state", "", KEY, TEXT, NONE,
                 "det sista steg som är påbörjat när alla före det är klara: not started, stage, "
                 "drawn, questions, cylinder, hot spots, document, complete",
                 "the last step begun with all before it done: not started, stage, drawn, "
                 "questions, cylinder, hot spots, document, complete"),
    LB_COLUMN_OF("defects", "", KEY, TEXT, NONE, "vad som brister, och vad som är nästa steg",
                 "what is lacking, and what to do next")};

static const lb_table_info tables[] = {{.name = "",
                                        .option = "output",
                                        .hidden_by = {"output"},
                                        .column = columns,
                                        .columns = LB_COUNT(columns)}};

static const values initial = {.min_cell = LB_MIN_CELL};

void lb_intake_options_init(lb_intake_options *options)
{
    *options = initial;
}

const lb_command lb_intake_command = {
    .name = "intake",
    .order = 140,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"hur långt lokalpolisområdena kommit i inhämtningen",
                "how far local police areas have come in the collection"},
    .description =
        {"Inhämtningen som data: stadium, ritade områden, 80 frågor, cylindermodellens "
         "antal, hot spots och områdesdokument för varje lokalpolisområde, vad som "
         "brister, och sidor om regionen och varje område. Listor över personer tas "
         "inte emot.",
         "The collection as data: stage, drawn areas, 80 questions, cylinder counts, hot "
         "spots and area documents of each local police area, what is lacking, and pages "
         "of the region and of each area. Lists of persons are refused."},
    .job_options = LB_JOB_TABLES | LB_JOB_SKIP_INVALID,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
