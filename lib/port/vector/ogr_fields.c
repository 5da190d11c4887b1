/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ogr_srs_api.h>

#include "port/vector/ogr_fields.h"

OGRSpatialReferenceH lb_ogr_layer_srs(const char *crs)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    if (OSRSetFromUserInput(srs, crs) != OGRERR_NONE) {
        OSRDestroySpatialReference(srs);
        return NULL;
    }
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

bool lb_ogr_create_fields(OGRLayerH out, const lb_table *table)
{
    static const OGRFieldType type[] = {OFTString, OFTInteger64, OFTReal};
    bool good = true;
    for (size_t i = 0; good && i < table->columns; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(table->column[i].name, type[table->column[i].type]);
        good = OGR_L_CreateField(out, field, FALSE) == OGRERR_NONE;
        OGR_Fld_Destroy(field);
    }
    return good;
}
