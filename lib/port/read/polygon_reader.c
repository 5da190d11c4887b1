/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer of polygons, read in three passes: rows of the source into raw shapes and a table of
 * attributes; a decision on the CRS from all coordinates; then each feature transformed with
 * densified edges (docs/methods.md, Densification) and repaired (Polygon repair). Features that are
 * valid and in the right CRS already, which are nearly all, are moved as they are; whether they are
 * valid takes the longest, and is found by the other cores while this one reads. Findings about
 * features are gathered as diagnostics, so that one run shows all of them. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ogr_api.h>

#include "base/array.h"
#include "base/number.h"
#include "base/threads.h"
#include "base/try.h"
#include "port/proj/densify.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/ogr_rows.h"
#include "port/vector/ogr_shape.h"
#include "port/vector/wkt_polygon.h"
#include "port/read/polygon_reader.h"
#include "port/geos/make_valid.h"
#include "port/read/row_reader.h"
#include "port/read/source_crs.h"
#include "text/usual_columns.h"
#include "port/geos/validity.h"

/* Fewer features than these are tested by one thread; and not before all are read. */
enum { MIN_PARALLEL_CHECK = 64, MIN_EARLY_CHECK = 256 };
/* Metres between a densified edge and the true curve. */
static const double MAX_EDGE_ERROR_M = 0.001;

/* A layer being read. */
typedef struct polygon_reader {
    const char *source;
    const lb_polygon_options *options;
    lb_rows *rows;
    lb_diagnostics *diagnostics; /* of rows */
    size_t wkt, name;            /* columns; SIZE_MAX: none */
    bool of_squares;             /* the layer is the grid of `index`, or like it */
    size_t without_ground;       /* its squares without geometry, among found.skipped */
    lb_shapes raw, result;       /* as read; transformed and valid */
    lb_table table;
    long *id; /* [raw.count]: feature ids or lines */
    size_t id_capacity;
    bool *bad;                /* [raw.count]: has a problem that was reported */
    bool *valid;              /* [raw.count]: valid, and in the target CRS, as it is */
    lb_validity *early_check; /* tests validity while the rest is read; NULL: not started */
    size_t early_check_from;  /* the first feature that was given to it */
    int threads;
    lb_source_crs crs;     /* where the corners are */
    lb_box reach;          /* of the target CRS, in which corners are not far */
    size_t far, first_far; /* features with a corner out of it, and the first */
    lb_wkt_rings rings;
    lb_polygon_findings found;
    lb_error *err;
} polygon_reader;

/* Attributes ---------------------------------------------------------------------------------- */

static void add_columns(polygon_reader *r)
{
    for (size_t i = 0; i < lb_rows_columns(r->rows); i++)
        if (i != r->wkt)
            lb_table_add_column(&r->table, lb_rows_column(r->rows, i), lb_rows_type(r->rows, i),
                                LB_UNIT_NONE);
}

/* Integers beyond 2^53 come as text, so as not to be rounded; OGR's text ends in a zero byte. */
static void set_integer(lb_table *table, size_t row, size_t column, const lb_csv_value *field)
{
    if (field->kind == LB_CSV_VALUE_NUMBER)
        lb_table_set_integer(table, row, column, (int64_t)field->number);
    else if (field->kind == LB_CSV_VALUE_TEXT)
        lb_table_set_integer(table, row, column, strtoll(field->text, NULL, 10));
}

/* An empty text is a missing value, as in a CSV. */
static void set_text(lb_table *table, size_t row, size_t column, const lb_csv_value *field)
{
    if (field->kind == LB_CSV_VALUE_NONE ||
        (field->kind == LB_CSV_VALUE_TEXT && field->length == 0))
        return;
    char *text = lb_csv_value_text(field);
    if (!text)
        table->failed = true;
    else
        lb_table_set_text(table, row, column, text);
    free(text);
}

