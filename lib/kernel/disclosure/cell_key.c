/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entropy is greatest where ln p is a + b v + c v^2 of the change v; b and c are the minimum of the
 * convex dual ln sum exp(b v + c (v^2 - variance)), found by Newton's method. Left of no change
 * probabilities must not fall towards it: neighbours that do are pooled, as in isotonic regression,
 * and share their mean v and v^2. */
#include <math.h>
#include <stdbool.h>

#include "kernel/disclosure/cell_key.h"

enum { MAX_STEPS = 200, MAX_HALVINGS = 60 };

static const double rounding = 1e-14; /* of the dual, near its minimum */

/* Changes that have the same probability. */
typedef struct change_block {
    int first, count;   /* places in the row */
    double v, q;        /* mean change and mean squared change */
    double probability; /* of each of its changes */
} change_block;

typedef struct row_solver {
    change_block block[2 * LB_PERTURB_DEVIATION_MAX + 1];
    int blocks;
    double variance, b, c;
    double gradient[2], hessian[3]; /* of the dual: d/db, d/dc; bb, bc, cc */
} row_solver;

/* The dual at (b, c); sets each block's probability. Terms are scaled by the greatest. */
static double dual_value(row_solver *s, double b, double c)
{
    double greatest = -INFINITY, sum = 0;
    for (int k = 0; k < s->blocks; k++)
        greatest = fmax(greatest, b * s->block[k].v + c * (s->block[k].q - s->variance));
    for (int k = 0; k < s->blocks; k++) {
        change_block *block = &s->block[k];
        block->probability = exp(b * block->v + c * (block->q - s->variance) - greatest);
        sum += block->count * block->probability;
    }
    for (int k = 0; k < s->blocks; k++)
        s->block[k].probability /= sum;
    /* cppcheck-suppress invalidFunctionArg ; there is a block, and the greatest term is 1 */
    return greatest + log(sum);
}

/* Gradient and Hessian are the mean and the covariance of (v, q - variance) over the blocks. */
static void measure_moments(row_solver *s)
{
    double mean[2] = {0, 0}, square[3] = {0, 0, 0};
    for (int k = 0; k < s->blocks; k++) {
        const change_block *block = &s->block[k];
        double p = block->count * block->probability, x = block->v, y = block->q - s->variance;
        mean[0] += p * x;
        mean[1] += p * y;
        square[0] += p * x * x;
        square[1] += p * x * y;
        square[2] += p * y * y;
    }
    s->gradient[0] = mean[0];
    s->gradient[1] = mean[1];
    s->hessian[0] = square[0] - mean[0] * mean[0];
    s->hessian[1] = square[1] - mean[0] * mean[1];
    s->hessian[2] = square[2] - mean[1] * mean[1];
}

/* One step of Newton's method, halved until the dual does not rise by more than its rounding, which
 * hides the last steps' descent. False: there is no way down, or the step is not finite. */
static bool newton_step(row_solver *s, double *value)
{
    double ridge = 1e-14 * (s->hessian[0] + s->hessian[2]);
    double bb = s->hessian[0] + ridge, bc = s->hessian[1], cc = s->hessian[2] + ridge;
    double determinant = bb * cc - bc * bc;
    double db = -(cc * s->gradient[0] - bc * s->gradient[1]) / determinant;
    double dc = -(bb * s->gradient[1] - bc * s->gradient[0]) / determinant;
    if (!isfinite(db) || !isfinite(dc))
        return false;
    for (int i = 0; i < MAX_HALVINGS; i++, db /= 2, dc /= 2) {
        double next = dual_value(s, s->b + db, s->c + dc);
        if (next <= *value + rounding) {
            s->b += db;
            s->c += dc;
            *value = next;
            return true;
        }
    }
    return false;
}

