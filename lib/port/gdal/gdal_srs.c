/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GDAL's spatial reference systems as texts for PROJ: a code where there is one, which is short and
 * exact, else WKT2:2019, which keeps more than WKT1. */
#include <string.h>

#include <cpl_conv.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "port/gdal/gdal_srs.h"

/* GeoPackage's srs_id 0 and -1, "undefined", are named "Undefined geographic SRS" and "Undefined
 * Cartesian SRS" by GDAL. */
bool lb_srs_is_empty(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetName(srs);
    return OSRIsLocal(srs) || !name || strncmp(name, "Undefined", 9) == 0;
}

/* AUTHORITY:CODE where the CRS has one, else WKT2; NULL when it cannot be exported. The caller
 * frees. */
char *lb_srs_text(OGRSpatialReferenceH srs)
{
    const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    const char *authority = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    char *wkt = NULL, *copy;
    lb_buf text = {0};
    if (authority && code) {
        lb_buf_printf(&text, "%s:%s", authority, code);
        return lb_buf_detach(&text);
    }
    if (OSRExportToWktEx(srs, &wkt, options) != OGRERR_NONE) {
        CPLFree(wkt);
        return NULL;
    }
    copy = lb_text_copy(wkt);
    CPLFree(wkt);
    return copy;
}