/* A row of the table of attributes; the column of WKT is not one of its columns. */
static void add_attributes(polygon_reader *r, const lb_row *row)
{
    size_t to = lb_table_add_row(&r->table), column = 0;
    for (size_t i = 0; i < lb_rows_columns(r->rows) && !r->table.failed; i++) {
        if (i == r->wkt)
            continue;
        if (r->table.column[column].type == LB_INTEGER)
            set_integer(&r->table, to, column, &row->field[i]);
        else if (r->table.column[column].type == LB_TEXT)
            set_text(&r->table, to, column, &row->field[i]);
        else if (row->field[i].kind == LB_CSV_VALUE_NUMBER)
            lb_table_set_real(&r->table, to, column, row->field[i].number);
        column++;
    }
}

/* Messages ------------------------------------------------------------------------------------ */

enum { LABEL_SIZE = 160 };

/* "feature 3 (Rosengård)"; of a text table, "line 3 (Rosengård)" */
static void feature_label(const polygon_reader *r, size_t i, char text[LABEL_SIZE])
{
    size_t column = r->name;
    const char *name = NULL;
    if (column != SIZE_MAX) {
        column -= r->wkt < r->name; /* the table lacks the column of WKT */
        name = lb_table_text(&r->table, i, column);
    }
    const char *kind = lb_rows_is_text_table(r->rows) ? "line" : "feature";
    if (name)
        snprintf(text, LABEL_SIZE, "%s %ld (%.100s)", kind, r->id[i], name);
    else
        snprintf(text, LABEL_SIZE, "%s %ld", kind, r->id[i]);
}

/* "feature 3 (Rosengård) is invalid: ..."; after it the feature takes no part in what follows. */
static void report_problem(polygon_reader *r, size_t i, const char *what)
{
    char text[LABEL_SIZE];
    feature_label(r, i, text);
    r->bad[i] = true;
    if (r->options->skip_invalid) {
        if (r->found.skipped++ - r->without_ground < LB_LOG_MAX_PROBLEMS)
            lb_log_warning(r->options->log, "%s: %s %s; left out", r->source, text, what);
        return;
    }
    lb_diagnostics_add(r->diagnostics, lb_rows_is_text_table(r->rows) ? r->id[i] : 0, "%s %s", text,
                       what);
}

/* The same of a feature that is no polygon, as a pin in a drawing: it can be left out. */
static void report_no_polygon(polygon_reader *r, size_t i, const char *what)
{
    char text[100];
    snprintf(text, sizeof text, "%.60s; a polygon was expected", what);
    r->diagnostics->advice = "--skip-invalid leaves such features out";
    report_problem(r, i, text);
}

/* A feature without geometry. A square of the grid has none where smaller ones cover it
 * (docs/formats.md, GeoPackage of index): it is known where it is, and that it has no ground. Any
 * other may be a mistake. */
static void report_no_geometry(polygon_reader *r, size_t i, const char *what)
{
    if (!r->of_squares) {
        report_no_polygon(r, i, what);
        return;
    }
    r->bad[i] = true;
    r->found.skipped++;
    r->without_ground++;
}

/* Reading ------------------------------------------------------------------------------------- */

/* Feature ids start anywhere and have gaps: they are kept for messages. */
static bool remember_id(polygon_reader *r, long id)
{
    size_t n = r->raw.count;
    size_t room = r->id_capacity; /* of both */
    if (!lb_array_reserve(&r->id, &room, n + 1, sizeof *r->id) ||
        !lb_array_reserve(&r->bad, &r->id_capacity, n + 1, sizeof *r->bad))
        return false;
    r->id[n] = id;
    r->bad[n] = false;
    return true;
}

/* status: of adding the polygons of feature i. */
static lb_status end_geometry(polygon_reader *r, size_t i, lb_status status, bool finite)
{
    if (status != LB_OK)
        return lb_error_memory(r->err);
    if (!finite)
        report_problem(r, i, "has a coordinate that is not a finite number");
    return LB_OK;
}

