/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usual names of columns: the one list of what a column is looked for by when the user names
 * none. Names are compared after folding (lb_text_fold: case, å ä ö, '_', '-' and spaces do not
 * matter), and the first name that a table has is taken. */
#ifndef LB_TEXT_USUAL_COLUMNS_H
#define LB_TEXT_USUAL_COLUMNS_H

typedef enum lb_usual_column {
    LB_USUAL_NONE, /* no usual name: the column must be named */
    LB_USUAL_AREA, /* name of an area */
    LB_USUAL_CATEGORY,
    LB_USUAL_FEATURE_LABEL, /* what messages call a feature by */
    LB_USUAL_WKT,           /* geometry as text */
    LB_USUAL_VALID_FROM,    /* first day of an area's validity */
    LB_USUAL_ZONE_CODE,     /* DeSO, RegSO ... */
    LB_USUAL_DATE,          /* of an event */
    LB_USUAL_X,             /* of an event, any CRS */
    LB_USUAL_Y,
    LB_USUAL_DEVICE,    /* telephone */
    LB_USUAL_SQUARE_ID, /* Rut_ID of a grid square, with or without its size */
    LB_USUAL_SQUARE_SIZE,
    LB_USUAL_GRID_SIZE, /* size of the squares of a finished grid, not of a delivery */
    LB_USUAL_EASTING,   /* of a square's centre, any CRS */
    LB_USUAL_NORTHING,
    LB_USUAL_POPULATION,
    LB_USUAL_PERIOD,
    LB_USUAL_YEAR,
    LB_USUAL_INDICATOR, /* what was counted */
    LB_USUAL_COUNT,
    LB_USUAL_PERCENT,
    LB_USUAL_N_AREAS, /* how many areas a mean is of */
    LB_USUAL_MEAN,
    LB_USUAL_QUESTION,
    LB_USUAL_SUBAREA, /* group of questions */
    LB_USUAL_LEVEL,   /* answer to a question */
    LB_USUAL_UNCERTAINTY,
    LB_USUAL_POLICE_DISTRICT,
    LB_USUAL_POLICE_REGION,
    LB_USUAL_ASSESSOR,  /* who judged an area */
    LB_USUAL_ROUND,     /* individual or joint */
    LB_USUAL_CRITERION, /* what of an area was judged */
    LB_USUAL_ALIAS,     /* other name of an area */
    LB_USUAL_ALIAS_OF,  /* the area's own name in a table of aliases */
    LB_USUAL_COLUMNS
} lb_usual_column;

enum { LB_USUAL_NAMES_MAX = 20 };

/* The lists, each ended by NULL. */
extern const char *const lb_usual_columns[LB_USUAL_COLUMNS][LB_USUAL_NAMES_MAX + 1];

#endif
