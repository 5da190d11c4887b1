/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign of the determinant det = (a - c) x (b - c) (docs/methods.md, Location).
 *
 * First in doubles, with Shewchuk's bound on the error; nearly always that decides. Else the
 * determinant is multiplied out, each of its six products split into two doubles without error by
 * fma (Dekker 1971), and the twelve summed as an expansion of non-overlapping doubles (Shewchuk
 * 1997), whose largest term has the sign of the sum. */
#include <math.h>

#include "kernel/geometry/orient.h"

enum { TERMS = 12 }; /* six products of two doubles each */

/* Below this part of the terms' magnitude a determinant's sign is in doubt: Shewchuk's
 * (3 + 16 e) e, e = 2^-53, rounded up. */
#define DOUBT 0x1.9p-52

/* Non-overlapping doubles, smallest first; their sum is the exact value. */
typedef struct expansion {
    double term[TERMS];
    int count;
} expansion;

/* Adds x without error: Knuth's two-sum with each term, zeros dropped. */
static void expansion_add(expansion *sum, double x)
{
    int kept = 0;
    for (int i = 0; i < sum->count; i++) {
        double a = sum->term[i], high = x + a, part = high - x;
        double low = (x - (high - part)) + (a - part);
        if (low != 0)
            sum->term[kept++] = low;
        x = high;
    }
    if (x != 0)
        sum->term[kept++] = x;
    sum->count = kept;
}

/* Adds a b without error: the rounded product and what fma says it lost. */
static void add_product(expansion *sum, double a, double b)
{
    double high = a * b;
    expansion_add(sum, fma(a, b, -high));
    expansion_add(sum, high);
}

static int sign_of(double x)
{
    return (x > 0) - (x < 0);
}

/* The determinant multiplied out: the products of c with itself cancel. */
static int orient_exactly(const double a[2], const double b[2], const double c[2])
{
    expansion sum = {.count = 0};
    add_product(&sum, a[0], b[1]);
    add_product(&sum, -a[1], b[0]);
    add_product(&sum, b[0], c[1]);
    add_product(&sum, -b[1], c[0]);
    add_product(&sum, c[0], a[1]);
    add_product(&sum, -c[1], a[0]);
    return sum.count == 0 ? 0 : sign_of(sum.term[sum.count - 1]);
}

int lb_orient(const double a[2], const double b[2], const double c[2])
{
    double left = (a[0] - c[0]) * (b[1] - c[1]);
    double right = (a[1] - c[1]) * (b[0] - c[0]);
    double det = left - right;
    if (fabs(det) > DOUBT * (fabs(left) + fabs(right)))
        return sign_of(det);
    return orient_exactly(a, b, c);
}