/* Appends the polygons to the feature that was begun, or reports why it has none. */
static lb_status add_geometry(polygon_reader *r, size_t i, OGRGeometryH geometry)
{
    size_t parts, vertices;
    bool finite;
    switch (lb_ogr_geometry_kind(geometry, &parts, &vertices)) {
    case LB_GEOMETRY_NONE:
        report_no_geometry(r, i, "has no geometry");
        return LB_OK;
    case LB_GEOMETRY_EMPTY:
        report_no_geometry(r, i, "has an empty geometry");
        return LB_OK;
    case LB_GEOMETRY_POLYGON:
        break;
    default: {
        char text[100];
        snprintf(text, sizeof text, "is a %.40s",
                 OGRGeometryTypeToName(OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))));
        report_no_polygon(r, i, text);
        return LB_OK;
    }
    }
    lb_status status = lb_ogr_add_polygons(geometry, &r->raw, &finite);
    return end_geometry(r, i, status, finite);
}

/* One row: id, attributes and geometry, of OGR's feature or of a field with WKT. */
static lb_status add_polygon_row(polygon_reader *r, const lb_row *row)
{
    size_t i = r->raw.count;
    OGRGeometryH own = NULL;
    bool finite;
    lb_status status;
    if (!remember_id(r, row->line) || lb_shapes_add_feature(&r->raw) != LB_OK)
        return lb_error_memory(r->err);
    add_attributes(r, row);
    if (lb_table_status(&r->table) != LB_OK)
        return lb_error_memory(r->err);
    if (r->wkt == SIZE_MAX && row->geometry != LB_GEOMETRY_POLYGON)
        return add_geometry(r, i, lb_rows_geometry(r->rows));
    if (r->wkt == SIZE_MAX) {
        status = lb_rows_add_polygons(r->rows, &r->raw, &finite);
        return end_geometry(r, i, status, finite);
    }
    lb_csv_value wkt = row->field[r->wkt];
    LB_TRY(lb_rows_pass_srid(r->rows, row->line, &wkt, r->err));
    status = lb_wkt_add_polygon(&wkt, &r->rings, &r->raw);
    if (status != LB_E_INPUT)
        return status == LB_OK ? LB_OK : lb_error_memory(r->err);
    status = lb_ogr_parse_wkt(&wkt, &own);
    if (status == LB_E_INPUT) {
        report_problem(r, i, "has a geometry that is not WKT, as POLYGON ((x y, x y, ...))");
        return LB_OK;
    }
    status = status == LB_OK ? add_geometry(r, i, own) : lb_error_memory(r->err);
    OGR_G_DestroyGeometry(own);
    return status;
}

static bool has_column(const polygon_reader *r, const char *name)
{
    return lb_rows_find_column(r->rows, (const char *const[]){name, NULL}) != SIZE_MAX;
}

/* r->wkt of a text table; r->name, by which messages call a feature, only if it is text. */
static lb_status find_columns(polygon_reader *r)
{
    r->of_squares = has_column(r, "rutid") && has_column(r, "size");
    r->diagnostics = lb_rows_problems(r->rows);
    r->name = lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_FEATURE_LABEL]);
    r->wkt = SIZE_MAX;
    if (r->name != SIZE_MAX && lb_rows_type(r->rows, r->name) != LB_TEXT)
        r->name = SIZE_MAX;
    if (!lb_rows_is_text_table(r->rows))
        return LB_OK;
    r->wkt = lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_WKT]);
    if (r->wkt == SIZE_MAX)
        return lb_error_set(r->err, LB_E_INPUT,
                            "%s: a table without geometry; polygons were expected, or a column "
                            "'wkt'%s",
                            r->source, lb_rows_header_advice(r->rows));
    return LB_OK;
}

static const char *target_crs(const polygon_reader *r)
{
    return r->options->crs ? r->options->crs : "EPSG:3006";
}