/* Both moments are 0 to rounding where the minimum is reached. */
static bool minimise_dual(row_solver *s)
{
    double value = dual_value(s, s->b, s->c);
    for (int i = 0; i < MAX_STEPS; i++) {
        measure_moments(s);
        if (fabs(s->gradient[0]) < 1e-13 && fabs(s->gradient[1]) < 1e-13)
            return true;
        if (!newton_step(s, &value))
            break;
    }
    dual_value(s, s->b, s->c);
    measure_moments(s);
    return fabs(s->gradient[0]) < 1e-9 && fabs(s->gradient[1]) < 1e-9;
}

/* Joins block k with the next one. */
static void pool_blocks(row_solver *s, int k)
{
    change_block *a = &s->block[k], *b = &s->block[k + 1];
    int count = a->count + b->count;
    a->v = (a->v * a->count + b->v * b->count) / count;
    a->q = (a->q * a->count + b->q * b->count) / count;
    a->count = count;
    s->blocks--;
    for (int i = k + 1; i < s->blocks; i++)
        s->block[i] = s->block[i + 1];
}

/* The first block whose probability is above that of the next, both at changes up to 0; -1: none.
 */
static int falling_block(const row_solver *s, const lb_perturb_row *row)
{
    for (int k = 0; k + 1 < s->blocks; k++) {
        const change_block *next = &s->block[k + 1];
        if (row->change[next->first + next->count - 1] <= 0 &&
            s->block[k].probability > next->probability * (1 + 1e-12))
            return k;
    }
    return -1;
}

/* Probabilities of greatest entropy with mean 0 and the variance given: Newton on the dual;
 * while a pair at v <= 0 falls it is pooled and solved again (docs/methods.md, Cell key). */
static bool solve_row(lb_perturb_row *row, double variance)
{
    row_solver s = {.blocks = row->count, .variance = variance};
    for (int k = 0; k < row->count; k++) {
        double v = row->change[k];
        s.block[k] = (change_block){.first = k, .count = 1, .v = v, .q = v * v};
    }
    for (int k = 0; k >= 0;) {
        if (!minimise_dual(&s))
            return false;
        k = falling_block(&s, row);
        if (k >= 0)
            pool_blocks(&s, k);
    }
    for (int k = 0; k < s.blocks; k++)
        for (int i = 0; i < s.block[k].count; i++)
            row->probability[s.block[k].first + i] = s.block[k].probability;
    return true;
}

/* The changes that leave no negative number and none of 1 .. smallest. */
static void list_changes(int count, int deviation, int smallest, lb_perturb_row *row)
{
    row->count = 0;
    for (int v = -deviation; v <= deviation; v++) {
        int target = count + v;
        if (target == 0 || target > smallest)
            row->change[row->count++] = v;
    }
}

/* Row i is of count i; from deviation + smallest + 1 on a count cannot reach 1 .. smallest, so
 * that the last row serves all. LB_E_USAGE where no such table exists (docs/methods.md, Cell
 * key). */
lb_status lb_perturb_table_make(int deviation, double variance, int smallest, lb_perturb_table *out)
{
    int least = (smallest + 1) * (smallest + 1) / 4;
    if (smallest < 0 || deviation > LB_PERTURB_DEVIATION_MAX || deviation <= smallest ||
        !(variance > least) || !(variance < deviation))
        return LB_E_USAGE;
    *out = (lb_perturb_table){deviation + smallest + 2, {{0}}};
    for (int i = 1; i < out->rows; i++) {
        list_changes(i, deviation, smallest, &out->row[i]);
        if (!solve_row(&out->row[i], variance))
            return LB_E_USAGE;
    }
    return LB_OK;
}

/* The change whose interval of cumulative probability holds the key's first 53 bits as a number
 * from 0 to 1. Row 0 is empty: 0 stays 0. */
int64_t lb_perturb_count(const lb_perturb_table *table, int64_t count, uint64_t key)
{
    const lb_perturb_row *row = &table->row[count < table->rows ? count : table->rows - 1];
    double at = (double)(key >> 11) * 0x1p-53, below = 0;
    for (int k = 0; k < row->count; k++) {
        below += row->probability[k];
        if (at < below)
            return count + row->change[k];
    }
    /* The sum may miss 1 by rounding. */
    return row->count > 0 ? count + row->change[row->count - 1] : count;
}
