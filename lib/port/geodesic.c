/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The area between a meridian strip of one radian's width, the equator and latitude phi is
 *   Q(phi) = b^2/2 (sin phi / (1 - e^2 sin^2 phi) + artanh(e sin phi) / e)
 * (Snyder 1987, eq. 3-12 times a^2/2), so a ring encloses the contour integral of Q over the
 * longitude: lambda and Q are equal-area plane coordinates.
 *
 * PROJ's geod_polygonarea is not used: its sums hold the strip down to the equator, of which an
 * area of a square kilometre is a millionth of a millionth, so that rounding leaves about 1e-7 of
 * small areas, and it takes edges to be geodesics, which straight lines of a grid are not. Here Q
 * is taken relative to the ring's first vertex, and edges are followed as the grid has them: cut
 * into pieces of at most PIECE metres, each integrated as the parabola through its ends and its
 * midpoint (Simpson), which leaves about (PIECE / 6371 km)^4 of the areal scale's change. */
#include <math.h>
#include <stdlib.h>

#include <proj.h>

#include "base/sum.h"
#include "base/work.h"
#include "port/geodesic.h"
#include "port/proj_crs.h"
#include "port/transform.h"

static const double PIECE = 2000, PIECE_DEGREES = 0.02, WORTH_A_THREAD = 20000;

typedef struct ellipsoid {
    double a, b, e; /* metres, metres, first eccentricity */
} ellipsoid;

/* The way from a CRS to its own longitudes and latitudes, and its ellipsoid. */
typedef struct globe {
    PJ_CONTEXT *context;
    PJ *inverse;
    ellipsoid shape;
    double piece; /* longest piece of an edge, in units of the CRS */
} globe;

static void clear_globe(globe *g)
{
    proj_destroy(g->inverse);
    if (g->context)
        proj_context_destroy(g->context);
    *g = (globe){0};
}

static lb_status take_ellipsoid(PJ_CONTEXT *context, const PJ *crs, ellipsoid *out, lb_error *err)
{
    double a = 0, b = 0;
    PJ *shape = proj_get_ellipsoid(context, crs);
    int known = shape && proj_ellipsoid_get_parameters(context, shape, &a, &b, NULL, NULL);
    proj_destroy(shape);
    if (!known || !(a > 0) || !(b > 0) || b > a)
        return lb_error_set(err, LB_E_USAGE, "the CRS has no ellipsoid to measure areas on");
    *out = (ellipsoid){a, b, sqrt((a - b) * (a + b)) / a};
    return LB_OK;
}

static lb_status start_globe(const char *crs, globe *g, lb_error *err)
{
    lb_status status = LB_E_USAGE;
    g->context = lb_proj_context();
    if (!g->context)
        return lb_error_set(err, LB_E_MEMORY, "out of memory");
    PJ *from = lb_proj_crs(g->context, crs, err);
    PJ *geodetic = from ? proj_crs_get_geodetic_crs(g->context, from) : NULL;
    PJ *to = geodetic ? proj_normalize_for_visualization(g->context, geodetic) : NULL;
    if (to) {
        g->inverse = proj_create_crs_to_crs_from_pj(g->context, from, to, NULL, NULL);
        g->piece = proj_get_type(from) == PJ_TYPE_PROJECTED_CRS ? PIECE : PIECE_DEGREES;
        status = take_ellipsoid(g->context, to, &g->shape, err);
    } else if (from) {
        lb_error_set(err, LB_E_USAGE, "'%.200s' has no longitudes and latitudes", crs);
    }
    if (status == LB_OK && !g->inverse)
        status = lb_error_set(err, LB_E_USAGE, "'%.200s' has no way to its ellipsoid", crs);
    proj_destroy(from);
    proj_destroy(geodetic);
    proj_destroy(to);
    return status;
}

/* Longitude in radians and strip area Q. */
typedef struct place {
    double lambda, q;
} place;

