/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_profile_options *options, const out_common *common)
{
    lb_log log = out_log(common);
    lb_job job;
    lb_error err = {0};
    lb_table table = {0};
    int code = out_job(common, &log, &job);
    if (code)
        return code;
    lb_status status = lb_profile_run(options, &job, &table, &err);
    if (status != LB_OK)
        return out_error(status, &err);
    if (!options->output)
        code = out_table(&table, common);
    lb_table_clear(&table);
    return code;
}

int cmd_profile(int argc, char **argv)
{
    out_common common = {0};
    lb_profile_options profile = {0};
    opt_list stats = {0};
    const opt options[] = {{"name", 0, OPT_TEXT, &profile.name, "FIELD",
                            "areas: the name, for messages (namn, name, area)"},
                           {"stat", 0, OPT_LIST, &stats, "NAME=FUNC(COLUMN)",
                            "one more column: sum mean min max median quantile majority stdev "
                            "count"},
                           OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "profile",
        "GRID AREAS",
        "Who lives in each area: people with bounds, children, index and classes, from the exact\n"
        "share of every cell of GRID (a GeoPackage of index, or any raster) in every area.",
        options,
        sizeof options / sizeof *options,
        2,
        2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_GO)
        return parsed == OPT_HELPED ? 0 : lb_status_exit_code(LB_E_USAGE);
    profile.grid = argv[1];
    profile.areas = argv[2];
    profile.stat = stats.item;
    profile.stats = stats.count;
    profile.output = common.output;
    profile.provenance = common.provenance;
    return run(&profile, &common);
}
