/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/opt.h"
#include "cli/out.h"

static int run(lb_population_options *options, const out_common *common)
{
    out_session s;
    int code = out_begin(&s, common);
    return code ? code : out_end(&s, lb_population_run(options, &s.job, &s.table, &s.err));
}

int cmd_population(int argc, char **argv)
{
    out_common common = {0};
    lb_population_options population = {.fields = NULL};
    opt_list intensive = {0};
    const char *overlap = NULL, *parent = NULL;
    const opt options[] = {
        {"fields", 0, OPT_TEXT, &population.fields, "F,...",
         "the figures to carry, those of people first"},
        {"young", 0, OPT_TEXT, &population.young, "F,...",
         "figures that add up to those aged 0-19"},
        {"intensive", 0, OPT_LIST, &intensive, "FIELD:WEIGHT",
         "a mean or share, and the field that weighs it; may be repeated"},
        {"counts", 0, OPT_TEXT, &population.counts, "TABLE",
         "where the figures are, by code (default: the zones' own fields)"},
        {"id", 0, OPT_TEXT, &population.id, "FIELD", "the code (desokod, regsokod, kod, id)"},
        {"parent-rule", 0, OPT_TEXT, &parent, "RULE",
         "none (default), or last-digit: DeSO 2025 takes its 2018 parent's figures"},
        {"weights", 0, OPT_TEXT, &population.weights, "GRID",
         "people that say where in a zone they live (default: evenly)"},
        {"national", 0, OPT_REAL, &population.national, "PEOPLE",
         "of the country (default: all people in the figures)"},
        {"name", 0, OPT_TEXT, &population.name, "FIELD", "areas: the name (namn, name, area)"},
        {"category", 0, OPT_TEXT, &population.category, "FIELD",
         "areas: the category (kategori, type, category)"},
        {"overlap", 0, OPT_TEXT, &overlap, "RULE", "priority (default), split or both"},
        {"priority", 0, OPT_TEXT, &population.priority, "A,B,C", "categories, the worst first"},
        OUT_TABLE_OPTIONS(common)};
    const opt_command command = {"population",
                                 "ZONES AREAS --fields F,...",
                                 "Carries the figures of zones (DeSO, RegSO) to areas by exact "
                                 "overlap, with bounds: people,\n"
                                 "their share of the country, the share aged 0-19.",
                                 options,
                                 sizeof options / sizeof *options,
                                 2,
                                 2};
    size_t count;
    opt_result parsed = opt_parse(&command, argc, argv, &count);
    if (parsed != OPT_PARSED)
        return parsed == OPT_HELP_SHOWN ? 0 : lb_status_exit_code(LB_E_USAGE);
    int o = overlap ? out_choice("--overlap", overlap, lb_overlap_rule_names) : LB_OVERLAP_PRIORITY;
    int p = parent ? out_choice("--parent-rule", parent, lb_parent_rule_names) : LB_PARENT_NONE;
    if (o < 0 || p < 0)
        return lb_status_exit_code(LB_E_USAGE);
    population.overlap = (lb_overlap_rule)o;
    population.parent = (lb_parent_rule)p;
    population.zones = argv[1];
    population.areas = argv[2];
    population.intensive = intensive.item;
    population.n_intensive = intensive.count;
    population.output = common.output;
    population.provenance = common.provenance;
    return run(&population, &common);
}
