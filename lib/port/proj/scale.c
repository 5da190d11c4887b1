/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale of a CRS at a place, from the geodesics to two points beside it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geodesic.h>

#include "base/try.h"
#include "port/proj/crs.h"
#include "port/proj/scale.h"
#include "port/proj/transform.h"

/* Metres on the ground of one unit east and one unit north at (x, y), by geodesics on WGS 84 of
 * 100 units, or of 0.01 degrees, the northern of which ends at the pole where it would pass it. */
lb_status lb_crs_scale(const char *crs, double x, double y, double metres[2], lb_error *err)
{
    lb_crs_info info;
    lb_transform *transform = NULL;
    struct geod_geodesic wgs84;
    LB_TRY(lb_crs_describe(crs, &info, err));
    double step = info.geographic ? 0.01 : 100;
    double at[6] = {x, y, x + step, y, x, y + step};
    if (info.geographic && y + step > 90)
        at[1] = at[3] = (at[5] = 90) - step;
    LB_TRY(lb_transform_new(crs, "EPSG:4326", &transform, err));
    lb_status status = lb_transform_points(transform, 3, at, err);
    lb_transform_free(transform);
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    for (int i = 0; i < 2 && status == LB_OK; i++) {
        geod_inverse(&wgs84, at[1], at[0], at[2 * i + 3], at[2 * i + 2], &metres[i], NULL, NULL);
        metres[i] /= step;
    }
    return status;
}

/* The CRS for a place: that of Sweden, else the zone of UTM. */
static void suggest_crs(const char *crs, double x, double y, char text[60])
{
    lb_transform *transform = NULL;
    double at[2] = {x, y};
    bool known = lb_transform_new(crs, "EPSG:4326", &transform, NULL) == LB_OK &&
                 lb_transform_points(transform, 1, at, NULL) == LB_OK;
    lb_transform_free(transform);
    if (!known || (at[0] > 10 && at[0] < 25 && at[1] > 54.5 && at[1] < 70))
        snprintf(text, 60, "EPSG:3006");
    else
        snprintf(text, 60, "EPSG:32%d%02d", at[1] < 0 ? 7 : 6,
                 1 + ((int)floor((at[0] + 180) / 6) % 60));
}

/* LB_E_USAGE where a unit in the middle of the box is not a metre to 2 %, as in Web Mercator:
 * what is computed from planar distances would be wrong there. `what` needs the distances. */
lb_status lb_crs_check_scale(const char *crs, lb_box box, const char *what, lb_error *err)
{
    double metres[2], x = (box.xmin + box.xmax) / 2, y = (box.ymin + box.ymax) / 2;
    char use[60], label[LB_CRS_LABEL_SIZE];
    if (strcmp(crs, "EPSG:3006") == 0 || lb_box_is_empty(box))
        return LB_OK;
    LB_TRY(lb_crs_scale(crs, x, y, metres, err));
    if (fabs(metres[0] - 1) <= 0.02 && fabs(metres[1] - 1) <= 0.02)
        return LB_OK;
    suggest_crs(crs, x, y, use);
    lb_crs_label(crs, label);
    return lb_error_set(err, LB_E_USAGE,
                        "%s: a unit of %s is %.3g m on the ground here, so that no distance can be "
                        "measured in it; use %s",
                        what, label, metres[0], use);
}
