/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Earlier publications, in a file that names each with its hash (docs/formats.md, Register of
 * publications). */
#ifndef LB_COMMANDS_INFERENCE_REGISTER_H
#define LB_COMMANDS_INFERENCE_REGISTER_H

#include "base/file.h"
#include "commands/inference/publications.h"

/* Are the publications of options->register_path there, as they were? But for those among the
 * options' own, and `replaced` (NULL: none). A register that does not exist is empty. LB_E_INPUT:
 * it is none, or a publication is not what it was. LB_E_IO. */
lb_status lb_register_check(const lb_inference_options *options, const char *replaced,
                            lb_error *err);

/* The same, and reads what is in it. One of other squares, or of the same at another time, is left
 * out with a warning. */
lb_status lb_register_read(const lb_inference_options *options, const char *replaced,
                           const lb_job *job, lb_publications *out, lb_error *err);

/* Appends the paths of its publications but `replaced`. LB_E_INPUT: it is no register. LB_E_IO. */
lb_status lb_register_list(const char *path, const char *replaced, lb_file_names *out,
                           lb_error *err);

/* Adds the options' own publications. LB_E_IO. */
lb_status lb_register_add(const lb_inference_options *options, lb_error *err);

#endif
