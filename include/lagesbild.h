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
#include <lagesbild/share.h>
#include <lagesbild/rate.h>
#include <lagesbild/footprint.h>
#include <lagesbild/gaps.h>
#include <lagesbild/levels.h>
#include <lagesbild/assess.h>
#include <lagesbild/intake.h>
#include <lagesbild/equivalent.h>
#include <lagesbild/name_match.h>
#include <lagesbild/changes.h>
#include <lagesbild/audit.h>
#include <lagesbild/concentration.h>
#include <lagesbild/hotspot.h>
#include <lagesbild/placebo.h>
#include <lagesbild/before_after.h>
#include <lagesbild/compare.h>
#include <lagesbild/coverage.h>
#include <lagesbild/locate.h>
#include <lagesbild/logistic.h>
#include <lagesbild/circle.h>
#include <lagesbild/position_probability.h>
#include <lagesbild/profile.h>
#include <lagesbild/disclosure.h>
#include <lagesbild/agree.h>
#include <lagesbild/recipe.h>
#include <lagesbild/squares.h>
#include <lagesbild/classes.h>
#include <lagesbild/check.h>
#include <lagesbild/index.h>
#include <lagesbild/stability.h>
#include <lagesbild/suggest.h>
#include <lagesbild/trend.h>
#include <lagesbild/inference.h>
#include <lagesbild/population.h>
#include <lagesbild/project.h>
#include <lagesbild/drawing.h>
#include <lagesbild/picture.h>
#include <lagesbild/chart.h>
#include <lagesbild/map.h>
#include <lagesbild/page.h>
#include <lagesbild/brief.h>
#include <lagesbild/command.h>

#ifdef __cplusplus
}
#endif

#endif
