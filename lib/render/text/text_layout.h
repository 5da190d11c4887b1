/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and figures on a drawing: as people of the language write them, within a width. */
#ifndef LB_RENDER_TEXT_TEXT_LAYOUT_H
#define LB_RENDER_TEXT_TEXT_LAYOUT_H

#include "model/map/drawing.h"

/* A number with `decimals` digits after a comma (English: point) and thousands apart by a thin
 * space. */
enum { LB_FIGURE_SIZE = 64 };
void lb_figure_text(double value, int decimals, bool english, char text[LB_FIGURE_SIZE]);

typedef struct lb_text_block {
    const lb_measure *measure;
    lb_text_style style;
    double width, leading; /* points; leading: from line to line */
} lb_text_block;

/* Writes text in lines no wider than the block, broken at spaces, the first on baseline y; a word
 * that is wider stands alone. Returns the baseline after the last. drawing NULL: only measures. */
double lb_text_block_draw(lb_drawing *drawing, const lb_text_block *block, double x, double y,
                          const char *text);

/* Copies as much of text as fits the width, with "…" where it was cut. */
void lb_text_fit(const lb_measure *measure, double size, double width, const char *text, char *out,
                 size_t room);

#endif
