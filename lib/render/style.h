/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LB_RENDER_STYLE_H
#define LB_RENDER_STYLE_H
#include <stdbool.h>
typedef struct lb_style_options {
    int classes;
    char *const *colours;
    const double *breaks;
    double min, max;
    bool english;
    const char *title;
} lb_style_options;
char *lb_style_vector_qml(const lb_style_options *);
char *lb_style_raster_qml(const lb_style_options *);
char *lb_style_vector_sld(const lb_style_options *);
#endif
