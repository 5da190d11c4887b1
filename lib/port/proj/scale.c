/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale of a CRS at a place, from the geodesics to two points beside it. */
#include <math.h>

#include <geodesic.h>

#include "base/try.h"
#include "port/proj/crs.h"
#include "port/proj/scale.h"
#include "port/proj/transform.h"

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
