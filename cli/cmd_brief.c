/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_brief_options *options, const out_common *common)
{
    out_session s;
    if (!options->output)
        return out_usage("brief: expected -o FILE.html or FILE.pdf");
    int code = out_begin(&s, common);
    if (code)
        return code;
    lb_status status = lb_brief_run(options, &s.job, &s.err);
    return out_error(status, &s.err);
}

int cmd_brief(int argc, char **argv)
{
    out_common common = {0};
    lb_brief_options brief = LB_BRIEF_OPTIONS_INIT;
    const opt options[] = {
        {"area", 'a', OPT_TEXT, &brief.area, "NAME", "which of the areas"},
        {"name", 0, OPT_TEXT, &brief.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &brief.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"recipe", 'r', OPT_TEXT, &brief.recipe, "RECIPE",
         "that the grid was made with (default livsvillkor-8)"},
        {"min-cell", 0, OPT_INTEGER, &brief.min_cell, "N",
         "fewer people are shown as a range (default 5; 0: all are shown)"},
        {"output", 'o', OPT_TEXT, &common.output, "FILE.html|FILE.pdf",
         "the page: for a browser, or one A4 sheet (also .png .svg)"},
        {"force", 'f', OPT_FLAG, &common.force, NULL, "replace a page that exists"},
        {"strict", 0, OPT_FLAG, &common.strict, NULL, "an invalid polygon is an error"},
        {"threads", 0, OPT_INTEGER, &common.threads, "N", "0: as many as cores (default)"},
        {"lang", 0, OPT_TEXT, &common.lang, "sv|en", "the language it opens in (default sv)"},
        {"quiet", 'q', OPT_FLAG, &common.quiet, NULL, "no notes, no progress"}};
    const opt_command command = {
        "brief",
        "GRID AREAS",
        "One page about one area: map, who lives there, class mix, rank among AREAS, the nearest\n"
        "of them, caveats. GRID is a GeoPackage of index. The .html opens in any browser, offline; "
        "the\n"
        ".pdf is one A4 sheet.",
        options,
        sizeof options / sizeof *options,
        2,
        2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    brief.grid = argv[1];
    brief.areas = argv[2];
    brief.output = common.output;
    return run(&brief, &common);
}