static place locate(const globe *g, double x, double y)
{
    const double degree = acos(-1) / 180;
    PJ_COORD at = proj_trans(g->inverse, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    double s = sin(at.xy.y * degree), e = g->shape.e, b = g->shape.b;
    double strip = e > 0 ? s / (1 - e * e * s * s) + atanh(e * s) / e : 2 * s;
    return (place){at.xy.x * degree, b * b / 2 * strip};
}

static bool is_placed(place p)
{
    return isfinite(p.lambda) && isfinite(p.q);
}

/* Of what lies left of the way from a to b as seen from the origin, twice. */
static double cross(place a, place b, place origin)
{
    return (a.lambda - origin.lambda) * (b.q - origin.q) -
           (b.lambda - origin.lambda) * (a.q - origin.q);
}

/* Adds one straight edge of the grid, which begins at *at, where its end is then put; false: no
 * place on the ellipsoid. */
static bool add_edge(const globe *g, const double *from, place origin, place *at, lb_sum *twice)
{
    const double *to = from + 2;
    double length = hypot(to[0] - from[0], to[1] - from[1]);
    int pieces = 1 + (int)fmin(length / g->piece, 1e6);
    place a = *at;
    for (int i = 1; i <= pieces; i++) {
        double m = (i - 0.5) / pieces, t = (double)i / pieces;
        place mid = locate(g, from[0] + m * (to[0] - from[0]), from[1] + m * (to[1] - from[1]));
        place b = i == pieces
                      ? locate(g, to[0], to[1])
                      : locate(g, from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]));
        if (!is_placed(a) || !is_placed(mid) || !is_placed(b))
            return false;
        /* the chord and four thirds of the triangle on it: the area under a parabola */
        lb_sum_add(twice, cross(a, b, origin));
        lb_sum_add(twice, -4.0 / 3 * cross(a, b, mid));
        a = b;
    }
    *at = a;
    return true;
}

static lb_status feature_area(const globe *g, const lb_shapes *s, size_t feature, double *area,
                              lb_error *err)
{
    lb_sum twice = {0};
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++) {
        if (s->vertex[r] == s->vertex[r + 1])
            continue;
        const double *xy = s->xy + 2 * s->vertex[r];
        place origin = locate(g, xy[0], xy[1]), at = origin;
        for (size_t i = s->vertex[r]; i + 1 < s->vertex[r + 1]; i++, xy += 2)
            if (!add_edge(g, xy, origin, &at, &twice))
                return lb_error_set(err, LB_E_INPUT,
                                    "feature %zu: near (%.10g, %.10g) there is no place on the "
                                    "ellipsoid",
                                    feature + 1, xy[0], xy[1]);
    }
    *area = lb_sum_value(twice) / 2;
    return LB_OK;
}

/* A context of PROJ takes milliseconds to make: each thread has as many vertices as are worth it.
 */
static int threads_for(const lb_shapes *shapes, int threads)
{
    int worth = 1 + (int)fmin((double)lb_shapes_vertices(shapes) / WORTH_A_THREAD, 1e6);
    int most = lb_work_threads(threads);
    return worth < most ? worth : most;
}

/* area[i] NaN: it has none. */
static void measure_all(globe *g, int globes, const lb_shapes *shapes, double *area)
{
#pragma omp parallel for num_threads(globes) schedule(dynamic, 16)
    for (size_t i = 0; i < shapes->count; i++)
        if (feature_area(&g[lb_work_thread()], shapes, i, &area[i], NULL) != LB_OK)
            area[i] = (double)NAN;
}

lb_status lb_geodesic_areas(const lb_shapes *shapes, const char *crs, int threads, double *area,
                            lb_error *err)
{
    int globes = threads_for(shapes, threads);
    globe *g = calloc((size_t)globes, sizeof *g);
    lb_status status = g ? LB_OK : lb_error_set(err, LB_E_MEMORY, "out of memory");
    for (int i = 0; i < globes && status == LB_OK; i++)
        status = start_globe(crs, &g[i], err);
    if (status == LB_OK)
        measure_all(g, globes, shapes, area);
    for (size_t i = 0; status == LB_OK && i < shapes->count; i++)
        if (isnan(area[i]))
            status = feature_area(&g[0], shapes, i, &area[i], err);
    for (int i = 0; g && i < globes; i++)
        clear_globe(&g[i]);
    free(g);
    return status;
}
