/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <lagesbild/agree.h>
#include <lagesbild/audit.h>
#include <lagesbild/brief.h>
#include <lagesbild/changes.h>
#include <lagesbild/chart.h>
#include <lagesbild/footprint.h>
#include <lagesbild/index.h>
#include <lagesbild/levels.h>
#include <lagesbild/map.h>
#include <lagesbild/population.h>
#include <lagesbild/profile.h>
#include <lagesbild/rate.h>
#include <lagesbild/share.h>
#include "project/commands.h"

void lb_step_result_clear(lb_step_result *result)
{
    for (size_t i = 0; i < LB_STEP_TABLES; i++)
        lb_table_clear(&result->table[i]);
    *result = (lb_step_result){.tables = 0};
}

/* Takes the table over. */
static void move_table(lb_step_result *out, const char *part, lb_table *table)
{
    out->table[out->tables] = *table;
    out->part[out->tables++] = part;
    *table = (lb_table){0};
}

#define AT(type, member)         offsetof(type, member)
#define ITEMS(type, list, count) offsetof(type, list), offsetof(type, count)
#define COUNT(array)             (sizeof(array) / sizeof *(array))

static const char *const tables[] = {".csv", ".json", ".md", ".gpkg", NULL};
static const char *const rasters[] = {".tif", ".tiff", NULL};
static const char *const packages[] = {".gpkg", NULL};

/* --- index --- */

static const lb_step_option index_options[] = {
    {"inputs", LB_OPTION_SOURCES, ITEMS(lb_index_options, source, sources), NULL, NULL, false},
    {"band", LB_OPTION_BANDS, ITEMS(lb_index_options, band, bands), NULL, NULL, false},
    {"recipe", LB_OPTION_RECIPE, AT(lb_index_options, recipe), 0, NULL, NULL, false},
    {"cell-size", LB_OPTION_WHOLE, AT(lb_index_options, cell_size), 0, NULL, NULL, false},
    {"gpkg", LB_OPTION_OUTPUT, AT(lb_index_options, gpkg), 0, packages, ".gpkg", false},
    {"output", LB_OPTION_OUTPUT, AT(lb_index_options, tif), 0, rasters, ".tif", false},
    {"class-tif", LB_OPTION_OUTPUT, AT(lb_index_options, class_tif), 0, rasters, NULL, false}};

static const lb_index_options index_initial = {.recipe = NULL};
static const char *const inputs_or_band[] = {"inputs", "band", NULL};

static lb_status run_index(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    lb_index_report report = {.squares = {0}};
    lb_status status = lb_index_run(options, job, &report, err);
    if (status == LB_OK) {
        move_table(out, "squares", &report.squares);
        move_table(out, "variables", &report.variables);
    }
    return status;
}

/* --- share --- */

