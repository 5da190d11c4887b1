/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Default colours of classes. Green to red was searched for under the conditions of the header;
 * blue to red is ColorBrewer's RdYlBu, lightest in the middle; changes have its RdBu. */
#include <math.h>

#include "model/map/class_ramp.h"

enum { ANCHORS = 5 };

static const lb_rgba anchors[][ANCHORS] = {
    [LB_RAMP_GREEN_RED] = {0xc9fab6ff, 0xb4ca53ff, 0xbf910dff, 0xbd540aff, 0xa11e21ff},
    [LB_RAMP_BLUE_RED] = {0x2c7bb6ff, 0xabd9e9ff, 0xffffbfff, 0xfdae61ff, 0xd7191cff},
    [LB_RAMP_NEUTRAL] = {0xe3eef8ff, 0xb3d1e9ff, 0x74add3ff, 0x347fb6ff, 0x0b4a82ff},
    [LB_RAMP_CHANGE] = {0x2166acff, 0x92c5deff, 0xf7f7f7ff, 0xf4a582ff, 0xb2182bff}};

/* Channel by channel, part 0: a, 1: b. */
static lb_rgba mix_colours(lb_rgba a, lb_rgba b, double part)
{
    lb_rgba mixed = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        double from = (a >> shift) & 255, to = (b >> shift) & 255;
        mixed |= (lb_rgba)lround(from + (to - from) * part) << shift;
    }
    return mixed;
}

lb_rgba lb_class_ramp_colour(int k, int classes, lb_class_ramp ramp)
{
    const lb_rgba *anchor = anchors[ramp];
    double position = (ANCHORS - 1) * (classes > 1 ? (double)k / (classes - 1) : 1);
    int i = position < ANCHORS - 2 ? (int)position : ANCHORS - 2;
    return mix_colours(anchor[i], anchor[i + 1], position - i);
}
