/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round numbers for scale bars, axes and legends. */
#ifndef LB_RENDER_TEXT_NICE_NUMBERS_H
#define LB_RENDER_TEXT_NICE_NUMBERS_H

#include <stddef.h>

/* The largest of 1, 2, 5 times a power of ten that is at most `most` (> 0). */
double lb_nice_number_below(double max_value);

/* A step of 1, 2 or 5 times a power of ten that divides 0..range in at most `parts` parts. */
double lb_nice_step(double range, int parts);

typedef struct lb_scale_bar {
    double metres; /* its whole length */
    int segments;  /* 2, 4 or 5: each a round number too */
} lb_scale_bar;

/* The longest bar of a round length within `most` metres. */
lb_scale_bar lb_scale_bar_within(double max_value);

enum { LB_LENGTH_SIZE = 32 };

/* "500 m", "2 km", "2,5 km"; unit: with it or without. */
void lb_length_text(double metres, double whole, int unit, int english, char text[LB_LENGTH_SIZE]);

#endif