static const lb_step_option share_options[] = {
    {"areas", LB_OPTION_SOURCES, ITEMS(lb_share_options, areas, area_sets), NULL, NULL, true},
    {"events", LB_OPTION_SOURCE, AT(lb_share_options, events), 0, NULL, NULL, true},
    {"name", LB_OPTION_TEXT, AT(lb_share_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_share_options, category), 0, NULL, NULL, false},
    {"date", LB_OPTION_TEXT, AT(lb_share_options, date), 0, NULL, NULL, false},
    {"x", LB_OPTION_TEXT, AT(lb_share_options, x), 0, NULL, NULL, false},
    {"y", LB_OPTION_TEXT, AT(lb_share_options, y), 0, NULL, NULL, false},
    {"linked", LB_OPTION_TEXT, AT(lb_share_options, linked), 0, NULL, NULL, false},
    {"period", LB_OPTION_PERIODS, ITEMS(lb_share_options, period, periods), NULL, NULL, false},
    {"overlap", LB_OPTION_CHOICE, AT(lb_share_options, overlap), 0, lb_overlap_rule_names, NULL,
     false},
    {"priority", LB_OPTION_JOINED, AT(lb_share_options, priority), 0, NULL, NULL, false},
    {"reference-km2", LB_OPTION_REAL, AT(lb_share_options, reference_km2), 0, NULL, NULL, false},
    {"reference-label", LB_OPTION_TEXT, AT(lb_share_options, reference_label), 0, NULL, NULL,
     false},
    {"confidence", LB_OPTION_REAL, AT(lb_share_options, confidence), 0, NULL, NULL, false},
    {"interval", LB_OPTION_CHOICE, AT(lb_share_options, interval), 0, lb_interval_method_names,
     NULL, false},
    {"position-error", LB_OPTION_REAL, AT(lb_share_options, position_error), 0, NULL, NULL, false},
    {"draws", LB_OPTION_WHOLE, AT(lb_share_options, draws), 0, NULL, NULL, false},
    {"seed", LB_OPTION_WHOLE, AT(lb_share_options, seed), 0, NULL, NULL, false},
    {"border-curve", LB_OPTION_JOINED, AT(lb_share_options, border_curve), 0, NULL, NULL, false},
    {"border-out", LB_OPTION_OUTPUT, AT(lb_share_options, border_out), 0, tables, NULL, false},
    {"edge-events", LB_OPTION_OUTPUT, AT(lb_share_options, edge_events), 0, tables, NULL, false},
    {"grid", LB_OPTION_SOURCE, AT(lb_share_options, grid), 0, NULL, NULL, false},
    {"valid-from", LB_OPTION_TEXT, AT(lb_share_options, valid_from), 0, NULL, NULL, false},
    {"valid-to", LB_OPTION_TEXT, AT(lb_share_options, valid_to), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_share_options, output), 0, tables, ".csv", false}};

static const lb_share_options share_initial = LB_SHARE_OPTIONS_INIT;

static lb_status run_share(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    lb_share_result made = {.table = {0}};
    lb_status status = lb_share_run_all(options, job, &made, err);
    if (status == LB_OK) {
        move_table(out, "", &made.table);
        if (made.border.columns > 0)
            move_table(out, "border", &made.border);
    }
    lb_share_result_clear(&made);
    return status;
}

/* --- profile --- */

static const lb_step_option profile_options[] = {
    {"grid", LB_OPTION_GRID, AT(lb_profile_options, grid), 0, NULL, NULL, true},
    {"more", LB_OPTION_SOURCES, ITEMS(lb_profile_options, more, n_more), NULL, NULL, false},
    {"areas", LB_OPTION_SOURCE, AT(lb_profile_options, areas), 0, NULL, NULL, true},
    {"name", LB_OPTION_TEXT, AT(lb_profile_options, name), 0, NULL, NULL, false},
    {"stat", LB_OPTION_LIST, ITEMS(lb_profile_options, stat, stats), NULL, NULL, false},
    {"min-cell", LB_OPTION_WHOLE, AT(lb_profile_options, min_cell), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_profile_options, output), 0, tables, ".csv", false}};

static const lb_profile_options profile_initial = LB_PROFILE_OPTIONS_INIT;

static lb_status run_profile(const void *options, const lb_job *job, lb_step_result *out,
                             lb_error *err)
{
    lb_table table = {0};
    lb_status status = lb_profile_run(options, job, &table, err);
    if (status == LB_OK)
        move_table(out, "", &table);
    return status;
}

/* --- rate --- */

