/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The area of use of a CRS is a box of longitudes and latitudes; in a projection its edges are
 * curves, and the box of its image is larger than the image. Both are found from a net of its
 * points, which is exact enough for a range that is widened by a degree. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <proj.h>

#include "base/try.h"
#include "port/proj/crs.h"
#include "port/proj/crs_extent.h"
#include "port/proj/transform.h"

enum { NET = LB_CRS_RING_MAX / 4 }; /* steps a side */
/* Degrees by which areas of use are widened. Countries use one zone of UTM, six degrees wide, for
 * all of their land (Norway zone 33, from 4 to 32 degrees east). */
static const double WIDENED = 1, WIDENED_ZONE = 14, ZONE_WIDTH = 6;

static const lb_box everywhere = {-DBL_MAX, -DBL_MAX, DBL_MAX, DBL_MAX};

/* RT 90 2.5 gon V, also as SWEREF 99 emulates it, was the grid of all Sweden; PROJ's database has
 * the zone of its central meridian only. */
static bool is_old_national_grid(const char *crs)
{
    return strcmp(crs, "EPSG:3021") == 0 || strcmp(crs, "EPSG:3847") == 0;
}

/* In degrees; false: PROJ knows none. A box over the antimeridian has its east side beyond 180. */
static bool find_area_of_use(const char *crs, lb_box *out)
{
    static const lb_box sweden = {9.5, 54, 25.5, 70.1};
    if (is_old_national_grid(crs)) {
        *out = sweden;
        return true;
    }
    PJ_CONTEXT *context = lb_proj_context();
    PJ *written = context ? lb_proj_create(context, crs) : NULL;
    double west, south, east, north;
    bool known = written &&
                 proj_get_area_of_use(context, written, &west, &south, &east, &north, NULL) &&
                 west >= -180 && south >= -90 && north <= 90;
    if (known) {
        double wider = fabs(east - west - ZONE_WIDTH) < 0.05 ? WIDENED_ZONE : WIDENED;
        *out = (lb_box){west - wider, fmax(south - WIDENED, -90),
                        (east < west ? east + 360 : east) + wider, fmin(north + WIDENED, 90)};
    }
    proj_destroy(written);
    if (context)
        proj_context_destroy(context);
    return known;
}

/* The box of the image of a box of degrees. Points without an image are left out. */
static lb_box box_of_image(lb_transform *transform, lb_box degrees)
{
    lb_box image = lb_box_empty();
    for (int i = 0; i <= NET; i++)
        for (int k = 0; k <= NET; k++) {
            double xy[2] = {degrees.xmin + (degrees.xmax - degrees.xmin) * i / NET,
                            degrees.ymin + (degrees.ymax - degrees.ymin) * k / NET};
            if (lb_transform_points(transform, 1, xy, NULL) == LB_OK)
                image = lb_box_add(image, xy[0], xy[1]);
        }
    return image;
}

/* The image of the border, counterclockwise from the south-west, into out->ring. A point without an
 * image, or a box over the antimeridian: out->n stays 0. */
static void ring_of_image(lb_transform *transform, lb_box degrees, lb_crs_area *out)
{
    double w = degrees.xmax - degrees.xmin, h = degrees.ymax - degrees.ymin;
    if (degrees.xmin < -180 || degrees.xmax > 180)
        return;
    for (int i = 0; i < 4 * NET; i++) {
        double step = (double)(i % NET) / NET, x, y;
        switch (i / NET) {
        case 0:
            x = degrees.xmin + step * w, y = degrees.ymin;
            break;
        case 1:
            x = degrees.xmax, y = degrees.ymin + step * h;
            break;
        case 2:
            x = degrees.xmax - step * w, y = degrees.ymax;
            break;
        default:
            x = degrees.xmin, y = degrees.ymax - step * h;
        }
        out->ring[2 * i] = x;
        out->ring[2 * i + 1] = y;
        if (lb_transform_points(transform, 1, out->ring + 2 * i, NULL) != LB_OK)
            return;
    }
    out->n = 4 * NET;
}

/* What is found below for the two CRS that nearly every run asks for, rounded outwards to whole
 * metres: asking PROJ's database takes longer than many a run. A test holds them against it. */
static const struct known_extent {
    const char *crs;
    lb_box box;
    bool degrees;
} known_extents[] = {{"EPSG:3006", {108512, 5979074, 1166186, 7805935}, false},
                     {"EPSG:4326", {-181, -90, 181, 90}, true}};

/* The area of use in units of the CRS: from the table of known extents, else of PROJ's database,
 * for a projected CRS as the image of its border; everywhere where PROJ knows none
 * (docs/methods.md, Coordinate reference systems). */
lb_status lb_crs_area_of_use(const char *crs, lb_crs_area *out, lb_error *err)
{
    lb_crs_info info;
    lb_crs_area area = {.n = 0};
    lb_box use;
    for (size_t i = 0; i < sizeof known_extents / sizeof *known_extents; i++)
        if (strcmp(crs, known_extents[i].crs) == 0) {
            *out = (lb_crs_area){.box = known_extents[i].box, .degrees = known_extents[i].degrees};
            return LB_OK;
        }
    LB_TRY(lb_crs_describe(crs, &info, err));
    area.degrees = info.geographic;
    area.box = info.geographic ? (lb_box){-360, -90, 360, 90} : everywhere;
    bool known = find_area_of_use(crs, &use);
    if (known && info.geographic) {
        area.box = use;
    } else if (known) {
        lb_transform *transform = NULL;
        LB_TRY(lb_transform_new("EPSG:4326", crs, &transform, err));
        lb_box image = box_of_image(transform, use);
        ring_of_image(transform, use, &area);
        lb_transform_free(transform);
        area.box = lb_box_is_empty(image) ? everywhere : image;
    }
    *out = area;
    return LB_OK;
}

lb_status lb_crs_reach(const char *crs, lb_box *out, lb_error *err)
{
    const double reach = LB_CRS_REACH_KM * 1000.0;
    lb_crs_area area;
    LB_TRY(lb_crs_area_of_use(crs, &area, err));
    lb_box near = {area.box.xmin - reach, area.box.ymin - reach, area.box.xmax + reach,
                   area.box.ymax + reach};
    *out = area.degrees ? everywhere : near;
    return LB_OK;
}
