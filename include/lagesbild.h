/* SPDX-License-Identifier: GPL-3.0-or-later */
/* liblagesbild: a geospatial raster library for strategic crime mapping. All of it:
 * cc program.c $(pkg-config --cflags --libs lagesbild) */
#ifndef LAGESBILD_H
#define LAGESBILD_H

#ifdef __cplusplus
extern "C" {
#endif

#include <lagesbild/version.h>
#include <lagesbild/status.h>
#include <lagesbild/log.h>
#include <lagesbild/grid.h>
#include <lagesbild/shapes.h>
#include <lagesbild/table.h>
#include <lagesbild/cover.h>
#include <lagesbild/coverage.h>
#include <lagesbild/locate.h>
#include <lagesbild/circle.h>
#include <lagesbild/proximity.h>
#include <lagesbild/profile.h>
#include <lagesbild/agree.h>

#ifdef __cplusplus
}
#endif

#endif
