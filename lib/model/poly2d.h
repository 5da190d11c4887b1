/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two smooth functions of the plane (easting and northing of a projection, say) as polynomials on a
 * square. Where one evaluation of the function costs a microsecond, the polynomial costs some
 * nanoseconds; whether it is accurate enough is checked by whoever fits it. */
#ifndef LB_MODEL_POLY2D_H
#define LB_MODEL_POLY2D_H

enum { LB_POLY2D_NODES = 7 };

/* Of degree 6 in u and in v, each from -1 to 1 over the square: term[j][i] goes with u^i v^j. */
typedef struct lb_poly2d {
    double term[LB_POLY2D_NODES][LB_POLY2D_NODES][2];
} lb_poly2d;

/* Where the functions are to be known, along u and along v (Chebyshev's places). */
void lb_poly2d_nodes(double at[LB_POLY2D_NODES]);

/* value[j][i] are the two functions at node i of u and node j of v; given through exactly. */
void lb_poly2d_fit(const double at[LB_POLY2D_NODES],
                   double value[LB_POLY2D_NODES][LB_POLY2D_NODES][2], lb_poly2d *out);

void lb_poly2d_evaluate(const lb_poly2d *poly, double u, double v, double out[2]);

#endif
