/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening one vector layer through OGR, with what OGR passes over in silence made an error: several
 * layers, a shapefile that has lost its attributes. */
#define _LARGEFILE64_SOURCE /* VSIStatBufL is a struct stat64 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/try.h"
#include "model/layer_desc.h"
#include "port/gdal/gdal_open.h"
#include "port/gdal/gdal_env.h"
#include "port/vector/ogr_layer.h"
#include "port/gdal/gdal_srs.h"

/* GDAL's drivers give easting or longitude first; one that does not says so in its axis mapping. */
static bool is_north_first(OGRSpatialReferenceH srs)
{
    int n = 0;
    const int *axis = OSRGetDataAxisToSRSAxisMapping(srs, &n);
    return axis && n >= 2 && axis[0] == 1 &&
           (OSREPSGTreatsAsLatLong(srs) || OSREPSGTreatsAsNorthingEasting(srs));
}

/* False: out of memory, which must not pass for a layer without a CRS. */
static bool read_layer_crs(lb_ogr_layer *layer)
{
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(layer->layer);
    if (!srs || lb_srs_is_empty(srs))
        return true;
    layer->crs = lb_srs_text(srs);
    layer->swap_xy = is_north_first(srs);
    return layer->crs != NULL;
}

/* Why OGR could not open the source; a raster is the likeliest mistake. The message is copied
 * first: trying to open it as a raster replaces it. */
static lb_status explain_failure(const char *text, const lb_source *source, lb_error *err)
{
    char message[2000];
    snprintf(message, sizeof message, "%s", lb_gdal_message("not a format that OGR knows"));
    GDALDatasetH raster;
    if (lb_gdal_open(source->path, GDAL_OF_RASTER, &raster, err) == LB_OK && raster) {
        GDALClose(raster);
        return lb_error_set(err, LB_E_INPUT,
                            "%s: is a raster; a table or a vector layer was expected", text);
    }
    if (!source->exists && strncmp(message, source->path, strlen(source->path)) == 0)
        return lb_file_missing(source->path, err);
    lb_buf held = {0};
    lb_source_list_archive(source->path, &held);
    if (held.length > 0)
        lb_error_set(err, LB_E_IO, "%s: is not one source: it holds %s", text, held.text);
    else
        lb_error_set(err, LB_E_IO, "%s: cannot be opened: %s", text, message);
    lb_buf_clear(&held);
    return LB_E_IO;
}

static bool is_workbook(GDALDatasetH dataset)
{
    return strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "XLSX") == 0;
}

/* Does layer i hold what the source is about? Not so the last sheet of a workbook that we wrote,
 * which is provenance, and the table in which QGIS keeps the styles of a database's layers. */
static bool has_data(GDALDatasetH dataset, int i)
{
    const char *name = OGR_L_GetName(GDALDatasetGetLayer(dataset, i));
    int n = GDALDatasetGetLayerCount(dataset);
    if (is_workbook(dataset))
        return n == 1 || i < n - 1 || strcmp(name, LB_PROVENANCE_SHEET) != 0;
    return strcmp(name, "layer_styles") != 0;
}

/* How many layers have data; *last, unless NULL, is one of them, or NULL. */
static int count_layers(GDALDatasetH dataset, OGRLayerH *last)
{
    int n = 0;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++)
        if (has_data(dataset, i)) {
            n++;
            if (last)
                *last = GDALDatasetGetLayer(dataset, i);
        }
    return n;
}

/* "areas, lines, points (and 4 more)" */
static char *list_layers(GDALDatasetH dataset)
{
    lb_buf names = {0};
    int listed = 0, n = count_layers(dataset, NULL);
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset) && listed < 30; i++)
        if (has_data(dataset, i))
            lb_buf_printf(&names, "%s%s", listed++ ? ", " : "",
                          OGR_L_GetName(GDALDatasetGetLayer(dataset, i)));
    if (n > listed)
        lb_buf_printf(&names, " (and %d more)", n - listed);
    return lb_buf_detach(&names);
}

/* Which layer is meant must be said when there is not exactly one; the error lists them. */
static lb_status refuse_layers(const char *text, const lb_source *source, GDALDatasetH dataset,
                               lb_error *err)
{
    int n = count_layers(dataset, NULL);
    lb_status status;
    char *names = list_layers(dataset);
    if (!names)
        return lb_error_set(err, LB_E_MEMORY, "%s: out of memory", text);
    if (n == 0)
        status = lb_error_set(err, LB_E_INPUT, "%s: has no layers", text);
    else if (source->layer || source->layer_id >= 0)
        status =
            lb_error_set(err, LB_E_INPUT, "%s: has no such layer; it has: %.1000s", text, names);
    else
        status = lb_error_set(err, LB_E_INPUT,
                              "%s: has %d layers; name one as %s|layername=NAME: %.1000s", text, n,
                              source->path, names);
    free(names);
    return status;
}