static const lb_step_option rate_options[] = {
    {"areas", LB_OPTION_SOURCE, AT(lb_rate_options, areas), 0, NULL, NULL, true},
    {"counts", LB_OPTION_SOURCE, AT(lb_rate_options, counts), 0, NULL, NULL, false},
    {"events", LB_OPTION_SOURCE, AT(lb_rate_options, events), 0, NULL, NULL, false},
    {"population", LB_OPTION_SOURCE, AT(lb_rate_options, population), 0, NULL, NULL, false},
    {"population-field", LB_OPTION_TEXT, AT(lb_rate_options, population_field), 0, NULL, NULL,
     false},
    {"national", LB_OPTION_SOURCE, AT(lb_rate_options, national), 0, NULL, NULL, false},
    {"name", LB_OPTION_TEXT, AT(lb_rate_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_rate_options, category), 0, NULL, NULL, false},
    {"indicator", LB_OPTION_TEXT, AT(lb_rate_options, indicator), 0, NULL, NULL, false},
    {"date", LB_OPTION_TEXT, AT(lb_rate_options, date), 0, NULL, NULL, false},
    {"x", LB_OPTION_TEXT, AT(lb_rate_options, x), 0, NULL, NULL, false},
    {"y", LB_OPTION_TEXT, AT(lb_rate_options, y), 0, NULL, NULL, false},
    {"period", LB_OPTION_PERIODS, ITEMS(lb_rate_options, period, periods), NULL, NULL, false},
    {"overlap", LB_OPTION_CHOICE, AT(lb_rate_options, overlap), 0, lb_overlap_rule_names, NULL,
     false},
    {"priority", LB_OPTION_JOINED, AT(lb_rate_options, priority), 0, NULL, NULL, false},
    {"min-count", LB_OPTION_REAL, AT(lb_rate_options, minimum_count), 0, NULL, NULL, false},
    {"min-population", LB_OPTION_REAL, AT(lb_rate_options, minimum_population), 0, NULL, NULL,
     false},
    {"min-cell", LB_OPTION_WHOLE, AT(lb_rate_options, min_cell), 0, NULL, NULL, false},
    {"confidence", LB_OPTION_REAL, AT(lb_rate_options, confidence), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_rate_options, output), 0, tables, ".csv", false}};

static const lb_rate_options rate_initial = LB_RATE_OPTIONS_INIT;
static const char *const counts_or_events[] = {"counts", "events", NULL};

static lb_status run_rate(const void *options, const lb_job *job, lb_step_result *out,
                          lb_error *err)
{
    lb_table table = {0};
    lb_status status = lb_rate_run(options, job, &table, err);
    if (status == LB_OK)
        move_table(out, "", &table);
    return status;
}

/* --- footprint --- */

static const lb_step_option footprint_options[] = {
    {"areas", LB_OPTION_SOURCE, AT(lb_footprint_options, areas), 0, NULL, NULL, true},
    {"records", LB_OPTION_SOURCE, AT(lb_footprint_options, records), 0, NULL, NULL, true},
    {"radius", LB_OPTION_REAL, AT(lb_footprint_options, radius), 0, NULL, NULL, false},
    {"radius-field", LB_OPTION_TEXT, AT(lb_footprint_options, radius_field), 0, NULL, NULL, false},
    {"missing", LB_OPTION_CHOICE, AT(lb_footprint_options, missing), 0, lb_missing_rule_names, NULL,
     false},
    {"overlap", LB_OPTION_CHOICE, AT(lb_footprint_options, overlap), 0, lb_overlap_rule_names, NULL,
     false},
    {"priority", LB_OPTION_JOINED, AT(lb_footprint_options, priority), 0, NULL, NULL, false},
    {"timezone", LB_OPTION_TEXT, AT(lb_footprint_options, timezone), 0, NULL, NULL, false},
    {"name", LB_OPTION_TEXT, AT(lb_footprint_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_footprint_options, category), 0, NULL, NULL, false},
    {"phone", LB_OPTION_TEXT, AT(lb_footprint_options, phone), 0, NULL, NULL, false},
    {"time", LB_OPTION_TEXT, AT(lb_footprint_options, time), 0, NULL, NULL, false},
    {"x", LB_OPTION_TEXT, AT(lb_footprint_options, x), 0, NULL, NULL, false},
    {"y", LB_OPTION_TEXT, AT(lb_footprint_options, y), 0, NULL, NULL, false},
    {"max-records", LB_OPTION_WHOLE, AT(lb_footprint_options, max_records), 0, NULL, NULL, false},
    {"summary", LB_OPTION_OUTPUT, AT(lb_footprint_options, summary), 0, tables, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_footprint_options, output), 0, tables, ".csv", false}};

