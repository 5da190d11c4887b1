/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `equivalent`: connected zones that add up to an area (docs/methods.md, Equivalent
 * zones). */
#include <stdlib.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "base/atomic_file.h"
#include "base/number.h"
#include "base/try.h"
#include "command/command_list.h"
#include "command/described_columns.h"
#include "command/command_result.h"
#include "command/option_provenance.h"
#include "command/option_table.h"
#include "command/output_check.h"
#include "commands/equivalent/equivalent_map.h"
#include "commands/equivalent/zone_set.h"
#include "input/areas/area_sizes.h"
#include "input/areas/topology_report.h"
#include "lagesbild/picture.h"
#include "output/table_file.h"

/* One search: zones, target, and the sets found, the nearest to it first. */
typedef struct equivalent_search {
    const lb_equivalent_options *options;
    const lb_job *job;
    const char *crs;
    lb_zone_set zones;
    double target;        /* m2 */
    int64_t target_areas; /* areas of --areas */
    lb_connected_set *set;
    size_t found;
    double examined;
    lb_table table;
} equivalent_search;

/* --area-km2, or the ground of all areas, which counts once where they overlap. */
static lb_status read_target(equivalent_search *s, lb_error *err)
{
    const lb_equivalent_options *o = s->options;
    lb_areas areas = {.label = NULL};
    lb_area_sizes sizes = {0};
    s->target = o->area_km2 * 1e6;
    if (!o->areas)
        return LB_OK;
    const lb_area_fields fields = {.name = NULL};
    const lb_size_terms terms = {s->crs, LB_OVERLAP_BOTH, s->job->threads, false, NULL};
    lb_status status = lb_areas_read(o->areas, &fields, s->crs, s->job, &areas, err);
    if (status == LB_OK)
        status = lb_area_sizes_compute(&areas, &terms, NULL, &sizes, err);
    s->target = sizes.union_true;
    s->target_areas = (int64_t)areas.shapes.count;
    lb_area_sizes_clear(&sizes);
    lb_areas_clear(&areas);
    return status;
}

/* The zone of --with; SIZE_MAX: not given. */
static lb_status find_with(const equivalent_search *s, size_t *out, lb_error *err)
{
    const char *with = s->options->with;
    const char *const *name = (const char *const *)s->zones.name;
    size_t n = s->zones.shapes.count;
    *out = SIZE_MAX;
    for (size_t i = 0; with && i < n; i++)
        if (lb_text_same(with, name[i]))
            *out = i;
    if (!with || *out != SIZE_MAX)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE, "--with: '%s' is none of the zones of %s%s", with,
                        s->options->zones, lb_text_nearest_hint(with, name, n).text);
}

/* The search is exhaustive, so it has a limit on sets looked at; beyond it is an error, as a part
 * of the search could miss the nearest. */
static lb_status search_sets(equivalent_search *s, lb_error *err)
{
    const lb_equivalent_options *o = s->options;
    lb_zone_graph graph = lb_zone_set_graph(&s->zones);
    lb_connected_options options = {s->target, (size_t)o->max, (size_t)o->top, SIZE_MAX};
    LB_TRY(find_with(s, &options.with, err));
    s->set = calloc(options.top + 1, sizeof *s->set);
    if (!s->set)
        return lb_error_memory(err);
    lb_status status = lb_connected_sets_nearest(&graph, &options, s->set, &s->found, &s->examined);
    if (status == LB_E_INPUT)
        return lb_error_set(err, status,
                            "%s: more than %.0f sets of zones would have to be looked at; allow "
                            "fewer zones with --max, or name one with --with",
                            o->zones, s->examined);
    if (status != LB_OK)
        return lb_error_memory(err);
    lb_log_note(
        s->job->log,
        "%.0f connected %s of zones looked at, none left out that could be nearer; areas: %s%s",
        s->examined, lb_number_word(s->examined, "set", "sets"),
        o->area_field ? "of field " : "of the polygons, on the ellipsoid",
        o->area_field ? o->area_field : "");
    return LB_OK;
}

