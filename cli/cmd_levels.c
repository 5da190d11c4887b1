/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(const lb_levels_options *options, const out_common *common)
{
    lb_log log = out_log(common);
    lb_job job;
    lb_error err = {0};
    lb_table table = {0};
    int code = out_job(common, &log, &job);
    if (code)
        return code;
    lb_status status = lb_levels_run(options, &job, &table, NULL, &err);
    if (status != LB_OK)
        return out_error(status, &err);
    if (!options->output)
        code = out_table(&table, common);
    lb_table_clear(&table);
    return code;
}

int cmd_levels(int argc, char **argv)
{
    static const char *const rules[] = {"exact", "rounded", "totals", NULL};
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
    if (parsed != OPT_GO)
        return parsed == OPT_HELPED ? 0 : lb_status_exit_code(LB_E_USAGE);
    int rule = arrow ? out_choice("--arrow", arrow, rules) : LB_ARROW_EXACT;
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
