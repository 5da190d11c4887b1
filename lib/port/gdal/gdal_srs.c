/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <cpl_conv.h>

#include "base/buf.h"
#include "base/swedish_text.h"
#include "port/gdal/gdal_srs.h"

bool lb_srs_is_empty(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetName(srs);
    return OSRIsLocal(srs) || !name || strncmp(name, "Undefined", 9) == 0; /* GeoPackage's 0, -1 */
}

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
