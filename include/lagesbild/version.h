/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version (the Makefile reads it from here: one source) and the export mark. */
#ifndef LAGESBILD_VERSION_H
#define LAGESBILD_VERSION_H

#include <stddef.h>

#define LB_VERSION_MAJOR 0
#define LB_VERSION_MINOR 2
#define LB_VERSION_PATCH 0
#define LB_VERSION       "0.2.0"

/* Marks what the shared library exports; everything else is hidden. */
#if defined(__GNUC__)
#define LB_API             __attribute__((visibility("default")))
#define LB_PRINTF(fmt, at) __attribute__((format(printf, fmt, at)))
#else
#define LB_API
#define LB_PRINTF(fmt, at)
#endif

/* The version of the library that is linked, "MAJOR.MINOR.PATCH". */
LB_API const char *lb_version(void);

/* The libraries underneath, as "GDAL 3.6.2, PROJ 9.1.1, GEOS 3.11.1-CAPI-1.17.1". */
LB_API void lb_version_libraries(char *text, size_t size);

#endif
