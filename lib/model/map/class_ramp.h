/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours that classes have where a recipe gives none. */
#ifndef LB_MODEL_MAP_CLASS_RAMP_H
#define LB_MODEL_MAP_CLASS_RAMP_H

#include "model/map/drawing.h"

typedef enum lb_class_ramp {
    LB_RAMP_GREEN_RED, /* best to worst */
    LB_RAMP_BLUE_RED,  /* the same without red beside green */
    LB_RAMP_NEUTRAL,   /* least to greatest, light to dark blue, where no value is worse */
    LB_RAMP_CHANGE /* from much better to much worse, blue to red, lightest where nothing changed */
} lb_class_ramp;

/* The colour of class k of `classes`, from 0, mixed between the ramp's five anchors. Green to red
 * darkens from best to worst: neighbours of five classes are at least 10 apart in CIELAB (CIE76 and
 * CIEDE2000), the ends at least 40, also as deuteranopes and protanopes see them (Machado, Oliveira
 * and Fernandes 2009) and in grey. */
lb_rgba lb_class_ramp_colour(int k, int classes, lb_class_ramp ramp);

#endif
