/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal-area (authalic) coordinates of the ellipsoid (docs/methods.md, Area on the ellipsoid). The
 * area of a meridian strip one radian wide from the equator to latitude phi is Q(phi) = b^2/2 (sin
 * phi / (1 - e^2 sin^2 phi) + artanh(e sin phi) / e) (Snyder 1987, eq. 3-12 times a^2/2).
 *
 * PROJ needs half a microsecond a point, twice for each vertex of an area. So the plane is cut into
 * square tiles; PROJ transforms the nodes of each tile that is used, and a bivariate polynomial
 * through them (base/poly2d) gives all other points of the tile. Where the polynomial misses PROJ's
 * own results between the nodes (at a pole, the meridian of 180 degrees, the end of a projection),
 * PROJ transforms every point of the tile. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <proj.h>

#include "model/poly2d.h"
#include "port/proj/authalic.h"
#include "port/proj/crs.h"

/* Longest piece of an edge, in metres of a projected and degrees of a geographic CRS; side of a
 * tile in such pieces (48 km); largest error of the polynomial, metres. */
static const double MAX_PIECE_M = 2000, MAX_PIECE_DEGREES = 0.02, PIECES_PER_TILE = 24,
                    MAX_ERROR_M = 2e-8;

/* A tile is kept at its column and row modulo these numbers; two tiles that share a place are 1536
 * or 3072 km apart, more than Sweden is wide or long, and replace each other. */
enum { TILES_X = 32, TILES_Y = 64, NODES = LB_POLY2D_NODES };

typedef struct ellipsoid {
    double a, b, e; /* metres, metres, first eccentricity */
} ellipsoid;

typedef struct plane_tile {
    bool is_filled, is_accurate;
    int32_t column, row; /* number of the tile from the origin of the CRS */
    lb_authalic_point middle;
    lb_poly2d
        patch; /* lambda and q of a point, minus those of the middle: small numbers round less */
} plane_tile;

struct lb_authalic {
    PJ_CONTEXT *context;
    PJ *inverse; /* to the CRS's own longitudes and latitudes */
    ellipsoid shape;
    double piece;    /* longest piece of an edge, units of the CRS */
    double per_tile; /* tiles a unit of the CRS */
    double node[NODES];
    plane_tile *tiles; /* [TILES_X * TILES_Y]; calloc, so that unused ones cost no memory */
};

void lb_authalic_free(lb_authalic *g)
{
    if (!g)
        return;
    proj_destroy(g->inverse);
    if (g->context)
        proj_context_destroy(g->context);
    free(g->tiles);
    free(g);
}

double lb_authalic_max_piece(const lb_authalic *authalic)
{
    return authalic->piece;
}

/* e = sqrt(1 - b^2 / a^2), written so that a nearly spherical body keeps its digits. */
static lb_status read_ellipsoid(PJ_CONTEXT *context, const PJ *crs, ellipsoid *out, lb_error *err)
{
    double a = 0, b = 0;
    PJ *shape = proj_get_ellipsoid(context, crs);
    int known = shape && proj_ellipsoid_get_parameters(context, shape, &a, &b, NULL, NULL);
    proj_destroy(shape);
    if (!known || !(a > 0) || !(b > 0) || b > a)
        return lb_error_set(err, LB_E_USAGE, "the CRS has no ellipsoid; areas cannot be measured");
    *out = (ellipsoid){a, b, sqrt((a - b) * (a + b)) / a};
    return LB_OK;
}

/* The operation from the CRS to longitudes and latitudes of its own datum (not of WGS 84): the same
 * ellipsoid, no shift of datum, and so no error beyond rounding. */
static lb_status find_inverse(lb_authalic *g, const char *crs, lb_error *err)
{
    lb_status status = LB_E_USAGE;
    bool geographic;
    PJ *from = lb_proj_crs(g->context, crs, err);
    PJ *to = from ? proj_crs_get_geodetic_crs(g->context, from) : NULL;
    if (to) {
        g->inverse = lb_proj_operation(g->context, from, to);
        lb_proj_unit(g->context, from, &geographic);
        g->piece = geographic ? MAX_PIECE_DEGREES : MAX_PIECE_M;
        status = read_ellipsoid(g->context, to, &g->shape, err);
    } else if (from) {
        lb_error_set(err, LB_E_USAGE, "'%.200s' has no longitudes and latitudes", crs);
    }
    if (status == LB_OK && !g->inverse)
        status =
            lb_error_set(err, LB_E_USAGE, "'%.200s' cannot be transformed to its ellipsoid", crs);
    proj_destroy(from);
    proj_destroy(to);
    return status;
}

/* The inverse projection of the CRS and the size of its tiles; tiles are filled when first asked
 * for (docs/methods.md, Area on the ellipsoid). */
