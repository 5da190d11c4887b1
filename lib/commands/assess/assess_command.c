/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `assess` takes and makes. */
#include <lagesbild/assess.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_assess_options values;

static const lb_option option_table[] = {
    LB_OPTION("ratings", 0, SOURCE, LB_AT(ratings), "RATINGS",
              "bedömningarna: område, bedömare, kategori; omgång och kriterium där de finns",
              "the ratings: area, assessor, category; round and criterion where there are such",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_FIELD_OPTION("area", area, LB_USUAL_AREA, "fältet med området", "the field with the area"),
    LB_FIELD_OPTION("assessor", assessor, LB_USUAL_ASSESSOR, "fältet med bedömaren",
                    "the field with the assessor"),
    LB_FIELD_OPTION("category", category, LB_USUAL_CATEGORY, "fältet med kategorin",
                    "the field with the category"),
    LB_FIELD_OPTION("round", round, LB_USUAL_ROUND,
                    "fältet med omgången: enskild eller gemensam (individual, joint)",
                    "the field with the round: individual or joint"),
    LB_FIELD_OPTION("criterion", criterion, LB_USUAL_CRITERION,
                    "fältet med kriteriet, där delar av ett område bedöms",
                    "the field with the criterion, where parts of an area are judged"),
    LB_PRIORITY_OPTION,
    LB_OPTION("draws", 0, WHOLE, LB_AT(draws), "N", "dragningar av områden för intervallen",
              "resamples of areas for the intervals", LB_BOUNDS(100, 1000000), .flags = 0),
    LB_OPTION("seed", 0, WHOLE, LB_AT(seed), "N", "dragningarnas frö: samma frö ger samma bytes",
              "seed of the resamples: the same seed gives the same bytes", .flags = 0),
    LB_OPTION("areas-output", 0, OUTPUT, LB_AT(areas_output), "FILE",
              "område för område: median, spridning, gemensam bedömning",
              "area by area: median, spread, joint rating", .words = lb_table_endings),
    LB_OPTION("assessors", 0, OUTPUT, LB_AT(assessors), "FILE",
              "bedömare för bedömare: strängare eller mildare, och listan om den ensam bestämde",
              "assessor by assessor: harsher or milder, and the list if that one alone decided",
              .words = lb_table_endings),
    LB_TABLE_OUTPUT_OPTION,
    LB_PROVENANCE_OPTION};

static const lb_column_info columns[] = {
    LB_COLUMN_OF("statistic", "", KEY, TEXT, NONE,
                 "måttet: percent_agreement, alpha_nominal, alpha_ordinal, alpha_interval, fleiss, "
                 "ac1; alpha_ordinal:KRITERIUM för ett kriterium",
                 "the measure: percent_agreement, alpha_nominal, alpha_ordinal, alpha_interval, "
                 "fleiss, ac1; alpha_ordinal:CRITERION of a criterion"),
    LB_COLUMN_OF("value", "", KEY, REAL, RATIO, "måttets värde; 1 är full enighet",
                 "its value; 1 is full agreement"),
    LB_COLUMN_OF("low", "", KEY, REAL, RATIO, "nedre gränsen av 95 % av dragningarna",
                 "low end of 95 % of resamples"),
    LB_COLUMN_OF("high", "", KEY, REAL, RATIO, "övre gränsen", "high end")};

static const lb_column_info areas[] = {
    LB_COLUMN("area", "", KEY, TEXT, NONE),
    LB_COLUMN_OF("median", "", KEY, TEXT, NONE,
                 "mittersta bedömningen; av två i mitten den mildare",
                 "the middle rating; of two in the middle the milder"),
    LB_COLUMN_OF("spread", "steps", KEY, INTEGER, NONE,
                 "steg mellan den mildaste och den strängaste",
                 "steps between the mildest and the harshest"),
    LB_COLUMN_OF("joint", "", KEY, TEXT, NONE, "den gemensamma bedömningen", "the joint rating"),
    LB_COLUMN_OF("verdict", "", KEY, TEXT, NONE,
                 "unanimous, majority, split eller single (en bedömning)",
                 "unanimous, majority, split or single (one rating)"),
    LB_COLUMN_OF("ratings", "ratings", KEY, INTEGER, COUNT, "enskilda bedömningar",
                 "individual ratings"),
    LB_COLUMN_OF("moved", "steps", KEY, INTEGER, NONE, "den gemensamma bedömningen minus medianen",
                 "the joint rating less the median"),
    LB_COLUMN_OF("one_vote", "", KEY, TEXT, NONE,
                 "yes: utan någon av bedömarna vore medianen en annan",
                 "yes: without one of the assessors the median would be another")};

static const lb_column_info assessors[] = {
    LB_COLUMN_OF("assessor", "", KEY, TEXT, NONE,
                 "bedömaren; (median), (harshest), (joint): listan efter den regeln",
                 "the assessor; (median), (harshest), (joint): the list by that rule"),
    LB_COLUMN_OF("ratings", "areas", KEY, INTEGER, COUNT, "bedömda områden", "areas rated"),
    LB_COLUMN_OF("deviation", "steps", KEY, REAL, RATIO,
                 "medel över områden av bedömningen minus de andras medel",
                 "mean over areas of the rating less the mean of the others'"),
    LB_COLUMN_OF("low", "steps", KEY, REAL, RATIO, "nedre gränsen, 95 % (Students t)",
                 "low end, 95 % (Student's t)"),
    LB_COLUMN_OF("high", "steps", KEY, REAL, RATIO, "övre gränsen", "high end"),
    LB_COLUMN_OF("CATEGORY", "areas", KEY, INTEGER, COUNT,
                 "områden i kategorin, om denne eller regeln bestämde",
                 "areas in the category, if this one or the rule decided")};

static const lb_table_info tables[] = {LB_MAIN_TABLE(columns),
                                       LB_SHOWN_TABLE("areas", "areas-output", areas),
                                       LB_FILE_TABLE("assessors", "assessors", assessors)};

static const values initial = {.draws = 2000, .seed = 1};

void lb_assess_options_init(lb_assess_options *options)
{
    *options = initial;
}

const lb_command lb_assess_command = {
    .name = "assess",
    .order = 120,
    .subject = LB_SUBJECT_AREAS,
    .summary = {"hur eniga bedömarna är om områdenas kategorier",
                "how far assessors agree on the categories of areas"},
    .description = {"Hur eniga flera bedömare är om samma områden: enighet, Krippendorffs alfa, "
                    "Fleiss kappa och AC1 med intervall; vem som är strängare, och vilka områden "
                    "som hänger på en röst.",
                    "How far several assessors agree on the same areas: agreement, Krippendorff's "
                    "alpha, Fleiss' kappa and AC1 with intervals; who is harsher, and which areas "
                    "hang on one vote."},
    .job_options = LB_JOB_TABLES & ~LB_JOB_CRS,
    LB_COMMAND_TABLES_OF(option_table, tables, initial)};
