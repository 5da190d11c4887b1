/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brief on paper: one area on one A4 page. */
#ifndef LB_RENDER_BRIEF_BRIEF_SHEET_H
#define LB_RENDER_BRIEF_BRIEF_SHEET_H

#include <lagesbild/page.h>
#include "model/map/drawing.h"

typedef struct lb_brief_sheet {
    const char *title;
    lb_page_text subtitle;    /* none */
    const lb_page_fact *fact; /* [facts], in one row */
    size_t facts;
    const lb_drawing *map; /* as wide and high as LB_BRIEF_MAP_WIDTH, _HEIGHT */
    lb_page_text mix_title, near_title, caveats;
    const lb_table *mix;  /* class, share, people, share of the grid: a bar a row */
    const lb_rgba *ink;   /* [mix->rows] of the bars */
    const lb_table *near; /* the first row is the area itself */
    const char *source;
    bool english;
} lb_brief_sheet;

/* Points. The map has margins of its own: it is wider than the text. */
#define LB_BRIEF_MAP_WIDTH  549.0
#define LB_BRIEF_MAP_HEIGHT 470.0

/* LB_E_MEMORY. */
lb_status lb_brief_sheet_draw(const lb_brief_sheet *sheet, const lb_measure *measure,
                              lb_drawing **out);

#endif
