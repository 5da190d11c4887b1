/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_profile_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_profile_run(options, &s.job, &s.table, &s.err));
}

int cmd_profile(int argc, char **argv)
{
    out_common common = {0};
    lb_profile_options profile = LB_PROFILE_OPTIONS_INIT;
    opt_list stats = {0};
    const opt options[] = {{"name", 0, OPT_TEXT, &profile.name, "FIELD",
                            "areas: the name, for messages (namn, name, area)"},
                           {"stat", 0, OPT_LIST, &stats, "NAME=FUNC(COLUMN)",
                            "one more column: sum mean min max median quantile majority stdev "
                            "count"},
                           {"save-cover", 0, OPT_TEXT, &profile.save_cover, "FILE",
                            "keep the overlay of areas and cells for other years and columns"},
                           {"cover", 0, OPT_TEXT, &profile.cover, "FILE",
                            "use an overlay that was kept; refused when areas or cells differ"},
                           {"min-cell", 0, OPT_INTEGER, &profile.min_cell, "N",
                            "fewer people are shown as a range (default 5; 0: all are shown)"},
                           OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "profile",
        "GRID... AREAS",
        "Who lives in each area: people with bounds, children, index and classes, from the exact\n"
        "share of every cell of GRID (a GeoPackage of index, or any raster) in every area. Columns "
        "of\n"
        "a second grid and on, given as [NAME=]GRID, have its name before them.",
        options,
        sizeof options / sizeof *options,
        2,
        SIZE_MAX};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    profile.grid = argv[1];
    profile.more = (const char *const *)argv + 2;
    profile.n_more = count - 2;
    profile.areas = argv[count];
    profile.stat = stats.item;
    profile.stats = stats.count;
    profile.output = common.output;
    profile.provenance = common.provenance;
    return run(&profile, &common);
}
