/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swedish names first, as agencies write them (SCB's squares and DeSO, the police's areas), then
 * English ones and those of lagesbild's own tables. A spelling that folds to one in the list is
 * left out: "Rut_ID", "område" and "År" are found by "rutid", "omrade" and "ar". Shapefiles cut
 * names at ten letters: "lokalpolis". */
#include "text/usual_columns.h"

const char *const lb_usual_columns[LB_USUAL_COLUMNS][LB_USUAL_NAMES_MAX + 1] = {
    [LB_USUAL_AREA] = {"namn", "name", "area", "omrade", "kommunnamn"},
    [LB_USUAL_CATEGORY] = {"kategori", "type", "category", "typ"},
    [LB_USUAL_FEATURE_LABEL] = {"namn", "name", "omrade", "omradesnamn", "benamning", "desokod",
                                "kommunnamn"},
    [LB_USUAL_WKT] = {"wkt", "geom", "geometry", "wkb_geometry", "the_geom", "sp_geometry",
                      "geometri"},
    [LB_USUAL_VALID_FROM] = {"aktualitet_start", "aktualitet", "valid_from", "giltig_fran",
                             "giltig_from", "from_datum", "start_date"},
    [LB_USUAL_ZONE_CODE] = {"desokod", "deso", "regsokod", "regso", "zon", "zone", "kod", "code",
                            "id"},
    [LB_USUAL_DATE] = {"datum", "date", "time", "tid", "tidpunkt", "brottsdatum", "timestamp",
                       "month", "manad"},
    [LB_USUAL_X] = {"e", "x", "lon", "long", "longitude", "easting", "ost", "east"},
    [LB_USUAL_Y] = {"n", "y", "lat", "latitude", "northing", "nord", "north"},
    [LB_USUAL_DEVICE] = {"phone", "telefon", "mobil", "imsi", "id"},
    [LB_USUAL_SQUARE_ID] = {"rutid", "rutid_sw", "ruta", "rutid_scb", "rutid_inspire"},
    [LB_USUAL_SQUARE_SIZE] = {"rutstorl", "storlek", "rutstorlek", "cell_size"},
    [LB_USUAL_GRID_SIZE] = {"size", "storlek", "rutstorlek"},
    [LB_USUAL_EASTING] = {"e", "x", "easting", "ost", "east"},
    [LB_USUAL_NORTHING] = {"n", "y", "northing", "nord", "north"},
    [LB_USUAL_POPULATION] = {"population", "befolkning", "invanare", "folkmangd"},
    [LB_USUAL_PERIOD] = {"period", "ar", "year", "tid"},
    [LB_USUAL_YEAR] = {"year", "ar", "period"},
    [LB_USUAL_INDICATOR] = {"indicator", "indikator", "brott", "brottstyp"},
    [LB_USUAL_COUNT] = {"count", "antal", "n"},
    [LB_USUAL_PERCENT] = {"percent", "procent", "andel", "share"},
    [LB_USUAL_N_AREAS] = {"areas", "omraden", "antal_omraden", "members"},
    [LB_USUAL_MEAN] = {"mean", "medel", "medelvarde", "medeltal"},
    [LB_USUAL_QUESTION] = {"question", "fraga", "nr"},
    [LB_USUAL_SUBAREA] = {"subarea", "delomrade"},
    [LB_USUAL_LEVEL] = {"level", "niva", "svar", "answer"},
    [LB_USUAL_UNCERTAINTY] = {"uncertainty", "osakerhet", "osakerhetsniva"},
    [LB_USUAL_POLICE_DISTRICT] = {"lpo", "lokalpolisomrade", "lokalpolis"},
    [LB_USUAL_POLICE_REGION] = {"region", "polisregion"},
    [LB_USUAL_ASSESSOR] = {"assessor", "bedomare", "granskare", "rater"},
    [LB_USUAL_ROUND] = {"round", "omgang"},
    [LB_USUAL_CRITERION] = {"criterion", "kriterium"},
    [LB_USUAL_ALIAS] = {"from", "alias", "fran"},
    [LB_USUAL_ALIAS_OF] = {"to", "namn", "name", "till"},
};
