/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `lagesbild brief` as one call: one page about one area. */
#ifndef LAGESBILD_BRIEF_H
#define LAGESBILD_BRIEF_H

#include <lagesbild/disclosure.h>
#include <lagesbild/log.h>

typedef struct lb_brief_options {
    const char *grid;            /* GeoPackage written by `index` */
    const char *areas;           /* "[NAME=]SOURCE": the area and, unless `among` is given, those
                                    it is compared with */
    const char *area;            /* its name; NULL where AREAS has only one */
    const char *name, *category; /* fields of the areas; NULL: the usual names */
    const char *among;           /* "[NAME=]SOURCE": the areas it is ranked among; NULL: AREAS */
    const char *title;           /* NULL: the area's name, else that of its source */
    const char *date;            /* as written under the heading; the clock is never asked */
    const char *recipe;          /* that the grid was made with; NULL: livsvillkor-8 */
    const char *stability;       /* areas of `stability --areas-output`; NULL: none */
    const char *trend;           /* a table of `trend --areas`; NULL: none */
    const char *output;          /* .html, or one A4 page: .pdf .png .svg */
    int min_cell;                /* the grid is coarsened (disclosure.h); 0: as delivered */
} lb_brief_options;

/* Every option at its default (see lagesbild-brief(1)). */
LB_API void lb_brief_options_init(lb_brief_options *options);

/* Map, people, class mix beside the grid's, rank among the areas, the nearest of them, caveats.
 * LB_E_INPUT: no area of that name; the text names the nearest. */
LB_API lb_status lb_brief_run(const lb_brief_options *options, const lb_job *job, lb_error *err);

#endif
