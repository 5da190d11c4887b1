/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_levels_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_levels_run(options, &s.job, &s.table, NULL, &s.err));
}

int cmd_levels(int argc, char **argv)
{
    out_common common = {0};
    lb_levels_options levels = {0};
    const char *arrow = NULL;
    const opt options[] = {
        {"questions", 0, OPT_TEXT, &levels.questions, "MAP", "question, subarea"},
        {"categories", 0, OPT_TEXT, &levels.categories, "TABLE", "area, year, category"},
        {"arrow", 0, OPT_TEXT, &arrow, "RULE",
         "exact (default): means differ by over 0.2; rounded: their rounded difference does; "
         "totals: the rounded means do"},
        {"summary", 0, OPT_TEXT, &levels.summary, "FILE", "means of categories by year"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {
        "levels",
        "ANSWERS --questions MAP",
        "Problem levels of areas from the answers to the metodstöd: total, subareas, uncertainty,\n"
        "and the arrow against the year before.",
        options,
        sizeof options / sizeof *options,
        1,
        1};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    int rule = arrow ? out_choice("--arrow", arrow, lb_arrow_rule_names) : LB_ARROW_EXACT;
    if (rule < 0)
        return lb_status_exit_code(LB_E_USAGE);
    if (!levels.questions)
        return out_usage("levels: needs --questions MAP (question, subarea); see: lagesbild help "
                         "levels");
    levels.answers = argv[1];
    levels.arrow = (lb_arrow_rule)rule;
    levels.output = common.output;
    levels.provenance = common.provenance;
    return run(&levels, &common);
}