static OGRLayerH pick_layer(GDALDatasetH dataset, const lb_source *source)
{
    OGRLayerH only = NULL;
    int at = (int)source->layer_id, n = count_layers(dataset, &only);
    if (source->layer)
        return GDALDatasetGetLayerByName(dataset, source->layer);
    if (source->layer_id >= 0)
        return source->layer_id < GDALDatasetGetLayerCount(dataset) && has_data(dataset, at)
                   ? GDALDatasetGetLayer(dataset, at)
                   : NULL;
    return n == 1 ? only : NULL;
}

/* OGR guesses whether a spreadsheet's first row is a header: not, where all cells are text. A table
 * that is read by the names of its columns has one. value NULL: OGR's guess. */
static void expect_headers(const char *value)
{
    CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", value);
    CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", value);
    CPLSetThreadLocalConfigOption("OGR_XLS_HEADERS", value);
}

/* OGR opens a shapefile whose .dbf is damaged as one without attributes. Is there a .dbf? */
static bool attributes_are_lost(const lb_ogr_layer *layer, const lb_source *source)
{
    VSIStatBufL stat;
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(layer->dataset));
    if (OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer->layer)) > 0 ||
        strcmp(driver, "ESRI Shapefile") != 0)
        return false;
    const char *dbf = source->is_folder
                          ? CPLFormFilename(source->path, OGR_L_GetName(layer->layer), "dbf")
                          : CPLResetExtension(source->path, "dbf");
    return VSIStatL(dbf, &stat) == 0;
}

/* The layer's features that meet the source's condition, and how many there are without it. */
static lb_status set_condition(const char *text, const lb_source *source, lb_ogr_layer *out,
                               lb_error *err)
{
    if (!source->subset)
        return LB_OK;
    out->total = OGR_L_GetFeatureCount(out->layer, TRUE);
    CPLErrorReset();
    bool good = OGR_L_SetAttributeFilter(out->layer, source->subset) == OGRERR_NONE;
    /* SQLite reports a missing column when the first row is read. A row that comes meets a
     * condition that was understood, though its geometry may be damaged. */
    OGRFeatureH first = good ? OGR_L_GetNextFeature(out->layer) : NULL;
    good = first || (good && !lb_gdal_failed());
    OGR_F_Destroy(first);
    if (good)
        return LB_OK;
    char message[300];
    snprintf(message, sizeof message, "%s", lb_gdal_message("a syntax error"));
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(out->layer);
    lb_buf names = {0};
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++)
        lb_buf_printf(&names, "%s%s", i > 0 ? ", " : "",
                      OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
    lb_status status = names.failed ? lb_error_memory(err)
                                    : lb_error_set(err, LB_E_USAGE,
                                                   "%s: the condition is not valid: %s; its "
                                                   "columns are %.1000s",
                                                   text, message, names.text ? names.text : "none");
    lb_buf_clear(&names);
    return status;
}

/* Fills *out; on failure the caller closes what was opened. */
static lb_status open_layer(const char *text, const lb_source *source, lb_ogr_layer *out,
                            lb_error *err)
{
    unsigned flags = GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
    LB_TRY(lb_gdal_open(source->path, flags, &out->dataset, err));
    if (!out->dataset)
        return explain_failure(text, source, err);
    out->is_workbook = is_workbook(out->dataset);
    out->layer = pick_layer(out->dataset, source);
    if (!out->layer)
        return refuse_layers(text, source, out->dataset, err);
    LB_TRY(set_condition(text, source, out, err));
    if (!read_layer_crs(out))
        return lb_error_memory(err);
    if (attributes_are_lost(out, source))
        return lb_error_set(err, LB_E_IO,
                            "%s: the .dbf beside it, with the attributes, cannot be "
                            "read",
                            text);
    OGR_L_ResetReading(out->layer);
    return LB_OK;
}

lb_status lb_ogr_layer_open(const char *text, const lb_source *source, lb_ogr_layer *out,
                            lb_error *err)
{
    lb_ogr_layer layer = {0};
    lb_gdal_start();
    lb_gdal_silence_for(source->path);
    expect_headers("FORCE");
    lb_status status = open_layer(text, source, &layer, err);
    if (status == LB_OK)
        OGR_L_GetLayerDefn(layer.layer); /* some drivers look at the header only now */
    expect_headers(NULL);
    lb_gdal_restore();
    LB_HAND_OVER(status, layer, out, lb_ogr_layer_close);
}

void lb_ogr_layer_close(lb_ogr_layer *layer)
{
    lb_gdal_silence();
    if (layer->dataset)
        GDALClose(layer->dataset);
    lb_gdal_restore();
    free(layer->crs);
    *layer = (lb_ogr_layer){0};
}
