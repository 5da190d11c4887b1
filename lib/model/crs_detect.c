/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of docs/methods.md, Coordinate reference systems: what a source declares, what --crs
 * says and where the coordinates lie are weighed in one order, and whatever is not plainly declared
 * is noted or refused with what to do. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "model/crs_detect.h"

/* Where all of Sweden lies: E and N of SWEREF 99 TM in metres, longitude and latitude in degrees.
 * The two ranges have no point in common, nor with their swapped forms. */
static const lb_box sweref = {250000, 6100000, 950000, 7700000};
static const lb_box degrees = {10, 54.5, 25, 70};
static const char sweref_name[] = "EPSG:3006", degrees_name[] = "EPSG:4326";

/* Closed containment. */
static bool box_within(lb_box box, lb_box range)
{
    return box.xmin >= range.xmin && box.xmax <= range.xmax && box.ymin >= range.ymin &&
           box.ymax <= range.ymax;
}

lb_coord_range lb_coord_range_of(lb_box box)
{
    lb_box turned = {box.ymin, box.xmin, box.ymax, box.xmax};
    if (lb_box_is_empty(box))
        return LB_COORD_NONE;
    if (box_within(box, sweref))
        return LB_COORD_SWEREF;
    if (box_within(turned, sweref))
        return LB_COORD_SWEREF_SWAPPED;
    if (box_within(box, degrees))
        return LB_COORD_DEGREES;
    if (box_within(turned, degrees))
        return LB_COORD_DEGREES_SWAPPED;
    return LB_COORD_UNKNOWN;
}

/* "x 18.01 to 18.2, y 59.3 to 59.4" */
static void describe_box(lb_box box, char *text, size_t size)
{
    char x0[LB_NUMBER_SIZE], x1[LB_NUMBER_SIZE], y0[LB_NUMBER_SIZE], y1[LB_NUMBER_SIZE];
    lb_number_format(box.xmin, x0);
    lb_number_format(box.xmax, x1);
    lb_number_format(box.ymin, y0);
    lb_number_format(box.ymax, y1);
    snprintf(text, size, "x %s to %s, y %s to %s", x0, x1, y0, y1);
}

/* Northing before easting, or latitude before longitude: an error, since turning axes round in
 * silence would hide the fault in the next file. */
static lb_status refuse_swapped(const lb_crs_evidence *e, lb_coord_range where, lb_error *err)
{
    char text[200];
    describe_box(e->box, text, sizeof text);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: the axes are swapped: %s look like %s; write %s first", e->file, text,
                        where == LB_COORD_SWEREF_SWAPPED ? "northing, easting of SWEREF 99 TM"
                                                         : "latitude, longitude",
                        where == LB_COORD_SWEREF_SWAPPED ? "easting" : "longitude");
}

/* Coordinates that cannot be degrees on any globe. */
static bool beyond_degrees(lb_box box)
{
    return box.xmin < -360 || box.xmax > 360 || box.ymin < -90 || box.ymax > 90;
}

/* Can the coordinates not be in the declared CRS: degrees beyond 360 or 90, or metres that are
 * degrees of Sweden? */
static bool contradicts_crs(const lb_crs_evidence *e, lb_coord_range where)
{
    if (where == LB_COORD_NONE)
        return false;
    return e->declared_degrees ? beyond_degrees(e->box) : where == LB_COORD_DEGREES;
}

static const char *declared_label(const lb_crs_evidence *e)
{
    return e->declared_name ? e->declared_name : e->declared;
}

/* Takes a CRS that the source does not plainly declare, and notes it with the bounding box. */
static lb_status assume_crs(const lb_crs_evidence *e, lb_log *log, const char *name,
                            const char **crs)
{
    char text[200];
    describe_box(e->box, text, sizeof text);
    if (e->declared)
        lb_log_note(log,
                    "%s: declares %.110s, but its coordinates (%s) cannot be in it; read as %s",
                    e->file, declared_label(e), text, name);
    else
        lb_log_note(log, "%s: has no CRS; its coordinates (%s) are taken as %s", e->file, text,
                    name);
    *crs = name;
    return LB_OK;
}

static lb_status refuse_unknown(const lb_crs_evidence *e, lb_error *err)
{
    char text[200];
    describe_box(e->box, text, sizeof text);
    if (e->declared)
        return lb_error_set(
            err, LB_E_INPUT,
            "%s: declares %.110s, but its coordinates (%s) cannot be in it; give the "
            "right CRS with --crs EPSG:n",
            e->file, declared_label(e), text);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: has no CRS, and its coordinates (%s) are neither SWEREF 99 TM nor "
                        "longitude and latitude of Sweden; give it with --crs EPSG:n",
                        e->file, text);
}

lb_status lb_crs_detect(const lb_crs_evidence *e, lb_log *log, const char **crs, lb_error *err)
{
    lb_coord_range where = lb_coord_range_of(e->box);
    bool fits_sweref = where == LB_COORD_SWEREF, fits_degrees = where == LB_COORD_DEGREES;
    if (where == LB_COORD_SWEREF_SWAPPED || where == LB_COORD_DEGREES_SWAPPED)
        return refuse_swapped(e, where, err);
    if (e->declared && !contradicts_crs(e, where)) {
        *crs = e->declared;
        return LB_OK;
    }
    if (where == LB_COORD_NONE) {
        *crs = e->assumed ? e->assumed : sweref_name;
        return LB_OK;
    }
    /* What the user says goes before what the range suggests, where the two can both be true. */
    if (e->assumed &&
        (e->assumed_degrees ? !fits_sweref && !beyond_degrees(e->box) : !fits_degrees))
        return assume_crs(e, log, e->assumed, crs);
    if (fits_sweref || fits_degrees)
        return assume_crs(e, log, fits_sweref ? sweref_name : degrees_name, crs);
    return refuse_unknown(e, err);
}