/* Will the polygons stay as they are read? A text table declares no CRS, and most are in the
 * target. If it turns out otherwise, the early test was for nothing and find_valid ignores it. */
static bool stays_in_crs(const polygon_reader *r)
{
    lb_transform *transform = NULL;
    const char *declared = lb_rows_crs(r->rows);
    bool same =
        !declared ||
        (lb_transform_new(declared, target_crs(r), &transform, NULL) == LB_OK && !transform);
    lb_transform_free(transform);
    return same;
}

/* From MIN_EARLY_CHECK features on: hands the last feature to the threads that test validity. */
static lb_status start_early_check(polygon_reader *r)
{
    if (r->raw.count == MIN_EARLY_CHECK && r->threads > 1 && stays_in_crs(r)) {
        r->early_check = lb_validity_new(r->threads);
        r->early_check_from = r->raw.count;
        return r->early_check ? LB_OK : lb_error_memory(r->err);
    }
    return !r->early_check || lb_validity_add(r->early_check, &r->raw) == LB_OK
               ? LB_OK
               : lb_error_memory(r->err);
}

/* All rows. Problems of features do not stop it: those of the whole layer are returned by
 * transform_and_repair, which finds more. */
static lb_status add_all_rows(polygon_reader *r)
{
    const lb_row *row;
    lb_status status;
    while ((status = lb_rows_next(r->rows, &row, r->err)) == LB_OK && row) {
        LB_TRY(add_polygon_row(r, row));
        LB_TRY(start_early_check(r));
    }
    return lb_rows_at_end(r->rows) ? LB_OK : status;
}

static lb_status read_rows(polygon_reader *r)
{
    LB_TRY(find_columns(r));
    add_columns(r);
    r->threads = lb_thread_count(r->options->threads);
    lb_rows_use_threads(r->rows, r->threads);
    return add_all_rows(r);
}

/* CRS and validity ---------------------------------------------------------------------------- */

/* *choice: what the coordinates of all corners are in (docs/methods.md, Coordinate reference
 * systems). */
static lb_status choose_crs(polygon_reader *r, lb_crs_choice *choice)
{
    const lb_shapes *s = &r->raw;
    lb_source_crs *crs = &r->crs;
    LB_TRY(lb_source_crs_begin(r->rows, r->source, r->options->assume_crs, SIZE_MAX, SIZE_MAX, crs,
                               r->err));
    size_t corners = s->count > 0 ? s->vertex[s->ring[s->part[s->count]]] : 0;
    lb_crs_tally_add_all(&crs->tally, lb_shapes_box_all(s), s->xy, (int64_t)corners);
    LB_TRY(lb_crs_decide(&crs->tally, &crs->source, r->options->log, choice, r->err));
    lb_crs_warn_outside_sweden(&crs->tally, &crs->source, choice, r->options->log);
    return LB_OK;
}

/* A corner that is no place in the CRS of the others makes the feature a problem. */
static void check_corners(polygon_reader *r, const lb_crs_choice *choice)
{
    const lb_shapes *s = &r->raw;
    if (lb_crs_box_is_placed(choice, lb_shapes_box_all(s)))
        return;
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = s->vertex[s->ring[s->part[i]]];
             !r->bad[i] && k < s->vertex[s->ring[s->part[i + 1]]]; k++) {
            char text[200];
            lb_misplaced why = lb_crs_misplaced(choice, s->xy[2 * k], s->xy[2 * k + 1]);
            if (why == LB_PLACE_OK || why == LB_PLACE_ZERO)
                continue;
            snprintf(text, sizeof text, "has a corner at (%.10g, %.10g), %s %.80s", s->xy[2 * k],
                     s->xy[2 * k + 1], lb_misplaced_text(why), choice->candidate.crs);
            report_problem(r, i, text);
        }
}

/* Counts feature i where it has a corner out of reach, as one with a wrong figure in its degrees.
 */
