/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squares with the noise of the cell-key method, its keys from a secret in a file. */
#ifndef LB_INPUT_GRID_NOISY_SQUARES_H
#define LB_INPUT_GRID_NOISY_SQUARES_H

#include <lagesbild/disclosure.h>

/* Changes of at most 5, variance 2.001, no count of 1 or 2: the parameters that are usual. */
#define LB_NOISE_DEVIATION 5
#define LB_NOISE_VARIANCE  2.001
#define LB_NOISE_SMALLEST  2

/* FILE of "cell-key:FILE"; NULL: the text is not of that form. */
const char *lb_cell_key_file(const char *perturb);

/* Squares as the job may publish them: coarsened, or with noise by its secret. LB_E_INPUT: that is
 * shorter than 16 bytes. */
lb_status lb_published_squares_make(const lb_recipe *recipe, const lb_squares *squares,
                                    const lb_job *job, lb_coarsened_squares *out, lb_error *err);

/* 16 hexadecimal digits that identify a secret and reveal nothing of it. */
enum { LB_FINGERPRINT_SIZE = 17 };
lb_status lb_cell_key_fingerprint(const char *file, char text[LB_FINGERPRINT_SIZE], lb_error *err);

#endif
