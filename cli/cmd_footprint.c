/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_footprint_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_footprint_run(options, &s.job, &s.table, NULL, &s.err));
}

static int finish_options(lb_footprint_options *footprint, const char *overlap, const char *missing)
{
    int o = overlap ? out_choice("--overlap", overlap, lb_overlap_rule_names) : LB_OVERLAP_PRIORITY;
    int m = missing ? out_choice("--missing", missing, lb_missing_rule_names) : LB_MISSING_DROP;
    if (o < 0 || m < 0)
        return lb_status_exit_code(LB_E_USAGE);
    footprint->overlap = (lb_overlap_rule)o;
    footprint->missing = (lb_missing_rule)m;
    return 0;
}

int cmd_footprint(int argc, char **argv)
{
    out_common common = {0};
    lb_footprint_options footprint = LB_FOOTPRINT_OPTIONS_INIT;
    const char *overlap = NULL, *missing = NULL;
    const opt options[] = {
        {"radius", 'r', OPT_REAL, &footprint.radius, "METRES", "of each circle (default 500)"},
        {"radius-field", 0, OPT_TEXT, &footprint.radius_field, "FIELD",
         "records: the circle's own radius; where empty, --radius"},
        {"missing", 0, OPT_TEXT, &missing, "RULE",
         "records without a place: drop (default) or outside"},
        {"overlap", 0, OPT_TEXT, &overlap, "RULE", "priority (default), split or both"},
        {"priority", 0, OPT_TEXT, &footprint.priority, "A,B,C", "categories, the worst first"},
        {"timezone", 0, OPT_TEXT, &footprint.timezone, "ZONE",
         "whose days: Europe/Stockholm (default), UTC, +02:00"},
        {"summary", 's', OPT_TEXT, &footprint.summary, "FILE", "figures by category"},
        {"name", 0, OPT_TEXT, &footprint.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &footprint.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"phone", 0, OPT_TEXT, &footprint.phone, "FIELD", "records: the phone (phone, telefon)"},
        {"time", 0, OPT_TEXT, &footprint.time, "FIELD", "records: the time (datum, date, time)"},
        {"x", 0, OPT_TEXT, &footprint.x, "FIELD", "records: easting or longitude (e, x, lon)"},
        {"y", 0, OPT_TEXT, &footprint.y, "FIELD", "records: northing or latitude (n, y, lat)"},
        {"max-records", 0, OPT_INTEGER, &footprint.max_records, "N",
         "held in memory, more on disk (default 20000000)"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {"footprint",
                                 "AREAS RECORDS",
                                 "Where phones left their day-prints: a phone's day is 1, shared "
                                 "by its footprints, each by\n"
                                 "the part of its circle inside an area.",
                                 options,
                                 sizeof options / sizeof *options,
                                 2,
                                 2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    footprint.areas = argv[1];
    footprint.records = argv[2];
    footprint.output = common.output;
    footprint.provenance = common.provenance;
    int code = finish_options(&footprint, overlap, missing);
    return code ? code : run(&footprint, &common);
}
