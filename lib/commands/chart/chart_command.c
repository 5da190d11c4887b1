/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `chart` takes. */
#include <lagesbild/chart.h>
#include "command/command_list.h"
#include "command/option_table.h"

typedef lb_chart_job values;

const char *const lb_chart_kind_names[] = {[LB_CHART_BORDER] = "border",
                                           [LB_CHART_RATES] = "rates",
                                           [LB_CHART_CLASSES] = "classes",
                                           [LB_CHART_CONCENTRATION] = "concentration",
                                           [LB_CHART_TREND] = "trend",
                                           [LB_CHART_PLACEBO] = "placebo",
                                           [LB_CHART_BEFORE_AFTER] = "before-after",
                                           [LB_CHART_NEAR_REPEAT] = "near-repeat",
                                           NULL};

static const lb_option option_table[] = {
    LB_OPTION(
        "kind", 0, CHOICE, LB_AT(kind), "KIND",
        "gränskurvan från share, talen från rate, klasserna från profile, kurvorna från "
        "concentration, områdena från trend, jämförelserna från placebo, skillnaderna från "
        "before-after eller paren från hotspot --near-repeat",
        "the border curve of share, the figures of rate, the classes of profile, the curves of "
        "concentration, the areas of trend, the comparisons of placebo, the differences of "
        "before-after, or the pairs of hotspot --near-repeat",
        .words = lb_chart_kind_names, .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("table", 0, SOURCE, LB_AT(table), "TABLE", "tabellen, som det kommandot skrev den",
              "the table, as that command wrote it",
              .flags = LB_OPTION_POSITIONAL | LB_OPTION_NEEDED),
    LB_OPTION("output", 'o', OUTPUT, LB_AT(output), "FILE", "diagrammet: .png, .svg eller .pdf",
              "the chart: .png, .svg or .pdf", .words = lb_picture_endings, .fallback = ".svg",
              .flags = LB_OPTION_NEEDED),
    LB_OPTION("only", 0, TEXT, LB_AT(only), "NAME",
              "border: perioden; rates: indikatorn; classes: fältet med namn",
              "border: the period; rates: the indicator; classes: the field with names",
              .needs = "kind=border|kind=rates|kind=classes"),
    LB_OPTION("title", 0, TEXT, LB_AT(options.title), "TEXT", "i stället för den som görs",
              "instead of the one that is made", .flags = 0),
    LB_OPTION("source", 0, TEXT, LB_AT(options.source), "TEXT", "en rad vid foten",
              "a line at the foot", .fallback = "source"),
    LB_OPTION("width", 0, REAL, LB_AT(options.width), "MM", "bredd i millimeter",
              "millimetres wide", LB_BOUNDS(60, 1000), .flags = LB_OPTION_ZERO_UNSET,
              .standard = "160"),
    LB_OPTION("height", 0, REAL, LB_AT(options.height), "MM",
              "höjd i millimeter; utan den 100, eller vad staplarna behöver",
              "millimetres high; without it 100, or what the bars need", LB_BOUNDS(40, 2000),
              .flags = LB_OPTION_ZERO_UNSET),
    LB_OPTION("colour-blind", 0, FLAG, LB_AT(options.colour_blind), NULL,
              "klasser från blått till rött", "classes from blue to red", .flags = 0),
    LB_OPTION("dpi", 0, REAL, LB_AT(dpi), "N", "bildpunkter per tum i en PNG",
              "pixels to an inch of a PNG", LB_BOUNDS(36, 1200), .flags = LB_OPTION_ZERO_UNSET,
              .standard = "300")};

static const values initial = {.table = NULL};

void lb_chart_job_init(lb_chart_job *chart)
{
    *chart = initial;
}

const lb_command lb_chart_command = {
    .name = "chart",
    .order = 250,
    .subject = LB_SUBJECT_DRAWING,
    .summary = {"en tabell från ett annat kommando som bild",
                "a table of another command as a picture"},
    .description = {"En tabell som bild: gränskurvan från share med sitt band, talen från rate med "
                    "sina intervall, klassernas fördelning i områdena från profile, kurvorna från "
                    "concentration med områdena som en punkt, områdenas index år från år från "
                    "trend, områdena mot jämförbara platser från "
                    "placebo, skillnaderna från before-after, eller paren av händelser från "
                    "hotspot --near-repeat efter avstånd och dagar.",
                    "A table as a picture: the border curve of share with its band, the figures of "
                    "rate with their intervals, the class mix of the areas of profile, the curves "
                    "of concentration with the areas as a point, the areas' index from year to "
                    "year of trend, the areas beside comparable "
                    "places of placebo, the differences of before-after, or the pairs of events of "
                    "hotspot --near-repeat by distance and days."},
    .job_options = LB_JOB_FILES,
    .option = option_table,
    .options = LB_COUNT(option_table),
    .initial = &initial,
    .size = sizeof initial};
