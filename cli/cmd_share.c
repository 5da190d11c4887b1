/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_share_options *options, const out_common *common)
{
    out_session s;
    lb_share_result made = {0};
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_share_run_all(options, &s.job, &made, &s.err);
    s.table = made.table;
    code = out_end(&s, status);
    if (code == 0 && made.border.columns > 0 && !options->border_out) {
        if (!common->output)
            putchar('\n');
        code = out_table(&made.border, common);
    }
    lb_table_clear(&made.border);
    return code;
}

static int finish_options(lb_share_options *share, const char *overlap, const char *interval)
{
    int o = overlap ? out_choice("--overlap", overlap, lb_overlap_rule_names) : LB_OVERLAP_PRIORITY;
    int i = interval ? out_choice("--interval", interval, lb_interval_method_names) : LB_WILSON;
    if (o < 0 || i < 0)
        return lb_status_exit_code(LB_E_USAGE);
    share->overlap = (lb_overlap_rule)o;
    share->interval = (lb_interval_method)i;
    if (share->area_sets == 0 || !share->events)
        return out_usage("share: needs --areas SOURCE and --events SOURCE; see: lagesbild help "
                         "share");
    return 0;
}

static void take_lists(lb_share_options *share, const opt_list *areas, const opt_list *periods)
{
    share->areas = areas->item;
    share->area_sets = areas->count;
    share->period = periods->item;
    share->periods = periods->count;
}

int cmd_share(int argc, char **argv)
{
    out_common common = {0};
    lb_share_options share = LB_SHARE_OPTIONS_INIT;
    opt_list areas = {0}, periods = {0};
    const char *overlap = NULL, *interval = NULL;
    const opt options[] = {
        {"areas", 'a', OPT_LIST, &areas, "[NAME=]SOURCE", "a set of areas; may be repeated"},
        {"events", 'e', OPT_TEXT, &share.events, "SOURCE", "points, or a table with places"},
        {"name", 0, OPT_TEXT, &share.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &share.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"date", 0, OPT_TEXT, &share.date, "FIELD", "events: the date (datum, date, time)"},
        {"x", 0, OPT_TEXT, &share.x, "FIELD", "events: easting or longitude (e, x, lon)"},
        {"y", 0, OPT_TEXT, &share.y, "FIELD", "events: northing or latitude (n, y, lat)"},
        {"linked", 0, OPT_TEXT, &share.linked, "FIELD",
         "events: an area the event is tied to, counted there too"},
        {"period", 0, OPT_LIST, &periods, "PERIOD",
         "year, half, quarter, month or FROM/TO (half-open)"},
        {"overlap", 0, OPT_TEXT, &overlap, "RULE", "priority (default), split or both"},
        {"priority", 0, OPT_TEXT, &share.priority, "A,B,C", "categories, the worst first"},
        {"reference-km2", 0, OPT_REAL, &share.reference_km2, "KM2",
         "the whole's area (default 447425)"},
        {"reference-label", 0, OPT_TEXT, &share.reference_label, "TEXT", "what that is"},
        {"confidence", 0, OPT_REAL, &share.confidence, "P", "of the intervals (default 0.95)"},
        {"interval", 0, OPT_TEXT, &interval, "METHOD", "wilson (default) or clopper-pearson"},
        {"position-error", 0, OPT_REAL, &share.position_error, "METRES",
         "median error of the events' places"},
        {"draws", 0, OPT_INTEGER, &share.draws, "N", "of positions (default 2000)"},
        {"seed", 0, OPT_INTEGER, &share.seed, "N", "of the draws (default 1)"},
        {"border-curve", 0, OPT_TEXT, &share.border_curve, "D1,D2,...",
         "the share as borders move D metres, outwards above 0"},
        {"border-out", 0, OPT_TEXT, &share.border_out, "FILE", "the border curve; else stdout"},
        {"edge-events", 0, OPT_TEXT, &share.edge_events, "FILE", "the events close to a border"},
        {"grid", 0, OPT_TEXT, &share.grid, "GRID",
         "people, populated and urban land as denominators"},
        {"valid-from", 0, OPT_TEXT, &share.valid_from, "FIELD", "areas: the first day of each"},
        {"valid-to", 0, OPT_TEXT, &share.valid_to, "FIELD", "areas: the day after the last"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "share",
        "--areas [NAME=]SOURCE [--areas ...] --events SOURCE",
        "Which share of the events happened in the areas, by period and category, with intervals,\n"
        "the areas' size on the ellipsoid and the location quotient.",
        options,
        sizeof options / sizeof *options,
        0,
        0};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    take_lists(&share, &areas, &periods);
    share.output = common.output;
    share.provenance = common.provenance;
    int code = finish_options(&share, overlap, interval);
    return code ? code : run(&share, &common);
}
