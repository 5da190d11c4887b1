/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours and lines that stay distinct on screen, on paper and for colour-blind readers. */
#ifndef LB_RENDER_TEXT_PALETTE_H
#define LB_RENDER_TEXT_PALETTE_H

#include "model/map/drawing.h"

#define LB_INK_TEXT     0x1c1c1cffU
#define LB_INK_QUIET    0x5a5a5affU /* text of less weight */
#define LB_INK_LINE     0x8a8a8affU /* frames, axes */
#define LB_INK_NO_CLASS 0xe2e2e2ffU /* light: it is seen but says nothing */
#define LB_INK_WHITE    0xffffffffU

/* "#rrggbb". False: it is not; *out is untouched. */
bool lb_ink_parse(const char *text, lb_rgba *out);

/* ink[0..classes), best to worst: the recipe's own ("#rrggbb"), or, when colour is NULL, green to
 * red; colour_blind: blue to red, without red beside green (model/class_ramp). */
void lb_palette_classes(int classes, char *const *colour, bool colour_blind, lb_rgba *ink);

/* ink[0..classes), least to greatest, where no value is worse than another: light to dark blue. */
void lb_palette_neutral(int classes, lb_rgba *ink);

/* ink[0..classes), from much better to much worse: blue to red, pale in the middle. */
void lb_palette_change(int classes, lb_rgba *ink);

/* The outline of a category, 0 the worst: dark lines that differ in colour, width and dash, so that
 * they differ in grey too. scale: 1 on A4. */
lb_pen lb_palette_outline(size_t category, double scale);

/* How a hot spot is drawn over the classes, 0 the surest, and, from 3 on, a cluster: in purples,
 * since green to red are taken. scale: 1 on A4. */
lb_pen lb_palette_hotspot(size_t kind, double scale);

/* The line or point of the i-th series of a chart (Okabe and Ito 2008: safe for colour-blind
 * readers). */
lb_rgba lb_palette_series(size_t i);

#endif
