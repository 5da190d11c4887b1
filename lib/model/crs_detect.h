/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which CRS the coordinates of a source are in: one rule for tables of points, polygons, lines and
 * squares, from what the source says and from where all of its coordinates lie.
 *
 * Every pair of coordinates is counted under each CRS that it may be in (lb_crs_tally_add); the
 * decision (lb_crs_decide) rests on the counts of the whole source, so it does not depend on the
 * order of its rows, and a few typing errors do not turn it. Nothing is assumed without a note and
 * no axes are turned around. docs/methods.md, Coordinate reference systems. */
#ifndef LB_MODEL_CRS_DETECT_H
#define LB_MODEL_CRS_DETECT_H

#include <lagesbild/grid.h>
#include <lagesbild/log.h>

/* The CRS that coordinates may be in, in the order in which they are believed. */
typedef enum lb_crs_rank {
    LB_CRS_GIVEN,    /* SOURCE|crs=: whatever the source declares */
    LB_CRS_DECLARED, /* what the source says itself */
    LB_CRS_WORKING,  /* --crs */
    LB_CRS_SWEREF,   /* EPSG:3006, of coordinates in Sweden's range of it */
    LB_CRS_WGS84,    /* longitude and latitude, of coordinates in Sweden's range of them */
    LB_CRS_DEGREES,  /* longitude and latitude anywhere */
    LB_CRS_RANKS
} lb_crs_rank;

typedef struct lb_crs_candidate {
    const char *crs;   /* what PROJ understands; NULL: there is no such candidate */
    const char *label; /* of it in messages; NULL: crs itself */
    lb_box extent;     /* its area of use, widened by a degree, in its own coordinates, easting or
                          longitude first */
    bool degrees;
    const double *outline; /* [2 n_outline] of the area, borrowed; NULL: it fills its extent */
    size_t n_outline;
    lb_box inner; /* within the outline, for a quick answer */
} lb_crs_candidate;

enum { LB_CRS_TALLY_SAMPLE = 64 };

/* Counts of pairs of coordinates. Zeroed but for `candidate` it is empty. */
typedef struct lb_crs_tally {
    lb_crs_candidate candidate[LB_CRS_RANKS];
    int64_t places;                /* pairs counted */
    int64_t fits[LB_CRS_RANKS];    /* of them within the candidate's extent */
    int64_t swapped[LB_CRS_RANKS]; /* of them not within, but within it with the axes turned */
    double sample[2 * LB_CRS_TALLY_SAMPLE]; /* the first pairs, for messages */
} lb_crs_tally;

/* Fills the candidates that are the same for every source (LB_CRS_SWEREF and after). */
void lb_crs_tally_init(lb_crs_tally *tally);

/* Gives the candidate an outline of its area (n corners, borrowed), which is a projection's image
 * of a box of degrees; left out where it is empty. */
void lb_crs_candidate_outline(lb_crs_candidate *candidate, const double *outline, size_t n);

/* Counts a pair of finite coordinates as the source has them, first and second. */
void lb_crs_tally_add(lb_crs_tally *tally, double x, double y);

/* Counts n pairs of which `box` is the extent at once, where it says of all of them in which areas
 * they lie, which it nearly always does. False: it doesn't, and nothing is counted. They are not
 * in the sample for messages. */
bool lb_crs_tally_add_box(lb_crs_tally *tally, lb_box box, int64_t n);

/* Counts n pairs of which `box` is the extent and xy[2 * n] the pairs. */
void lb_crs_tally_add_all(lb_crs_tally *tally, lb_box box, const double *xy, int64_t n);

/* Adds the counts of another part of the same source. */
void lb_crs_tally_merge(lb_crs_tally *tally, const lb_crs_tally *part);

/* The code of "EPSG:n"; 0: the text is none. */
int32_t lb_crs_epsg(const char *crs);

/* How the source is called in messages, and what is known of it besides its coordinates. */
typedef struct lb_crs_source {
    const char *file;   /* as the user wrote it */
    bool lonlat_names;  /* the columns are called longitude and latitude */
    bool point_columns; /* coordinates are in columns that --x and --y name */
    bool square_ids;    /* coordinates are those of ids of squares, whose CRS the recipe says */
    bool firm;          /* what it declares was written for it (a raster), and is no default of a
                           format: it does not give way */
} lb_crs_source;

/* The CRS that was decided for. */
typedef struct lb_crs_choice {
    lb_crs_rank rank;
    lb_crs_candidate candidate;
    bool in_sweden; /* degrees, and most places have those of Sweden */
} lb_crs_choice;

/* The candidate that the coordinates are in. A CRS that was concluded is noted in log. LB_E_INPUT:
 * axes swapped, or most coordinates outside the area of use of the CRS that they are said to be in;
 * the text says which CRS would fit and how to say so. */
lb_status lb_crs_decide(const lb_crs_tally *tally, const lb_crs_source *source, lb_log *log,
                        lb_crs_choice *out, lb_error *err);

/* Warns of places in SWEREF 99 TM that lie in its area of use, but not in Sweden: where the local
 * zones of SWEREF 99 have theirs. tally: of the whole source. */
void lb_crs_warn_outside_sweden(const lb_crs_tally *tally, const lb_crs_source *source,
                                const lb_crs_choice *choice, lb_log *log);

/* Is a place in the box of Sweden, in longitude and latitude or in EPSG:3006? */
bool lb_crs_in_sweden(bool degrees, double x, double y);

/* Why a pair of coordinates is no place in the CRS that the source is in. */
typedef enum lb_misplaced {
    LB_PLACE_OK,
    LB_PLACE_ZERO,    /* (0, 0): an empty field of a register */
    LB_PLACE_SWAPPED, /* the axes are turned against the rest of the source */
    LB_PLACE_OUTSIDE, /* outside the area of use of the CRS; sentinels such as 999999 are too */
    LB_PLACE_REASONS
} lb_misplaced;

lb_misplaced lb_crs_misplaced(const lb_crs_choice *choice, double x, double y);

/* Are all pairs within the box places, for certain? */
bool lb_crs_box_is_placed(const lb_crs_choice *choice, lb_box box);

/* "at (0, 0)", "with the axes turned", "outside the area of use of the CRS". */
const char *lb_misplaced_text(lb_misplaced reason);

#endif
