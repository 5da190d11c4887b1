/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proofs of what can be concluded, in whole numbers: multipliers of figures.
 *
 * Target = sum of multiplier x figure + sum over atoms of what is left x atom; each figure and each
 * atom is at least (at most) one of its ends. For any multipliers at all that bounds the target, so
 * that rounded duals of a linear program prove as much as they say. */
#ifndef LB_KERNEL_INFERENCE_INFERENCE_CERTIFICATE_H
#define LB_KERNEL_INFERENCE_INFERENCE_CERTIFICATE_H

#include "kernel/inference/inference_search.h"

/* The bound of the problem's target is numerator / (denominator x scale), people. */
typedef struct lb_inference_certificate {
    bool upper;          /* the target is at most, else at least, so much */
    int64_t denominator; /* > 0, of the multipliers */
    int64_t *multiplier; /* [problem's rows], numerators */
    lb_wide *rest;       /* [problem's atoms]: what multiplies each, over denominator x scale */
    lb_wide *room;       /* [problem's atoms], to compute rest again in */
    lb_wide numerator;
    bool proved; /* false: no multipliers prove the bound */
} lb_inference_certificate;

void lb_inference_certificate_clear(lb_inference_certificate *certificate);

/* Room for the problem's rows and atoms. LB_E_MEMORY. */
lb_status lb_inference_certificate_init(const lb_inference_problem *problem, bool upper,
                                        lb_inference_certificate *out);

/* Rounds duals[rows] (of rows and target in people) to the smallest common denominator that proves
 * bound[people x scale] or better; else keeps the best. Returns what is proved, rounded inwards to
 * whole numbers where the target is of whole squares: people x scale. */
lb_wide lb_inference_certificate_fit(const lb_inference_problem *problem, const double *duals,
                                     lb_wide bound, lb_inference_certificate *certificate);

/* Does the certificate, its rest and bound computed again from the multipliers, prove that the
 * target is at least (at most) claim, people x scale? */
bool lb_inference_certificate_verify(const lb_inference_problem *problem,
                                     const lb_inference_certificate *certificate, lb_wide claim);

#endif