static void count_far(polygon_reader *r, size_t i, const lb_shapes *transformed)
{
    lb_box box = lb_shapes_box(transformed, 0);
    bool is_far = !lb_box_is_empty(box) &&
                  !(lb_box_intersects(r->reach, (lb_box){box.xmin, box.ymin, box.xmin, box.ymin}) &&
                    lb_box_intersects(r->reach, (lb_box){box.xmax, box.ymax, box.xmax, box.ymax}));
    if (is_far && r->far++ == 0)
        r->first_far = i;
}

static void warn_far(const polygon_reader *r, const char *to)
{
    char text[LABEL_SIZE], crs[LB_CRS_LABEL_SIZE];
    if (r->far == 0)
        return;
    feature_label(r, r->first_far, text);
    lb_crs_label(to, crs);
    lb_log_warning(r->options->log,
                   "%s: %s reaches over %d km outside the area of use of %s (in all: %zu of %zu); "
                   "read as it is; look at its coordinates",
                   r->source, text, LB_CRS_REACH_KM, crs, r->far, r->raw.count);
}

/* Feature i in the target CRS, as the only feature of out. A vertex that cannot be transformed is a
 * problem of the feature. */
static lb_status transform_feature(polygon_reader *r, lb_transform *transform, size_t i,
                                   lb_line_buffer *line, lb_shapes *out)
{
    const lb_shapes *s = &r->raw;
    lb_error why = {0};
    lb_status status = lb_shapes_add_feature(out);
    for (size_t p = s->part[i]; p < s->part[i + 1] && status == LB_OK; p++) {
        status = lb_shapes_add_part(out);
        for (size_t k = s->ring[p]; k < s->ring[p + 1] && status == LB_OK; k++) {
            size_t n = s->vertex[k + 1] - s->vertex[k];
            status = lb_transform_line(transform, s->xy + 2 * s->vertex[k], n, MAX_EDGE_ERROR_M,
                                       line, &why);
            if (status == LB_OK)
                status = lb_shapes_add_ring(out, line->xy, line->n);
        }
    }
    if (status == LB_E_INPUT)
        report_problem(r, i, why.text);
    return status == LB_E_MEMORY ? lb_error_memory(r->err) : LB_OK;
}

/* Areas with one decimal, square metres: a repair that changes less is not worth a look. */
static void warn_repair(const polygon_reader *r, size_t i, const lb_repair *repair)
{
    char text[LABEL_SIZE], before[LB_NUMBER_SIZE], after[LB_NUMBER_SIZE], change[LB_NUMBER_SIZE];
    feature_label(r, i, text);
    lb_number_format_fixed(repair->before, 1, before);
    lb_number_format_fixed(repair->after, 1, after);
    lb_number_format_fixed(fabs(repair->after - repair->before), 1, change);
    lb_log_warning(r->options->log, "%s: %s repaired: %s; area %s m² before, %s m² after (%s%s)",
                   r->source, text, repair->reason, before, after,
                   repair->after < repair->before ? "-" : "+", change);
}

/* A repair is a warning, with --strict a problem; a polygon that repair leaves without area is a
 * problem in any case. */
static void report_repair(polygon_reader *r, size_t i, const lb_repair *repair)
{
    char text[300];
    if (!repair->needed)
        return;
    if (r->options->strict) {
        snprintf(text, sizeof text, "is invalid: %s", repair->reason);
        report_problem(r, i, text);
    } else if (!(repair->after > 0)) {
        snprintf(text, sizeof text, "has no area after repair: %s", repair->reason);
        report_problem(r, i, text);
    } else {
        warn_repair(r, i, repair);
    }
}

