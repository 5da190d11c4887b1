/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed maps and charts of a run, for its page: each as its file has it, and once more in the
 * page's other language. */
#ifndef LB_PROJECT_PAGE_IMAGES_H
#define LB_PROJECT_PAGE_IMAGES_H

#include <lagesbild/page.h>
#include "project/project_steps.h"

enum { LB_PICTURE_TEXT = 300 };

/* What a picture of the page points to. */
typedef struct lb_shown_picture {
    char *bytes, *other;
    char title[2][LB_PICTURE_TEXT], alt[2][LB_PICTURE_TEXT]; /* Swedish, English */
} lb_shown_picture;

typedef struct lb_project_pictures {
    size_t count;
    lb_page_picture *picture;
    lb_shown_picture *shown;
} lb_project_pictures;

void lb_project_pictures_clear(lb_project_pictures *pictures);

/* Those of steps that were done, as PNG or SVG: a PDF cannot stand in a page. One too large to read
 * would make the page heavy and is left out: its file is there all the same. */
lb_status lb_project_pictures_make(const lb_project *project, const lb_step_outcome *outcome,
                                   const lb_job *job, lb_project_pictures *out, lb_error *err);

#endif
