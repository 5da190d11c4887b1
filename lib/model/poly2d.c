/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bivariate interpolation of degree 6 in each variable at Chebyshev nodes, whose error is within a
 * small factor of the best polynomial's: f(u, v) = sum of term[j][i] u^i v^j. Fitted one variable
 * after the other (Newton's divided differences), evaluated by Horner's rule; 49 multiplications a
 * function. */
#include <math.h>

#include "model/poly2d.h"

enum { N = LB_POLY2D_NODES };

/* The zeros of the Chebyshev polynomial of degree N, ascending in -1 to 1. */
void lb_poly2d_nodes(double at[N])
{
    const double half_turn = acos(-1);
    for (int i = 0; i < N; i++)
        at[i] = -cos((2 * i + 1) * half_turn / (2 * N));
}

/* Replaces the values at the nodes (`step` doubles apart) by the coefficients of 1, t, t^2 ...:
 * Newton's divided differences, then the products (t - at[0]) (t - at[1]) ... multiplied out from
 * the innermost. */
static void fit_line(const double at[N], double *value, int step)
{
    for (int order = 1; order < N; order++)
        for (int i = N - 1; i >= order; i--)
            value[i * step] = (value[i * step] - value[(i - 1) * step]) / (at[i] - at[i - order]);
    for (int inner = N - 2; inner >= 0; inner--)
        for (int i = inner; i < N - 1; i++)
            value[i * step] -= at[inner] * value[(i + 1) * step];
}

/* Rows first, then columns of the coefficients of the rows: a tensor product, so the order of the
 * two does not matter. */
void lb_poly2d_fit(const double at[N], double value[N][N][2], lb_poly2d *out)
{
    for (int f = 0; f < 2; f++) {
        for (int j = 0; j < N; j++)
            fit_line(at, &value[j][0][f], 2);
        for (int i = 0; i < N; i++)
            fit_line(at, &value[0][i][f], 2 * N);
    }
    for (int j = 0; j < N; j++)
        for (int i = 0; i < N; i++)
            for (int f = 0; f < 2; f++)
                out->term[j][i][f] = value[j][i][f];
}

/* Horner's rule along u for all rows at once, which do not wait for each other (half the time),
 * then along v. The loops are unrolled so that rows stay in registers. */
void lb_poly2d_evaluate(const lb_poly2d *poly, double u, double v, double out[2])
{
    double row[N][2], sum[2] = {0, 0};
#pragma GCC unroll 7
    for (int j = 0; j < N; j++)
        for (int f = 0; f < 2; f++)
            row[j][f] = poly->term[j][N - 1][f];
#pragma GCC unroll 7
    for (int i = N - 2; i >= 0; i--)
#pragma GCC unroll 7
        for (int j = 0; j < N; j++)
            for (int f = 0; f < 2; f++)
                row[j][f] = row[j][f] * u + poly->term[j][i][f];
#pragma GCC unroll 7
    for (int j = N - 1; j >= 0; j--)
        for (int f = 0; f < 2; f++)
            sum[f] = sum[f] * v + row[j][f];
    out[0] = sum[0];
    out[1] = sum[1];
}