/* Transforms and repairs feature i; appends one feature to r->result in any case. */
static lb_status transform_repair_feature(polygon_reader *r, lb_transform *transform, lb_geos *geos,
                                          size_t i, lb_line_buffer *line)
{
    lb_shapes transformed = {0};
    lb_repair repair = {0};
    lb_error why = {0};
    if (r->valid[i])
        return lb_shapes_add_copy(&r->result, &r->raw, i) == LB_OK ? LB_OK
                                                                   : lb_error_memory(r->err);
    lb_status status = r->bad[i] ? LB_OK : transform_feature(r, transform, i, line, &transformed);
    if (status == LB_OK && !r->bad[i]) {
        count_far(r, i, &transformed);
        status = lb_repair_feature(geos, &transformed, 0, &r->result, &repair, &why);
        if (status == LB_OK)
            report_repair(r, i, &repair);
        else if (status == LB_E_INPUT)
            report_problem(r, i, why.text);
    }
    lb_shapes_clear(&transformed);
    if (status == LB_E_MEMORY)
        return lb_error_memory(r->err);
    if (r->result.count == i && lb_shapes_add_feature(&r->result) != LB_OK)
        return lb_error_memory(r->err);
    return LB_OK;
}

/* Notes PROJ's operation with its accuracy, which is the error that no later step can undo. */
static void note_operation(const polygon_reader *r, const lb_transform *transform, const char *from,
                           const char *to)
{
    lb_buf operation = {0};
    char from_name[LB_CRS_LABEL_SIZE], to_name[LB_CRS_LABEL_SIZE];
    if (!transform || r->raw.count == 0)
        return;
    lb_crs_label(from, from_name);
    lb_crs_label(to, to_name);
    lb_transform_describe(transform, &operation);
    if (!operation.failed)
        lb_log_note(r->options->log, "%s: %s to %s by %s; edges densified to 1 mm", r->source,
                    from_name, to_name, operation.text);
    lb_buf_clear(&operation);
}

/* Fills r->valid with what the early test found and, for the rest, tests now by all cores. With a
 * transform nothing is valid "as it is": each feature is then transformed and tested one by one. */
static lb_status find_valid(polygon_reader *r, const lb_transform *transform)
{
    size_t n = r->raw.count;
    r->valid = calloc(n + 1, sizeof *r->valid);
    if (!r->valid)
        return lb_error_memory(r->err);
    if (transform)
        return LB_OK;
    size_t from = r->early_check_from, to = from;
    to += r->early_check ? lb_validity_results(r->early_check, r->valid + from) : 0;
    bool failed = false;
#pragma omp parallel num_threads(r->threads) if (n - (to - from) >= MIN_PARALLEL_CHECK) \
    reduction(||                                                                        \
              : failed)
    {
        lb_geos geos = {0};
        bool started = lb_geos_start(&geos, NULL) == LB_OK;
#pragma omp for schedule(dynamic, 16)
        for (size_t i = 0; i < n; i++)
            r->valid[i] =
                !r->bad[i] &&
                (i >= from && i < to ? r->valid[i] : started && lb_is_valid(&geos, &r->raw, i));
        failed = !started || geos.no_memory;
        lb_geos_stop(&geos);
    }
    return failed ? lb_error_memory(r->err) : LB_OK;
}

static bool all_are_valid(const polygon_reader *r)
{
    for (size_t i = 0; i < r->raw.count; i++)
        if (!r->valid[i])
            return false;
    return true;
}

/* All features into r->result; where none needs a change, all at once and without a copy. */
static lb_status transform_repair_features(polygon_reader *r, lb_transform *transform,
                                           lb_geos *geos)
{
    lb_line_buffer line = {0};
    lb_status status = LB_OK;
    LB_TRY(find_valid(r, transform));
    if (all_are_valid(r)) {
        r->result = r->raw;
        r->raw = (lb_shapes){0};
        return LB_OK;
    }
    for (size_t i = 0; i < r->raw.count && status == LB_OK; i++)
        status = transform_repair_feature(r, transform, geos, i, &line);
    lb_line_buffer_clear(&line);
    return status;
}