lb_status lb_authalic_new(const char *crs, lb_authalic **out, lb_error *err)
{
    lb_authalic *g = calloc(1, sizeof *g);
    if (g) {
        g->context = lb_proj_context();
        g->tiles = calloc((size_t)TILES_X * TILES_Y, sizeof *g->tiles);
    }
    lb_status status = g && g->context && g->tiles ? LB_OK : lb_error_memory(err);
    if (status == LB_OK)
        status = find_inverse(g, crs, err);
    if (status != LB_OK) {
        lb_authalic_free(g);
        return status;
    }
    g->per_tile = 1 / (g->piece * PIECES_PER_TILE);
    lb_poly2d_nodes(g->node);
    *out = g;
    return LB_OK;
}

/* By PROJ. A sphere (e = 0) has Q = b^2 sin phi, the limit of the formula. */
static lb_authalic_point proj_point(const lb_authalic *g, double x, double y)
{
    const double degree = acos(-1) / 180;
    PJ_COORD at = proj_trans(g->inverse, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    double s = sin(at.xy.y * degree), e = g->shape.e, b = g->shape.b;
    double strip = e > 0 ? s / (1 - e * e * s * s) + atanh(e * s) / e : 2 * s;
    return (lb_authalic_point){at.xy.x * degree, b * b / 2 * strip};
}

/* By PROJ, for u and v from -1 to 1 across the tile. */
static lb_authalic_point proj_tile_point(const lb_authalic *g, const plane_tile *t, double u,
                                         double v)
{
    double half = g->piece * PIECES_PER_TILE / 2;
    return proj_point(g, half * (2.0 * t->column + 1 + u), half * (2.0 * t->row + 1 + v));
}

static lb_authalic_point interpolate_point(const plane_tile *t, double u, double v)
{
    double off[2];
    lb_poly2d_evaluate(&t->patch, u, v, off);
    return (lb_authalic_point){t->middle.lambda + off[0], t->middle.q + off[1]};
}

/* Tested at the corners and between the nodes, where interpolation is farthest off. Written so that
 * NaN fails. */
static bool is_accurate(const lb_authalic *g, const plane_tile *t)
{
    static const double at[][2] = {{-1, -1},   {1, -1},     {-1, 1},      {1, 1},
                                   {0.9, 0.2}, {-0.2, 0.9}, {-0.9, -0.6}, {0.6, -0.9}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        lb_authalic_point there = proj_tile_point(g, t, at[i][0], at[i][1]);
        lb_authalic_point here = interpolate_point(t, at[i][0], at[i][1]);
        if (!(g->shape.a * fabs(here.lambda - there.lambda) <= MAX_ERROR_M) ||
            !(fabs(here.q - there.q) / g->shape.a <= MAX_ERROR_M))
            return false;
    }
    return true;
}

/* Fills a tile, replacing the one that had its place: nodes by PROJ, polynomial, test. */
static void make_tile(const lb_authalic *g, plane_tile *t, int32_t column, int32_t row)
{
    double value[NODES][NODES][2];
    *t = (plane_tile){.is_filled = true, .column = column, .row = row};
    t->middle = proj_tile_point(g, t, 0, 0);
    for (int j = 0; j < NODES; j++)
        for (int i = 0; i < NODES; i++) {
            lb_authalic_point at = proj_tile_point(g, t, g->node[i], g->node[j]);
            value[j][i][0] = at.lambda - t->middle.lambda;
            value[j][i][1] = at.q - t->middle.q;
        }
    lb_poly2d_fit(g->node, value, &t->patch);
    t->is_accurate = is_accurate(g, t);
}

/* floor() for doubles that fit; without SSE 4.1, which x86-64 does not promise, that is a call. */
static inline int32_t floor_int32(double v)
{
    int32_t whole = (int32_t)v;
    return whole - (v < whole);
}

/* By the polynomial of the point's tile where that is accurate, else by PROJ. Tiles share slots
 * by their low bits; a slot that another tile holds is filled anew, so that the result depends
 * on the point alone. */
lb_authalic_point lb_authalic_project(lb_authalic *g, double x, double y)
{
    double across = x * g->per_tile, up = y * g->per_tile;
    if (!(fabs(across) < INT32_MAX) || !(fabs(up) < INT32_MAX))
        return proj_point(g, x, y);
    int32_t column = floor_int32(across), row = floor_int32(up);
    plane_tile *t = &g->tiles[(row & (TILES_Y - 1)) * TILES_X + (column & (TILES_X - 1))];
    if (!t->is_filled || t->column != column || t->row != row)
        make_tile(g, t, column, row);
    if (!t->is_accurate)
        return proj_point(g, x, y);
    return interpolate_point(t, 2 * (across - column) - 1, 2 * (up - row) - 1);
}
