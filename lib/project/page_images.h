/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed maps and charts of a run, for its page: each as its file has it, and once more in the
 * page's other language. */
#ifndef LB_PROJECT_PAGE_IMAGES_H
#define LB_PROJECT_PAGE_IMAGES_H

#include <lagesbild/page.h>
#include "project/project_steps.h"

enum { LB_IMAGE_TEXT_SIZE = 300 };

/* What a picture of the page points to. */
typedef struct lb_page_image_data {
    char *bytes, *other;
    char title[2][LB_IMAGE_TEXT_SIZE], alt[2][LB_IMAGE_TEXT_SIZE]; /* Swedish, English */
} lb_page_image_data;

typedef struct lb_page_images {
    size_t count;
    lb_page_picture *picture;
    lb_page_image_data *data;
} lb_page_images;

void lb_page_images_clear(lb_page_images *images);

/* Those of steps that were done, as PNG or SVG: a PDF cannot stand in a page. One too large to read
 * would make the page heavy and is left out: its file is there all the same. */
lb_status lb_page_images_make(const lb_project *project, const lb_step_outcome *outcome,
                              const lb_job *job, lb_page_images *out, lb_error *err);

#endif