static const lb_footprint_options footprint_initial = LB_FOOTPRINT_OPTIONS_INIT;

static lb_status run_footprint(const void *options, const lb_job *job, lb_step_result *out,
                               lb_error *err)
{
    lb_table table = {0}, summary = {0};
    lb_status status = lb_footprint_run(options, job, &table, &summary, err);
    if (status == LB_OK) {
        move_table(out, "", &table);
        move_table(out, "summary", &summary);
    }
    return status;
}

/* --- levels --- */

static const lb_step_option levels_options[] = {
    {"answers", LB_OPTION_SOURCE, AT(lb_levels_options, answers), 0, NULL, NULL, true},
    {"questions", LB_OPTION_SOURCE, AT(lb_levels_options, questions), 0, NULL, NULL, true},
    {"categories", LB_OPTION_SOURCE, AT(lb_levels_options, categories), 0, NULL, NULL, false},
    {"arrow", LB_OPTION_CHOICE, AT(lb_levels_options, arrow), 0, lb_arrow_rule_names, NULL, false},
    {"summary", LB_OPTION_OUTPUT, AT(lb_levels_options, summary), 0, tables, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_levels_options, output), 0, tables, ".csv", false}};

static const lb_levels_options levels_initial = {.answers = NULL};

static lb_status run_levels(const void *options, const lb_job *job, lb_step_result *out,
                            lb_error *err)
{
    lb_table table = {0}, summary = {0};
    lb_status status = lb_levels_run(options, job, &table, &summary, err);
    if (status == LB_OK) {
        move_table(out, "", &table);
        move_table(out, "summary", &summary);
    }
    return status;
}

/* --- changes --- */

static const lb_step_option changes_options[] = {
    {"before", LB_OPTION_SOURCE, AT(lb_changes_options, before), 0, NULL, NULL, true},
    {"after", LB_OPTION_SOURCE, AT(lb_changes_options, after), 0, NULL, NULL, true},
    {"name", LB_OPTION_TEXT, AT(lb_changes_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_changes_options, category), 0, NULL, NULL, false},
    {"lpo", LB_OPTION_TEXT, AT(lb_changes_options, lpo), 0, NULL, NULL, false},
    {"region", LB_OPTION_TEXT, AT(lb_changes_options, region), 0, NULL, NULL, false},
    {"aliases", LB_OPTION_SOURCE, AT(lb_changes_options, aliases), 0, NULL, NULL, false},
    {"only-changed", LB_OPTION_FLAG, AT(lb_changes_options, only_changed), 0, NULL, NULL, false},
    {"matrix", LB_OPTION_OUTPUT, AT(lb_changes_options, matrix), 0, tables, NULL, false},
    {"counts", LB_OPTION_OUTPUT, AT(lb_changes_options, counts), 0, tables, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_changes_options, output), 0, tables, ".csv", false}};

static const lb_changes_options changes_initial = {.before = NULL};

static lb_status run_changes(const void *options, const lb_job *job, lb_step_result *out,
                             lb_error *err)
{
    lb_changes_report report = {.list = {0}};
    lb_status status = lb_changes_run(options, job, &report, err);
    if (status == LB_OK) {
        move_table(out, "", &report.list);
        move_table(out, "matrix", &report.matrix);
        move_table(out, "counts", &report.counts);
    }
    return status;
}

/* --- audit --- */

