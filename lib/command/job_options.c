/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that commands share: members of lb_job, described as those of a command are. */
#include "command/option.h"
#include "command/option_table.h"

static const char *const languages[] = {"sv", "en", NULL};

typedef lb_job values;

/* In the order of the bits in command.h. Steps of a project have those without
 * LB_OPTION_COMMAND_LINE for themselves; the others belong to the run. */
static const lb_option job_options[] = {
    LB_OPTION("crs", 0, TEXT, LB_AT(crs), "EPSG:n", "arbetets koordinatsystem: projicerat, i meter",
              "the working CRS: projected, in metres", .standard = LB_STANDARD_CRS,
              .flags = LB_OPTION_COMMAND_LINE),
    LB_OPTION("force", 'f', FLAG, LB_AT(force), NULL, "ersätt filer som finns",
              "replace outputs that exist", .flags = LB_OPTION_NO_EFFECT | LB_OPTION_COMMAND_LINE),
    LB_OPTION("strict", 0, FLAG, LB_AT(strict), NULL,
              "en ogiltig polygon är ett fel och lagas inte",
              "an invalid polygon is an error, not a repair",
              .flags = LB_OPTION_NO_EFFECT | LB_OPTION_COMMAND_LINE),
    LB_OPTION("threads", 0, WHOLE, LB_AT(threads), "N",
              "antal trådar; 0: så många som datorn har kärnor. Resultatet beror inte på det",
              "how many threads; 0: as many as there are cores. The result does not depend on it",
              .flags = LB_OPTION_NO_EFFECT | LB_OPTION_COMMAND_LINE),
    LB_OPTION("lang", 0, EITHER, LB_AT(english), "sv|en",
              "språket för text i det som skrivs; kolumnernas namn är desamma",
              "language of labels in outputs; names of columns are the same in both",
              .words = languages, .flags = LB_OPTION_COMMAND_LINE),
    LB_OPTION("decimal-comma", 0, FLAG, LB_AT(decimal_comma), NULL,
              "tal som svenska kalkylprogram vill ha dem",
              "numbers as Swedish spreadsheets want them", .flags = LB_OPTION_COMMAND_LINE),
    LB_OPTION("quiet", 'q', FLAG, LB_AT(quiet), NULL,
              "inga upplysningar och inget förlopp; varningar och fel finns kvar",
              "no notes, no progress; warnings and errors remain",
              .flags = LB_OPTION_NO_EFFECT | LB_OPTION_COMMAND_LINE),
    LB_OPTION(
        "skip-invalid", 0, FLAG, LB_AT(skip_invalid), NULL,
        "områden och zoner: lämna ut objekt som inte kan vara områden (tomma, punkter, linjer, "
        "polygoner som inte kan lagas) i stället för att sluta med fel",
        "areas and zones: leave out features that cannot be areas (empty, points, lines, "
        "polygons beyond repair) instead of ending with an error",
        .flags = LB_OPTION_COMMAND_LINE),
    LB_OPTION("where", 0, TEXT, LB_AT(where), "CONDITION",
              "bara de områden som uppfyller villkoret, i OGR SQL: \"kategori = 'Riskområde'\"",
              "only the areas that meet the condition, in OGR SQL: \"kategori = 'Riskområde'\"",
              .flags = 0),
    LB_OPTION("events-where", 0, TEXT, LB_AT(events_where), "CONDITION",
              "bara de händelser som uppfyller villkoret: \"typ IN ('rån', 'skjutning')\"",
              "only the events that meet the condition: \"typ IN ('rån', 'skjutning')\"",
              .flags = 0),
    LB_OPTION("columns", 0, JOINED, LB_AT(columns), "A,B,C",
              "vilka av tabellens kolumner som visas och skrivs, i den ordningen",
              "which of the table's columns are shown and written, in this order", .flags = 0)};

size_t lb_job_option_count(void)
{
    return sizeof job_options / sizeof *job_options;
}

const lb_option *lb_job_option_at(size_t i)
{
    return &job_options[i];
}

lb_status lb_job_set(lb_job *job, const lb_option *option, const char *text, lb_error *err)
{
    lb_option_value value = {.real = 0};
    if (!text)
        text = "true";
    if (!lb_option_parse(option, text, &value))
        return lb_option_refuse(option, text, err);
    lb_option_store(option, &value, text, job);
    return LB_OK;
}
