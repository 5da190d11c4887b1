/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas on the ellipsoid (docs/methods.md, Area on the ellipsoid). A ring encloses the contour
 * integral of Q, the area of a meridian strip from the equator, over the longitude
 * (port/proj/authalic): lambda and Q are equal-area plane coordinates.
 *
 * PROJ's geod_polygonarea is not used: its sums hold the strip down to the equator, of which an
 * area of a square kilometre is a millionth of a millionth, so that rounding leaves about 1e-7 of
 * small areas, and it takes edges to be geodesics, which straight lines of a grid are not. Here Q
 * is taken relative to the ring's first vertex, and edges are followed as the grid has them: cut
 * into pieces of at most 2 km, each integrated as the parabola through its ends and its
 * midpoint (Simpson), which leaves about (2 km / 6371 km)^4 of the areal scale's change. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/threads.h"
#include "port/proj/geodesic.h"
#include "port/proj/authalic.h"

/* Vertices that are worth the milliseconds a PROJ context takes to make. */
static const double VERTICES_PER_THREAD = 200000;

static bool is_finite_point(lb_authalic_point p)
{
    return isfinite(p.lambda) && isfinite(p.q);
}

/* Twice the signed area of the triangle origin, a, b; positive anticlockwise. */
static double cross_product(lb_authalic_point a, lb_authalic_point b, lb_authalic_point origin)
{
    return (a.lambda - origin.lambda) * (b.q - origin.q) -
           (b.lambda - origin.lambda) * (a.q - origin.q);
}

/* Adds to *twice the integral along one straight edge of the grid from `from` to the next vertex.
 * *at: the edge's first point in equal-area coordinates, then its last. False: a point of it has no
 * place on the ellipsoid. */
static bool add_edge(lb_authalic *g, const double *from, lb_authalic_point origin,
                     lb_authalic_point *at, lb_sum *twice)
{
    const double *to = from + 2;
    double dx = to[0] - from[0], dy = to[1] - from[1], length = sqrt(dx * dx + dy * dy);
    int pieces = 1 + (int)fmin(length / lb_authalic_max_piece(g), 1e6);
    lb_authalic_point a = *at;
    for (int i = 1; i <= pieces; i++) {
        double m = (i - 0.5) / pieces, t = (double)i / pieces;
        lb_authalic_point mid = lb_authalic_project(g, from[0] + m * dx, from[1] + m * dy);
        lb_authalic_point b = i == pieces
                                  ? lb_authalic_project(g, to[0], to[1])
                                  : lb_authalic_project(g, from[0] + t * dx, from[1] + t * dy);
        if (!is_finite_point(a) || !is_finite_point(mid) || !is_finite_point(b))
            return false;
        /* Archimedes: a parabola's segment is four thirds of the triangle through its midpoint */
        lb_sum_add(twice, cross_product(a, b, origin));
        lb_sum_add(twice, -4.0 / 3 * cross_product(a, b, mid));
        a = b;
    }
    *at = a;
    return true;
}

/* Square metres; holes are subtracted by their direction. Relative to the first vertex of each
 * ring, so that the strip down to the equator, a million times larger, is never in a sum. */
static lb_status feature_area(lb_authalic *g, const lb_shapes *s, size_t feature, double *area,
                              lb_error *err)
{
    lb_sum twice = {0};
    for (size_t r = s->ring[s->part[feature]]; r < s->ring[s->part[feature + 1]]; r++) {
        if (s->vertex[r] == s->vertex[r + 1])
            continue;
        const double *xy = s->xy + 2 * s->vertex[r];
        lb_authalic_point origin = lb_authalic_project(g, xy[0], xy[1]), at = origin;
        for (size_t i = s->vertex[r]; i + 1 < s->vertex[r + 1]; i++, xy += 2)
            if (!add_edge(g, xy, origin, &at, &twice))
                return lb_error_set(err, LB_E_INPUT,
                                    "feature %zu: the point (%.10g, %.10g), or one near it, cannot "
                                    "be transformed to the ellipsoid",
                                    feature + 1, xy[0], xy[1]);
    }
    *area = lb_sum_value(twice) / 2;
    return LB_OK;
}

static int threads_for(const lb_shapes *shapes, int threads)
{
    int useful = 1 + (int)fmin((double)lb_shapes_vertices(shapes) / VERTICES_PER_THREAD, 1e6);
    int available = lb_thread_count(threads);
    return useful < available ? useful : available;
}