/* n: features of the source. */
static void note_left_out(const polygon_reader *r, size_t n)
{
    size_t covered = r->without_ground, wrong = r->found.skipped - covered;
    if (covered > 0)
        lb_log_note(r->options->log,
                    "%s: %zu of %zu squares %s wholly covered by smaller ones and left out: they "
                    "have no ground",
                    r->source, covered, n, lb_number_word(covered, "is", "are"));
    if (wrong > 0)
        lb_log_warning(r->options->log, "%s: %zu of %zu features cannot be areas and %s left out",
                       r->source, wrong, n, lb_number_word(wrong, "is", "are"));
}

/* Leaves out the features with problems. */
static lb_status remove_bad(polygon_reader *r)
{
    lb_shapes kept = {0};
    size_t n = r->result.count;
    if (r->found.skipped == 0)
        return LB_OK;
    note_left_out(r, n);
    for (size_t i = 0; i < n; i++)
        if (!r->bad[i] && lb_shapes_add_copy(&kept, &r->result, i) != LB_OK) {
            lb_shapes_clear(&kept);
            return lb_error_memory(r->err);
        }
    lb_table_remove_rows(&r->table, r->bad);
    lb_shapes_clear(&r->result);
    r->result = kept;
    r->found.is_skipped = r->bad;
    r->bad = NULL;
    return LB_OK;
}

/* Which CRS is decided from all corners of all rows, so features are transformed only now; then
 * they are repaired, and the bad ones removed together. */
static lb_status transform_and_repair(polygon_reader *r)
{
    const char *from, *to = target_crs(r);
    lb_transform *transform = NULL;
    lb_geos geos = {0};
    lb_crs_choice choice;
    LB_TRY(choose_crs(r, &choice));
    check_corners(r, &choice);
    from = choice.candidate.crs;
    lb_crs_label(from, r->found.crs);
    LB_TRY(lb_crs_reach(to, &r->reach, r->err));
    LB_TRY(lb_transform_new(from, to, &transform, r->err));
    lb_status status = lb_geos_start(&geos, r->err);
    if (status == LB_OK)
        status = transform_repair_features(r, transform, &geos);
    if (status == LB_OK)
        note_operation(r, transform, from, to);
    if (status == LB_OK)
        warn_far(r, to);
    lb_geos_stop(&geos);
    lb_transform_free(transform);
    if (status == LB_OK)
        status = lb_diagnostics_end(r->diagnostics, r->err);
    return status == LB_OK ? remove_bad(r) : status;
}

void lb_polygon_findings_clear(lb_polygon_findings *findings)
{
    free(findings->is_skipped);
    findings->is_skipped = NULL;
}

static void free_reader(polygon_reader *r)
{
    lb_rows_close(r->rows);
    lb_shapes_clear(&r->raw);
    lb_shapes_clear(&r->result);
    lb_table_clear(&r->table);
    free(r->id);
    free(r->bad);
    free(r->valid);
    lb_wkt_rings_clear(&r->rings);
    lb_validity_free(r->early_check);
    lb_polygon_findings_clear(&r->found);
}

/* Shapes and attributes have the same order; both go to the caller only on success. */
lb_status lb_polygons_read(const char *source, const lb_polygon_options *options, lb_shapes *shapes,
                           lb_table *attributes, lb_polygon_findings *found, lb_error *err)
{
    polygon_reader r = {.source = source, .options = options, .err = err};
    lb_status status = lb_rows_open(source, options->log, &r.rows, err);
    lb_gdal_silence();
    if (status == LB_OK)
        status = read_rows(&r);
    lb_gdal_restore();
    if (status == LB_OK)
        status = transform_and_repair(&r);
    if (status == LB_OK) {
        *shapes = r.result;
        *attributes = r.table;
        if (found) {
            *found = r.found;
            r.found.is_skipped = NULL;
        }
        r.result = (lb_shapes){0};
        r.table = (lb_table){0};
    }
    free_reader(&r);
    return status;
}
