/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of targets, and certificates as a person reads them (docs/formats.md, Certificate). */
#ifndef LB_COMMANDS_INFERENCE_CERTIFICATE_JSON_H
#define LB_COMMANDS_INFERENCE_CERTIFICATE_JSON_H

#include "commands/inference/figure_squares.h"
#include "commands/inference/targets.h"

/* What names come from; borrowed. */
typedef struct lb_inference_names {
    const lb_publications *publications;
    const lb_area_squares *squares;
    const lb_variable_input *input;
    const lb_inference_system *system;
    size_t variable;
} lb_inference_names;

/* The rows that hold all squares of a target, the rows that meet these and hold none, and its
 * squares: "A and B without C (2 squares)". */
void lb_inference_target_name(const lb_inference_names *names, const lb_inference_target *target,
                              lb_buf *out);

/* The first figure that holds all squares of a target; NULL: none does. */
const lb_published_figure *lb_inference_target_figure(const lb_inference_names *names,
                                                      const lb_inference_target *target);

/* The square that a target consists of; SIZE_MAX: several. */
size_t lb_inference_target_square(const lb_inference_names *names,
                                  const lb_inference_target *target);

/* The certificate of people of which the range is shown: a JSON array. */
void lb_inference_shown_json(const char *target, lb_people_range range, lb_buf *out);

/* An lb_certificate_writer's function; udata: lb_inference_names. */
void lb_inference_certificate_json(void *udata, const lb_inference_problem *problem,
                                   const lb_inference_target *target,
                                   const lb_inference_certificate *certificate, bool upper,
                                   int64_t claim, lb_buf *out);

#endif