/* area[i] NaN: feature_area failed, and is called again for its message. */
static void measure_all(lb_authalic *const *g, int n, const lb_shapes *shapes, double *area)
{
#pragma omp parallel for num_threads(n) schedule(dynamic, 16)
    for (size_t i = 0; i < shapes->count; i++)
        if (feature_area(g[lb_thread_index()], shapes, i, &area[i], NULL) != LB_OK)
            area[i] = (double)NAN;
}

/* Square metres on the ellipsoid. A feature that a thread could not measure is NaN and is
 * measured again here, so that the error that is reported is that of the first one, whatever the
 * threads. */
lb_status lb_geodesic_areas(const lb_shapes *shapes, const char *crs, int threads, double *area,
                            lb_error *err)
{
    int n = threads_for(shapes, threads);
    lb_authalic **g = calloc((size_t)n, sizeof *g);
    lb_status status = g ? LB_OK : lb_error_memory(err);
    for (int i = 0; i < n && status == LB_OK; i++)
        status = lb_authalic_new(crs, &g[i], err);
    if (status == LB_OK)
        measure_all(g, n, shapes, area);
    for (size_t i = 0; status == LB_OK && i < shapes->count; i++)
        if (isnan(area[i]))
            status = feature_area(g[0], shapes, i, &area[i], err);
    for (int i = 0; g && i < n; i++)
        lb_authalic_free(g[i]);
    free(g);
    return status;
}

/* Strips --------------------------------------------------------------------------------------- */

/* What one thread measures with, made when it first does: most areas do not overlap. */
typedef struct strip_worker {
    lb_authalic *authalic;
    double q; /* of the parallel */
    bool failed;
} strip_worker;

struct lb_geodesic_strips {
    const char *crs;
    double middle[2]; /* on the parallel */
    int threads;
    strip_worker *worker; /* [threads] */
};

lb_geodesic_strips *lb_geodesic_strips_new(const char *crs, lb_box box, int threads)
{
    int n = lb_thread_count(threads);
    lb_geodesic_strips *s = calloc(1, sizeof *s);
    strip_worker *worker = calloc((size_t)n, sizeof *worker);
    if (s && worker) {
        *s = (lb_geodesic_strips){
            crs, {(box.xmin + box.xmax) / 2, (box.ymin + box.ymax) / 2}, n, worker};
        /* cppcheck-suppress memleak ; the strips hold it now */
        return s;
    }
    free(s);
    free(worker);
    return NULL;
}

void lb_geodesic_strips_free(lb_geodesic_strips *strips)
{
    for (int t = 0; strips && t < strips->threads; t++)
        lb_authalic_free(strips->worker[t].authalic);
    if (strips)
        free(strips->worker);
    free(strips);
}

bool lb_geodesic_strips_failed(const lb_geodesic_strips *strips)
{
    bool failed = false;
    for (int t = 0; t < strips->threads; t++)
        failed = failed || strips->worker[t].failed;
    return failed;
}

static void start_worker(const lb_geodesic_strips *s, strip_worker *w)
{
    w->failed = lb_authalic_new(s->crs, &w->authalic, NULL) != LB_OK;
    if (!w->failed)
        w->q = lb_authalic_project(w->authalic, s->middle[0], s->middle[1]).q;
}

/* Pieces as add_edge has them: a trapezium from the parallel, and a parabola's segment. */
double lb_geodesic_strip(void *strips, int thread, const double a[2], const double b[2])
{
    const lb_geodesic_strips *s = strips;
    strip_worker *w = &s->worker[thread];
    if (!w->authalic && !w->failed)
        start_worker(s, w);
    lb_authalic *g = w->authalic;
    if (w->failed)
        return (double)NAN;
    double dx = b[0] - a[0], dy = b[1] - a[1], sum = 0;
    int pieces = 1 + (int)fmin(sqrt(dx * dx + dy * dy) / lb_authalic_max_piece(g), 1e6);
    lb_authalic_point from = lb_authalic_project(g, a[0], a[1]);
    for (int i = 1; i <= pieces; i++) {
        double m = (i - 0.5) / pieces, t = (double)i / pieces;
        lb_authalic_point mid = lb_authalic_project(g, a[0] + m * dx, a[1] + m * dy);
        lb_authalic_point to = i == pieces ? lb_authalic_project(g, b[0], b[1])
                                           : lb_authalic_project(g, a[0] + t * dx, a[1] + t * dy);
        sum -= ((from.q - w->q) + (to.q - w->q)) / 2 * (to.lambda - from.lambda);
        sum -= 2.0 / 3 * cross_product(from, to, mid);
        from = to;
    }
    return sum;
}
