/* SPDX-License-Identifier: GPL-3.0-or-later */
/* liblagesbild: a geospatial raster library for strategic crime mapping. All of it:
 * cc program.c $(pkg-config --cflags --libs lagesbild) */
#ifndef LAGESBILD_H
#define LAGESBILD_H

#ifdef __cplusplus
extern "C" {
#endif

#include <lagesbild/version.h>
#include <lagesbild/bilingual.h>
#include <lagesbild/status.h>
#include <lagesbild/log.h>
#include <lagesbild/folder.h>
#include <lagesbild/grid.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include <lagesbild/text_table.h>
#include <lagesbild/cover.h>
#include <lagesbild/date.h>
#include <lagesbild/topology_issues.h>
#include <lagesbild/overlap_rule.h>
#include <lagesbild/time_rule.h>
#include <lagesbild/category.h>
#include <lagesbild/interval.h>
#include <lagesbild/period.h>
#include <lagesbild/gaps.h>
#include <lagesbild/name_match.h>
#include <lagesbild/coverage.h>
#include <lagesbild/locate.h>
#include <lagesbild/logistic.h>
#include <lagesbild/circle.h>
#include <lagesbild/position_probability.h>
#include <lagesbild/disclosure.h>
#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>
#include <lagesbild/classes.h>
#include <lagesbild/project.h>
#include <lagesbild/drawing.h>
#include <lagesbild/picture.h>
#include <lagesbild/page.h>
#include <lagesbild/command.h>
#include <lagesbild/commands.h> /* made by the Makefile: the header of each folder of lib/commands */

#ifdef __cplusplus
}
#endif

#endif
