/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and rings of any layer for the background of a map: transformed, not repaired, since they
 * are drawn and nothing is computed from them. */
#include <math.h>
#include <stdlib.h>

#include <ogr_api.h>

#include "base/array.h"
#include "base/try.h"
#include "port/read/source_crs.h"
#include "port/proj/densify.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/ogr_shape.h"
#include "port/read/row_reader.h"
#include "port/read/linework_read.h"
#include "text/usual_columns.h"

/* Metres between an edge and the true curve: a hundredth of a millimetre on a map of 1:100 000. */
static const double MAX_EDGE_ERROR_M = 1;

typedef struct linework_reader {
    const char *source;
    const lb_linework_options *options;
    lb_rows *rows;
    size_t label_column, wkt; /* columns; SIZE_MAX: none */
    size_t capacity;
    lb_linework raw, transformed;
    char **label; /* [raw.count]; capacity: room in it */
    lb_source_crs crs;
    lb_error *err;
} linework_reader;

/* A line with a coordinate that is not finite, or of one point, is left out. */
static lb_status add_points(linework_reader *r, OGRGeometryH line, bool closed)
{
    int n = OGR_G_GetPointCount(line);
    double *xy = malloc(((size_t)n + 1) * 2 * sizeof *xy);
    lb_status status = LB_OK;
    bool finite = true;
    if (!xy)
        return lb_error_memory(r->err);
    OGR_G_GetPoints(line, xy, 2 * sizeof *xy, xy + 1, 2 * sizeof *xy, NULL, 0);
    for (int i = 0; i < 2 * n; i++)
        finite = finite && isfinite(xy[i]);
    if (finite && n > 1 && lb_linework_add_line(&r->raw, xy, (size_t)n, closed) != LB_OK)
        status = lb_error_memory(r->err);
    free(xy);
    return status;
}

/* All lines and rings in the geometry, which has no curves left. */
static lb_status add_geometry(linework_reader *r, OGRGeometryH geometry, bool closed)
{
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
    int parts = OGR_G_GetGeometryCount(geometry);
    if (type == wkbLineString || type == wkbLinearRing)
        return add_points(r, geometry, closed);
    for (int i = 0; i < parts; i++)
        LB_TRY(add_geometry(r, OGR_G_GetGeometryRef(geometry, i), closed || type == wkbPolygon));
    return LB_OK;
}

/* Curves become chords of GDAL's default, 4 degrees. */
static lb_status add_straight_geometry(linework_reader *r, OGRGeometryH geometry)
{
    if (!geometry)
        return LB_OK;
    OGRGeometryH straight = OGR_G_GetLinearGeometry(geometry, 0, NULL);
    lb_status status = straight ? add_geometry(r, straight, false) : lb_error_memory(r->err);
    OGR_G_DestroyGeometry(straight);
    return status;
}

/* Every row is a feature, so that labels keep their index. */
static lb_status add_feature_row(linework_reader *r, const lb_row *row)
{
    OGRGeometryH own = NULL;
    size_t i = r->raw.count;
    if (!lb_array_reserve(&r->label, &r->capacity, i + 1, sizeof *r->label))
        return lb_error_memory(r->err);
    r->label[i] = NULL;
    if (lb_linework_add_feature(&r->raw) != LB_OK)
        return lb_error_memory(r->err);
    if (r->label_column != SIZE_MAX &&
        !(r->label[i] = lb_csv_value_text(&row->field[r->label_column])))
        return lb_error_memory(r->err);
    if (r->wkt == SIZE_MAX)
        return add_straight_geometry(r, lb_rows_geometry(r->rows));
    lb_csv_value wkt = row->field[r->wkt];
    LB_TRY(lb_rows_pass_srid(r->rows, row->line, &wkt, r->err));
    lb_status status = lb_ogr_parse_wkt(&wkt, &own);
    if (status == LB_E_INPUT)
        return lb_error_set(r->err, status,
                            "%s:%ld: a geometry that is not WKT, as POLYGON ((x y, "
                            "x y, ...)) is",
                            r->source, row->line);
    status = status == LB_OK ? add_straight_geometry(r, own) : lb_error_memory(r->err);
    OGR_G_DestroyGeometry(own);
    return status;
}

