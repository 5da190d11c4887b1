/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions that a result may depend on. */
#include <stdio.h>

#include <gdal.h>
#include <geos_c.h>
#include <proj.h>

#include <lagesbild/version.h>

void lb_version_libraries(char *text, size_t size)
{
    snprintf(text, size, "GDAL %s, PROJ %s, GEOS %s", GDALVersionInfo("RELEASE_NAME"),
             proj_info().version, GEOSversion());
}
