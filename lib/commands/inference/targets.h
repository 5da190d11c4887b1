/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of people that the figures distinguish, and how narrowly each can be bounded
 * (docs/methods.md, Inference). */
#ifndef LB_COMMANDS_INFERENCE_TARGETS_H
#define LB_COMMANDS_INFERENCE_TARGETS_H

#include "base/buf.h"
#include "kernel/inference/inference_certificate.h"

typedef enum lb_inference_verdict {
    LB_INFERENCE_SAFE,
    LB_INFERENCE_EXACT,     /* one number, under the minimum */
    LB_INFERENCE_NARROW,    /* fewer than four numbers, one of them under the minimum, not all 0 */
    LB_INFERENCE_ATTRIBUTE, /* of a part that is not shown: no one, or all of the people there */
    LB_INFERENCE_REAL,      /* safe for real numbers, not decided for whole ones */
    LB_INFERENCE_UNDECIDED
} lb_inference_verdict;

/* "safe", "exact", "narrow", "attribute", "safe only for real numbers", "undecided"; NULL-ended. */
extern const char *const lb_inference_verdict_names[];

typedef struct lb_people_range {
    int64_t low, high; /* low > high: none */
} lb_people_range;

/* What can be said when the people lie in the range and nothing else is known. */
lb_inference_verdict lb_inference_judge(lb_people_range range, int64_t minimum);

/* A sum of whole atoms. */
typedef struct lb_inference_target {
    size_t *atom; /* [atoms] of the system, ascending; owned */
    size_t atoms;
    size_t row;               /* the hidden row that it is the sum of; SIZE_MAX: none */
    lb_people_range proved;   /* no solution lies outside */
    lb_people_range attained; /* solutions in whole numbers are known for both ends */
    lb_people_range real;     /* of a linear program, rounded inwards */
    lb_people_range square;   /* of single squares, where these are what is found */
    lb_inference_verdict verdict;
    lb_buf certificate; /* JSON objects with commas between, of findings */
} lb_inference_target;

/* The targets of one variable, owned; zeroed memory is empty. */
typedef struct lb_inference_targets {
    lb_inference_target *target;
    size_t count, capacity;
} lb_inference_targets;

void lb_inference_targets_clear(lb_inference_targets *targets);

/* Every atom, every row with hidden[row], and what two rows with squares in common share and do not
 * share, each set of atoms once. low: bounds after propagation; a set that has `minimum` people for
 * certain is left out when it is of two rows. LB_E_MEMORY. */
lb_status lb_inference_targets_list(const lb_inference_system *system, const bool *hidden,
                                    const int64_t *low, int64_t minimum, lb_inference_targets *out);

/* Appends one JSON object that proves `claim` people to out: the certificate, or, where it is NULL,
 * that a search over all whole numbers found nothing beyond. */
typedef struct lb_certificate_writer {
    void (*write)(void *udata, const lb_inference_problem *problem,
                  const lb_inference_target *target, const lb_inference_certificate *certificate,
                  bool upper, int64_t claim, lb_buf *out);
    void *udata;
} lb_certificate_writer;

/* What bounding needs of one variable, borrowed. minimum: the fewest people that may be
 * concluded. */
typedef struct lb_inference_solver {
    const lb_inference_system *system;
    const lb_inference_input *input;
    int64_t minimum;
    const int64_t *people_low,
        *people_high; /* [units] of a part: people of the squares; else NULL */
    size_t
        largest_search; /* unknowns of a component that whole numbers are searched in fully (60) */
    lb_certificate_writer writer;
} lb_inference_solver;

/* Bounds every target and judges it. *contradiction: a row that no people fit, or SIZE_MAX.
 * LB_E_MEMORY. */
lb_status lb_inference_targets_solve(const lb_inference_solver *solver, const int64_t *low,
                                     const int64_t *high, lb_inference_targets *targets,
                                     size_t *contradiction);

#endif