static const lb_step_option audit_options[] = {
    {"table", LB_OPTION_SOURCE, AT(lb_audit_options, table), 0, NULL, NULL, true},
    {"total", LB_OPTION_LIST, ITEMS(lb_audit_options, total, totals), NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_audit_options, output), 0, tables, ".csv", false}};

static const lb_audit_options audit_initial = {.table = NULL};

static lb_status run_audit(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    lb_table table = {0};
    lb_status status = lb_audit_run(options, job, &table, err);
    if (status == LB_OK)
        move_table(out, "", &table);
    return status;
}

/* --- agree --- */

static const lb_step_option agree_options[] = {
    {"grid", LB_OPTION_GRID, AT(lb_agree_options, grid), 0, NULL, NULL, true},
    {"areas", LB_OPTION_SOURCE, AT(lb_agree_options, areas), 0, NULL, NULL, true},
    {"name", LB_OPTION_TEXT, AT(lb_agree_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_agree_options, category), 0, NULL, NULL, false},
    {"priority", LB_OPTION_JOINED, AT(lb_agree_options, priority), 0, NULL, NULL, false},
    {"cell-rule", LB_OPTION_LIST, ITEMS(lb_agree_options, rule, rules), NULL, NULL, false},
    {"worst", LB_OPTION_WHOLE, AT(lb_agree_options, worst), 0, NULL, NULL, false},
    {"vulnerable-share", LB_OPTION_REAL, AT(lb_agree_options, vulnerable), 0, NULL, NULL, false},
    {"confidence", LB_OPTION_REAL, AT(lb_agree_options, confidence), 0, NULL, NULL, false},
    {"min-cell", LB_OPTION_WHOLE, AT(lb_agree_options, min_cell), 0, NULL, NULL, false},
    {"areas-output", LB_OPTION_OUTPUT, AT(lb_agree_options, areas_output), 0, tables, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_agree_options, output), 0, tables, ".csv", false}};

static const lb_agree_options agree_initial = LB_AGREE_OPTIONS_INIT;

static lb_status run_agree(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    lb_agree_result made = {.rules = {0}};
    lb_status status = lb_agree_run(options, job, &made, err);
    if (status == LB_OK) {
        move_table(out, "", &made.rules);
        move_table(out, "areas", &made.areas);
    }
    return status;
}

/* --- population --- */

static const lb_step_option population_options[] = {
    {"zones", LB_OPTION_SOURCE, AT(lb_population_options, zones), 0, NULL, NULL, true},
    {"areas", LB_OPTION_SOURCE, AT(lb_population_options, areas), 0, NULL, NULL, true},
    {"fields", LB_OPTION_JOINED, AT(lb_population_options, fields), 0, NULL, NULL, true},
    {"young", LB_OPTION_JOINED, AT(lb_population_options, young), 0, NULL, NULL, false},
    {"intensive", LB_OPTION_LIST, ITEMS(lb_population_options, intensive, n_intensive), NULL, NULL,
     false},
    {"counts", LB_OPTION_SOURCE, AT(lb_population_options, counts), 0, NULL, NULL, false},
    {"id", LB_OPTION_TEXT, AT(lb_population_options, id), 0, NULL, NULL, false},
    {"parent-rule", LB_OPTION_CHOICE, AT(lb_population_options, parent), 0, lb_parent_rule_names,
     NULL, false},
    {"weights", LB_OPTION_SOURCE, AT(lb_population_options, weights), 0, NULL, NULL, false},
    {"name", LB_OPTION_TEXT, AT(lb_population_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_population_options, category), 0, NULL, NULL, false},
    {"priority", LB_OPTION_JOINED, AT(lb_population_options, priority), 0, NULL, NULL, false},
    {"overlap", LB_OPTION_CHOICE, AT(lb_population_options, overlap), 0, lb_overlap_rule_names,
     NULL, false},
    {"national", LB_OPTION_REAL, AT(lb_population_options, national), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_population_options, output), 0, tables, ".csv", false}};

static const lb_population_options population_initial = {.zones = NULL};

