/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_rate_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_rate_run(options, &s.job, &s.table, &s.err));
}

int cmd_rate(int argc, char **argv)
{
    out_common common = {0};
    lb_rate_options rate = LB_RATE_OPTIONS_INIT;
    opt_list periods = {0};
    const char *overlap = NULL;
    const opt options[] = {
        {"areas", 'a', OPT_TEXT, &rate.areas, "SOURCE", "layer or table: area, category"},
        {"counts", 0, OPT_TEXT, &rate.counts, "TABLE", "area, indicator, period, count"},
        {"events", 'e', OPT_TEXT, &rate.events, "SOURCE", "or points, located in the areas"},
        {"population", 0, OPT_TEXT, &rate.population, "TABLE", "area, period, population"},
        {"population-field", 0, OPT_TEXT, &rate.population_field, "FIELD",
         "areas: people (population, befolkning)"},
        {"national", 0, OPT_TEXT, &rate.national, "TABLE", "indicator, period, count, population"},
        {"name", 0, OPT_TEXT, &rate.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &rate.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"indicator", 0, OPT_TEXT, &rate.indicator, "FIELD", "events: what is counted by"},
        {"date", 0, OPT_TEXT, &rate.date, "FIELD", "events: the date (datum, date, time)"},
        {"x", 0, OPT_TEXT, &rate.x, "FIELD", "events: easting or longitude (e, x, lon)"},
        {"y", 0, OPT_TEXT, &rate.y, "FIELD", "events: northing or latitude (n, y, lat)"},
        {"period", 0, OPT_LIST, &periods, "PERIOD",
         "events: year, half, quarter, month or FROM/TO"},
        {"overlap", 0, OPT_TEXT, &overlap, "RULE", "events: priority (default), split or both"},
        {"priority", 0, OPT_TEXT, &rate.priority, "A,B,C", "categories, the worst first"},
        {"min-count", 0, OPT_REAL, &rate.minimum_count, "N",
         "for publication: figures of fewer events are left empty"},
        {"min-population", 0, OPT_REAL, &rate.minimum_population, "N", "fewer people: no rate"},
        {"min-cell", 0, OPT_INTEGER, &rate.min_cell, "N",
         "fewer people are shown as a range (default 5; 0: all are shown)"},
        {"confidence", 0, OPT_REAL, &rate.confidence, "P", "of the intervals (default 0.95)"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "rate",
        "--areas SOURCE --counts TABLE | --events SOURCE",
        "Events per 1 000 inhabitants by category and in the rest of the country, with exact\n"
        "intervals, the ratio to the rest, and the area that moves its category most.",
        options,
        sizeof options / sizeof *options,
        0,
        0};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    if (!rate.areas || !rate.counts == !rate.events)
        return out_usage("rate: needs --areas SOURCE and either --counts TABLE or --events SOURCE; "
                         "see: lagesbild help rate");
    int o = overlap ? out_choice("--overlap", overlap, lb_overlap_rule_names) : LB_OVERLAP_PRIORITY;
    if (o < 0)
        return lb_status_exit_code(LB_E_USAGE);
    rate.overlap = (lb_overlap_rule)o;
    rate.period = periods.item;
    rate.periods = periods.count;
    rate.output = common.output;
    rate.provenance = common.provenance;
    return run(&rate, &common);
}
