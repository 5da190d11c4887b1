/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int print_report(const lb_index_report *report, const out_common *common)
{
    int code = out_table(&report->squares, common);
    putchar('\n');
    return code ? code : out_table(&report->variables, common);
}

static int run(const lb_index_options *options, const out_common *common)
{
    out_session s;
    lb_index_report report = {0};
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_index_run(options, &s.job, &report, &s.err);
    if (status != LB_OK)
        return out_error(status, &s.err);
    code = print_report(&report, common);
    lb_index_report_clear(&report);
    return code;
}

int cmd_index(int argc, char **argv)
{
    out_common common = {0};
    lb_index_options index = {0};
    opt_list bands = {0};
    int cell_size = 0;
    const opt options[] = {
        {"recipe", 'r', OPT_TEXT, &index.recipe, "RECIPE",
         "built-in or YAML file (default livsvillkor-8)"},
        {"output", 'o', OPT_TEXT, &index.tif, "OUT.tif",
         "GeoTIFF: index, class, groups, population; a .qml beside it"},
        {"gpkg", 'g', OPT_TEXT, &index.gpkg, "OUT.gpkg", "GeoPackage with layer rutor, styled"},
        {"class-tif", 0, OPT_TEXT, &index.class_tif, "FILE",
         "classes as bytes with a colour table"},
        {"band", 0, OPT_LIST, &bands, "NAME=FILE:BAND", "a raster band as column NAME"},
        {"cell-size", 0, OPT_INTEGER, &cell_size, "METRES",
         "size of squares that do not tell theirs"},
        OUT_JOB_OPTIONS(common)};
    const opt_command command = {
        "index",
        "INPUT...",
        "Builds the livsvillkor grid: joins tables of SCB squares (250 and 1 000 m), scores the\n"
        "recipe's variables, and writes index, class and rank.",
        options,
        sizeof options / sizeof *options,
        0,
        SIZE_MAX};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    if (count + bands.count == 0)
        return out_usage("index: expected INPUT... or --band; see: lagesbild help index");
    if (cell_size < 0)
        return out_usage("--cell-size: %d found, expected metres above 0", cell_size);
    index.source = (const char *const *)(argv + 1);
    index.sources = count;
    index.band = bands.item;
    index.bands = bands.count;
    index.cell_size = cell_size;
    index.provenance = common.provenance;
    return run(&index, &common);
}