static lb_status run_population(const void *options, const lb_job *job, lb_step_result *out,
                                lb_error *err)
{
    lb_table table = {0};
    lb_status status = lb_population_run(options, job, &table, err);
    if (status == LB_OK)
        move_table(out, "", &table);
    return status;
}

/* --- map --- */

static const char *const pictures[] = {".png", ".svg", ".pdf", NULL};

static const lb_step_option map_options[] = {
    {"grid", LB_OPTION_GRID, AT(lb_map_options, grid), 0, NULL, NULL, true},
    {"areas", LB_OPTION_SOURCE, AT(lb_map_options, areas), 0, NULL, NULL, false},
    {"name", LB_OPTION_TEXT, AT(lb_map_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_map_options, category), 0, NULL, NULL, false},
    {"priority", LB_OPTION_JOINED, AT(lb_map_options, priority), 0, NULL, NULL, false},
    {"no-labels", LB_OPTION_FLAG, AT(lb_map_options, no_labels), 0, NULL, NULL, false},
    {"rings", LB_OPTION_TEXT, AT(lb_map_options, rings), 0, NULL, NULL, false},
    {"rings-where", LB_OPTION_TEXT, AT(lb_map_options, rings_where), 0, NULL, NULL, false},
    {"min-cell", LB_OPTION_WHOLE, AT(lb_map_options, min_cell), 0, NULL, NULL, false},
    {"around", LB_OPTION_TEXT, AT(lb_map_options, around), 0, NULL, NULL, false},
    {"margin", LB_OPTION_REAL, AT(lb_map_options, margin), 0, NULL, NULL, false},
    {"extent", LB_OPTION_BOX, AT(lb_map_options, extent), 0, NULL, NULL, false},
    {"column", LB_OPTION_TEXT, AT(lb_map_options, column), 0, NULL, NULL, false},
    {"context", LB_OPTION_CONTEXTS, ITEMS(lb_map_options, context, contexts), NULL, NULL, false},
    {"palette", LB_OPTION_CHOICE, AT(lb_map_options, palette), 0, lb_palette_names, NULL, false},
    {"title", LB_OPTION_TEXT, AT(lb_map_options, title), 0, NULL, NULL, false},
    {"source", LB_OPTION_TEXT, AT(lb_map_options, source), 0, NULL, "source", false},
    {"date", LB_OPTION_TEXT, AT(lb_map_options, date), 0, NULL, "date", false},
    {"size", LB_OPTION_TEXT, AT(lb_map_options, size), 0, NULL, NULL, false},
    {"dpi", LB_OPTION_REAL, AT(lb_map_options, dpi), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_map_options, output), 0, pictures, ".png", false}};

static const lb_map_options map_initial = {.grid = NULL};

static lb_status run_map(const void *options, const lb_job *job, lb_step_result *out, lb_error *err)
{
    (void)out;
    return lb_map_run(options, job, err);
}

static lb_status check_map(const void *options, lb_error *err)
{
    return lb_map_check(options, err);
}

/* --- chart --- */

static const lb_step_option chart_options[] = {
    {"kind", LB_OPTION_CHOICE, AT(lb_chart_job, kind), 0, lb_chart_kind_names, NULL, true},
    {"table", LB_OPTION_SOURCE, AT(lb_chart_job, table), 0, NULL, NULL, true},
    {"only", LB_OPTION_TEXT, AT(lb_chart_job, only), 0, NULL, NULL, false},
    {"title", LB_OPTION_TEXT, AT(lb_chart_job, options.title), 0, NULL, NULL, false},
    {"source", LB_OPTION_TEXT, AT(lb_chart_job, options.source), 0, NULL, "source", false},
    {"width", LB_OPTION_REAL, AT(lb_chart_job, options.width), 0, NULL, NULL, false},
    {"height", LB_OPTION_REAL, AT(lb_chart_job, options.height), 0, NULL, NULL, false},
    {"colour-blind", LB_OPTION_FLAG, AT(lb_chart_job, options.colour_blind), 0, NULL, NULL, false},
    {"dpi", LB_OPTION_REAL, AT(lb_chart_job, dpi), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_chart_job, output), 0, pictures, ".svg", false}};

