/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours that classes have where a recipe gives none. */
#ifndef LB_MODEL_CLASS_RAMP_H
#define LB_MODEL_CLASS_RAMP_H

#include "model/drawing.h"

/* The colour of class k of `classes`, 0 the best: green to red, or blue to red (`blue`), mixed
 * between five anchors. Green to red darkens from best to worst: neighbours of five classes are at
 * least 10 apart in CIELAB (CIE76 and CIEDE2000), the ends at least 40, also as deuteranopes and
 * protanopes see them (Machado, Oliveira and Fernandes 2009) and in grey. */
lb_rgba lb_class_ramp_colour(int k, int classes, bool blue);

#endif