/* The column of labels; a name that is wrong is answered by the nearest ones. */
static lb_status find_label(linework_reader *r)
{
    lb_buf text = {0};
    const char *wanted = r->options->label;
    r->label_column = wanted ? lb_rows_find_named(r->rows, wanted) : SIZE_MAX;
    if (!wanted || r->label_column != SIZE_MAX)
        return LB_OK;
    lb_rows_similar_columns(r->rows, wanted, &text);
    lb_error_set(r->err, LB_E_USAGE, "%s: no field '%s'; %s", r->source, wanted,
                 text.text ? text.text : "");
    lb_buf_clear(&text);
    return LB_E_USAGE;
}

/* Lines and rings of all rows; in a text table the geometry is its column of WKT. */
static lb_status read_rows(linework_reader *r)
{
    const lb_row *row;
    LB_TRY(find_label(r));
    r->wkt = lb_rows_is_text_table(r->rows)
                 ? lb_rows_find_column(r->rows, lb_usual_columns[LB_USUAL_WKT])
                 : SIZE_MAX;
    for (;;) {
        LB_TRY(lb_rows_next(r->rows, &row, r->err));
        if (!row)
            break;
        LB_TRY(add_feature_row(r, row));
    }
    if (r->raw.lines == 0)
        return lb_error_set(r->err, LB_E_INPUT, "%s: has no lines or polygons", r->source);
    return LB_OK;
}

/* *crs: what the coordinates of all lines are in; borrowed from the reader. */
static lb_status choose_crs(linework_reader *r, const char **crs)
{
    lb_crs_choice choice;
    LB_TRY(lb_source_crs_begin(r->rows, r->source, r->options->assume_crs, SIZE_MAX, SIZE_MAX,
                               &r->crs, r->err));
    for (size_t l = 0; l < r->raw.lines; l++) {
        const lb_linework_line *s = &r->raw.line[l];
        for (size_t i = s->first; i < s->first + s->count; i++)
            lb_crs_tally_add(&r->crs.tally, r->raw.xy[2 * i], r->raw.xy[2 * i + 1]);
    }
    LB_TRY(lb_crs_decide(&r->crs.tally, &r->crs.source, r->options->log, &choice, r->err));
    *crs = choice.candidate.crs;
    return LB_OK;
}

/* Edges are cut so that they deviate by at most MAX_EDGE_ERROR_M metres from their image. */
static lb_status transform_feature(linework_reader *r, lb_transform *transform,
                                   const lb_linework_feature *f, lb_line_buffer *line)
{
    if (lb_linework_add_feature(&r->transformed) != LB_OK)
        return lb_error_memory(r->err);
    for (size_t l = f->first; l < f->first + f->lines; l++) {
        const lb_linework_line *s = &r->raw.line[l];
        LB_TRY(lb_transform_line(transform, r->raw.xy + 2 * s->first, s->count, MAX_EDGE_ERROR_M,
                                 line, r->err));
        if (lb_linework_add_line(&r->transformed, line->xy, line->n, s->closed) != LB_OK)
            return lb_error_memory(r->err);
    }
    return LB_OK;
}

static lb_status transform_lines(linework_reader *r, lb_transform *transform)
{
    lb_line_buffer line = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < r->raw.count && status == LB_OK; i++)
        status = transform_feature(r, transform, &r->raw.feature[i], &line);
    lb_line_buffer_clear(&line);
    return status;
}

static void free_reader(linework_reader *r)
{
    lb_array_free(r->label, r->raw.count);
    lb_linework_clear(&r->raw);
    lb_linework_clear(&r->transformed);
    lb_rows_close(r->rows);
}

/* Lines are read as they are, the CRS is decided from all of them, then they are transformed:
 * the order of rows decides nothing. */
lb_status lb_linework_read(const char *source, const lb_linework_options *options, lb_linework *out,
                           char ***label, lb_error *err)
{
    linework_reader r = {.source = source, .options = options, .err = err};
    lb_transform *transform = NULL;
    const char *crs = NULL;
    lb_status status = lb_rows_open(source, options->log, &r.rows, err);
    lb_gdal_silence();
    if (status == LB_OK)
        status = read_rows(&r);
    if (status == LB_OK)
        status = choose_crs(&r, &crs);
    if (status == LB_OK)
        status = lb_transform_new(crs, options->crs, &transform, err);
    if (status == LB_OK)
        status = transform_lines(&r, transform);
    lb_gdal_restore();
    lb_transform_free(transform);
    if (status == LB_OK) {
        *out = r.transformed;
        r.transformed = (lb_linework){0};
        *label = options->label ? r.label : NULL;
        r.label = options->label ? NULL : r.label;
    }
    free_reader(&r);
    return status;
}