static const lb_chart_job chart_initial = {.table = NULL};

static lb_status run_chart(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    (void)out;
    return lb_chart_run(options, job, err);
}

static lb_status check_chart(const void *options, lb_error *err)
{
    return lb_chart_check(options, err);
}

/* --- brief --- */

static const char *const pages[] = {".html", ".pdf", ".png", ".svg", NULL};

static const lb_step_option brief_options[] = {
    {"grid", LB_OPTION_GRID, AT(lb_brief_options, grid), 0, NULL, NULL, true},
    {"areas", LB_OPTION_SOURCE, AT(lb_brief_options, areas), 0, NULL, NULL, true},
    {"area", LB_OPTION_TEXT, AT(lb_brief_options, area), 0, NULL, NULL, false},
    {"name", LB_OPTION_TEXT, AT(lb_brief_options, name), 0, NULL, NULL, false},
    {"category", LB_OPTION_TEXT, AT(lb_brief_options, category), 0, NULL, NULL, false},
    {"recipe", LB_OPTION_GRID_RECIPE, AT(lb_brief_options, recipe), 0, NULL, NULL, false},
    {"min-cell", LB_OPTION_WHOLE, AT(lb_brief_options, min_cell), 0, NULL, NULL, false},
    {"output", LB_OPTION_OUTPUT, AT(lb_brief_options, output), 0, pages, ".html", false}};

static const lb_brief_options brief_initial = LB_BRIEF_OPTIONS_INIT;

static lb_status run_brief(const void *options, const lb_job *job, lb_step_result *out,
                           lb_error *err)
{
    (void)out;
    return lb_brief_run(options, job, err);
}

/* --- all --- */

#define PAGE_KIND(name, check)                                                                \
    {                                                                                         \
#name, name##_options, COUNT(name##_options), &name##_initial, sizeof name##_initial, \
            SIZE_MAX, NULL, false, run_##name, check                                          \
    }
#define KIND(name, one_of, or_more, check)                                                    \
    {                                                                                         \
#name, name##_options, COUNT(name##_options), &name##_initial, sizeof name##_initial, \
            offsetof(lb_##name##_options, provenance), one_of, or_more, run_##name, check     \
    }

static const lb_step_kind kinds[] = {KIND(index, inputs_or_band, true, NULL),
                                     KIND(profile, NULL, false, NULL),
                                     KIND(agree, NULL, false, NULL),
                                     KIND(population, NULL, false, NULL),
                                     KIND(share, NULL, false, NULL),
                                     KIND(rate, counts_or_events, false, NULL),
                                     KIND(footprint, NULL, false, NULL),
                                     KIND(levels, NULL, false, NULL),
                                     KIND(changes, NULL, false, NULL),
                                     KIND(audit, NULL, false, NULL),
                                     KIND(map, NULL, false, check_map),
                                     PAGE_KIND(chart, check_chart),
                                     PAGE_KIND(brief, NULL)};

size_t lb_step_kinds(void)
{
    return COUNT(kinds);
}

const lb_step_kind *lb_step_kind_at(size_t i)
{
    return &kinds[i];
}

const lb_step_kind *lb_step_kind_find(const char *name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static bool same_key(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if ((*a == '_' ? '-' : *a) != (*b == '_' ? '-' : *b))
            return false;
    return *a == *b;
}

const lb_step_option *lb_step_option_find(const lb_step_kind *kind, const char *key)
{
    for (size_t i = 0; i < kind->options; i++)
        if (same_key(kind->option[i].name, key))
            return &kind->option[i];
    return NULL;
}
