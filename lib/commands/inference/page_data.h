/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a page's first JSON script. */
#ifndef LB_COMMANDS_INFERENCE_PAGE_DATA_H
#define LB_COMMANDS_INFERENCE_PAGE_DATA_H

#include "commands/inference/publications.h"
#include "text/json_read.h"

/* The outlines of the areas that are no context, into out->outlines; data: the script's object.
 * LB_E_INPUT: damaged. */
lb_status lb_page_read_outlines(const char *path, lb_json_value data, lb_publications *out,
                                lb_error *err);

#endif