/* Sets in order of |area - target|, in km2 and per cent of the target. */
static lb_status make_table(equivalent_search *s)
{
    lb_table *t = &s->table;
    lb_add_described_columns(t, &lb_equivalent_command, "");
    for (size_t i = 0; i < s->found; i++) {
        const lb_connected_set *set = &s->set[i];
        lb_buf names = {0};
        for (size_t z = 0; z < set->zones; z++)
            lb_buf_printf(&names, "%s%s", z ? " + " : "", s->zones.name[set->zone[z]]);
        size_t row = lb_table_add_row(t);
        t->failed |= names.failed;
        lb_table_set_integer(t, row, 0, (int64_t)i + 1);
        lb_table_set_integer(t, row, 1, (int64_t)set->zones);
        lb_table_set_text(t, row, 2, names.text);
        lb_table_set_real(t, row, 3, set->area / 1e6);
        lb_table_set_real(t, row, 4, (set->area - s->target) / 1e6);
        lb_table_set_real(t, row, 5, (set->area - s->target) / s->target * 100);
        lb_buf_clear(&names);
    }
    return lb_table_status(t);
}

static lb_status write_map(const equivalent_search *s, const lb_atomic_file *map, lb_error *err)
{
    lb_drawing *drawing = NULL;
    lb_picture_format format = LB_PICTURE_PNG;
    char *bytes = NULL;
    size_t length = 0;
    LB_TRY(lb_picture_format_of(s->options->map, &format, err));
    LB_TRY(
        lb_equivalent_map_draw(&s->zones, &s->set[0], s->target, s->job->english, &drawing, err));
    lb_status status = lb_picture_bytes(drawing, format, 0, NULL, &bytes, &length, err);
    if (status == LB_OK)
        status = lb_atomic_file_write(map, bytes, length, err);
    free(bytes);
    lb_drawing_free(drawing);
    return status;
}

static lb_status write_table(const equivalent_search *s, lb_error *err)
{
    const lb_equivalent_options *o = s->options;
    const lb_table_file file = {.path = o->output, .name = "equivalent", .table = &s->table};
    lb_provenance p = {0};
    lb_provenance_begin(&p, &lb_equivalent_command, o, s->job);
    lb_provenance_used(&p, "area",
                       o->area_field ? o->area_field : "of the polygons, on the ellipsoid");
    lb_provenance_balance(&p, "target_km2", s->target / 1e6);
    lb_provenance_balance(&p, "sets_examined", s->examined);
    lb_skipped_to_provenance(s->zones.source.found.skipped, s->zones.source.label, &p);
    lb_provenance_source(&p, o->zones, NULL, (int64_t)s->zones.source.shapes.count);
    if (o->areas)
        lb_provenance_source(&p, lb_areas_source(o->areas), NULL, s->target_areas);
    lb_status status = lb_table_files_write(&p, &file, 1, o->provenance, s->job, err);
    lb_provenance_clear(&p);
    return status;
}

/* The map gets its name once the table has its own, so that a failure leaves neither. */
static lb_status write_files(const equivalent_search *s, lb_error *err)
{
    lb_atomic_file map = {.path = NULL};
    if (!s->options->map || s->found == 0)
        return write_table(s, err);
    LB_TRY(lb_atomic_file_begin(s->options->map, s->job->force, &map, err));
    lb_status status = write_map(s, &map, err);
    if (status == LB_OK)
        status = write_table(s, err);
    return lb_atomic_file_end(&map, status, err);
}

static lb_status find_equivalents(equivalent_search *s, lb_error *err)
{
    LB_TRY(lb_command_begin(&lb_equivalent_command, s->options, s->job, err));
    LB_TRY(read_target(s, err));
    LB_TRY(lb_zone_set_read(s->options, s->crs, s->job, &s->zones, err));
    LB_TRY(search_sets(s, err));
    if (make_table(s) != LB_OK)
        return lb_error_memory(err);
    return write_files(s, err);
}

lb_status lb_equivalent_run(const lb_equivalent_options *options, const lb_job *job, lb_table *out,
                            lb_error *err)
{
    equivalent_search s = {
        .options = options, .job = job, .crs = job->crs ? job->crs : LB_STANDARD_CRS};
    lb_status status = find_equivalents(&s, err);
    if (status == LB_OK)
        *out = s.table;
    else
        lb_table_clear(&s.table);
    lb_zone_set_clear(&s.zones);
    free(s.set);
    return status;
}

lb_status lb_equivalent_command_run(const void *options, const lb_job *job, lb_command_result *out,
                                    lb_error *err)
{
    lb_table table = {0};
    LB_TRY(lb_equivalent_run(options, job, &table, err));
    lb_command_result_add(out, "", &table);
    return LB_OK;
}
