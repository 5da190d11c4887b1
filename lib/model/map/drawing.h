/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a list of marks, painted in their order. Points (72 to an inch) from the upper left
 * corner, y downwards. Nothing here knows what a map is or how a file is written. */
#ifndef LB_MODEL_MAP_DRAWING_H
#define LB_MODEL_MAP_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/drawing.h>

typedef uint32_t lb_rgba; /* 0xRRGGBBAA; 0: nothing is painted */

enum { LB_DASHES = 4 };

/* How a path or circle is painted. */
typedef struct lb_pen {
    lb_rgba fill, line;
    double width;           /* of the line, points */
    double dash[LB_DASHES]; /* on, off ...; all 0: solid */
    bool crisp;             /* edges fall on pixels: surfaces side by side show no seam */
} lb_pen;

typedef enum lb_anchor { LB_ANCHOR_START, LB_ANCHOR_MIDDLE, LB_ANCHOR_END } lb_anchor;

/* How a text is set. */
typedef struct lb_text_style {
    double size; /* points */
    bool bold;
    lb_anchor anchor;
    lb_rgba ink, halo; /* halo: a line around the letters, under them */
    double halo_width; /* on each side, points */
    bool upright;      /* reads from below upwards */
} lb_text_style;

typedef enum lb_mark_kind {
    LB_MARK_PATH,
    LB_MARK_CIRCLE,
    LB_MARK_TEXT,
    LB_MARK_CLIP, /* what follows is painted within a rectangle, until LB_MARK_UNCLIP */
    LB_MARK_UNCLIP
} lb_mark_kind;

/* One thing that is painted. Points. */
typedef struct lb_mark {
    lb_mark_kind kind;
    lb_pen pen;
    size_t first, count; /* of a path: its lines in lb_drawing.line */
    double x, y;         /* text: the baseline; circle: the centre; clip: the corner */
    double w, h;         /* circle: w is the radius; clip: its size */
    char *text;          /* UTF-8, owned */
    lb_text_style style;
} lb_mark;

typedef struct lb_polyline {
    size_t first, count; /* points in lb_drawing.xy */
    bool closed;
} lb_polyline;

struct lb_drawing {
    double width, height;
    char *title; /* for the file's own description; may be NULL */
    size_t marks, lines, points;
    lb_mark *mark;
    lb_polyline *line;
    double *xy;
    size_t mark_capacity, line_capacity, point_capacity;
    bool failed; /* an allocation did; what is added later is lost; checked once, at the end */
};

/* NULL: out of memory. */
lb_drawing *lb_drawing_new(double width, double height, const char *title);

/* LB_E_MEMORY once anything failed. */
lb_status lb_drawing_status(const lb_drawing *drawing);

/* Hands the drawing to *out; once anything failed frees it, LB_E_MEMORY. */
lb_status lb_drawing_finish(lb_drawing *drawing, lb_drawing **out);

/* A path to be filled by lb_drawing_line and lb_drawing_box; surfaces by the non-zero rule. */
void lb_drawing_path(lb_drawing *drawing, const lb_pen *pen);
void lb_drawing_line(lb_drawing *drawing, const double *xy, size_t n, bool closed);
void lb_drawing_box(lb_drawing *drawing, double x, double y, double w, double h);
void lb_drawing_segment(lb_drawing *drawing, double x1, double y1, double x2, double y2);

void lb_drawing_circle(lb_drawing *drawing, const lb_pen *pen, double x, double y, double radius);
void lb_drawing_text(lb_drawing *drawing, const lb_text_style *style, double x, double y,
                     const char *text);
void lb_drawing_clip(lb_drawing *drawing, double x, double y, double w, double h);
void lb_drawing_unclip(lb_drawing *drawing);

/* Copies all of inner into drawing, its upper left corner at x, y. */
void lb_drawing_insert(lb_drawing *drawing, const lb_drawing *inner, double x, double y);

/* How wide a text is, points: measured by the module that paints (port/cairo/cairo_render), used by
 * those that lay out, which then need no fonts. */
typedef struct lb_measure {
    double (*width)(void *udata, const char *text, double size, bool bold);
    void *udata;
} lb_measure;

double lb_measure_text(const lb_measure *measure, const char *text, double size, bool bold);

/* Heights of the letters above and below the baseline, in parts of the size (DejaVu Sans). */
#define LB_CAP_HEIGHT 0.73
#define LB_DESCENT    0.24

#endif
