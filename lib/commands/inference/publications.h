/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What publications say: squares with a range of people each, and figures of areas. */
#ifndef LB_COMMANDS_INFERENCE_PUBLICATIONS_H
#define LB_COMMANDS_INFERENCE_PUBLICATIONS_H

#include <stdint.h>
#include <lagesbild/cover.h>
#include <lagesbild/inference.h>
#include "input/areas/areas.h"

/* Which squares of an area a figure sums. */
typedef enum lb_figure_squares {
    LB_FIGURE_PARTS,   /* each times the part of it inside */
    LB_FIGURE_INSIDE,  /* those wholly inside */
    LB_FIGURE_TOUCHED, /* those partly or wholly inside */
    LB_FIGURE_CLASSED, /* each that has a class, times the part of it inside */
    LB_FIGURE_ALL      /* every square of the page; it has no area */
} lb_figure_squares;

/* One figure of one area, as shown. All texts are owned. */
typedef struct lb_published_figure {
    char *file, *row, *column, *shown;
    size_t variable;  /* of lb_publications */
    size_t set, area; /* the area, once they are read; of_category: which of its set's categories */
    bool of_category; /* the row is all areas of a category */
    size_t period;    /* from 1: of a figure that holds in one period alone; 0: in any */
    size_t source;    /* its table: of the files of lb_publications */
    size_t repeat;    /* rows of the same name before it in its table */
    lb_figure_squares squares;
    double low, high; /* what it says; high INFINITY: nothing */
    bool hidden;      /* no number is shown */
    bool coarsened;   /* computed from the squares' coarsened counts: a function of what is shown */
    bool other_source; /* of people counted elsewhere (zones): those of the squares, it may be */
} lb_published_figure;

/* A count of people: the squares' ranges where a page shows them. */
typedef struct lb_published_variable {
    char *name;
    int64_t *low, *high; /* [squares]; NULL: no page shows it */
} lb_published_variable;

/* What was done to the delivered counts before anything was computed from them. */
typedef enum lb_counts_as {
    LB_COUNTS_DELIVERED,
    LB_COUNTS_COARSENED,
    LB_COUNTS_WITH_NOISE
} lb_counts_as;

/* How a table was made, as the provenance of its run says. Borrowed. */
typedef struct lb_table_origin {
    const char *command; /* that made it; NULL: not known */
    const char *name;    /* the areas' field with their names; NULL: a usual one */
    lb_counts_as counts; /* that its figures were computed from */
    bool exact_people;   /* but for its people of areas: these are as delivered */
    const char *areas;   /* the areas that its rows are; NULL: not known */
} lb_table_origin;

typedef struct lb_published_file {
    char *path;
    char *areas; /* as in lb_table_origin */
} lb_published_file;

/* Zeroed memory is empty. */
typedef struct lb_publications {
    char *page;        /* the page that the squares are from; NULL: none */
    bool open_missing; /* a count that it does not show can be any */
    int noise;         /* people by which a count that it shows can differ from the delivered one */
    lb_square *square; /* [squares], in the order of lb_square_compare */
    bool *classed;     /* [squares]: the page shows a class; NULL: no page */
    size_t squares;
    int32_t cell; /* metres: every square and corner is a multiple of it */
    lb_published_variable *variable;
    size_t variables, variable_capacity;
    lb_published_figure *figure;
    size_t figures, figure_capacity;
    lb_areas *areas; /* [sets] */
    size_t sets;
    lb_areas outlines;       /* of the page, to whole metres */
    bool from_outlines;      /* the only set is made of these */
    lb_published_file *file; /* [files]: what was read */
    size_t files, file_capacity;
    size_t periods, period; /* how many figures may have; which of them is examined, 0: none */
    size_t earlier_from;    /* file: rows of it and those after it may be none of the areas */
} lb_publications;

void lb_publications_clear(lb_publications *publications);

/* The number of the variable of that name, added when it is new; SIZE_MAX: out of memory. */
size_t lb_publications_variable(lb_publications *publications, const char *name);

/* Copies the texts of *figure. LB_E_MEMORY. */
lb_status lb_publications_add(lb_publications *publications, const lb_published_figure *figure);

/* Can the pages of both be of one delivery: the same squares, and numbers of people that fit what
 * both say of each? Publications without a page fit any. */
bool lb_publications_fit(const lb_publications *a, const lb_publications *b);

/* Notes a file that is read; areas: of lb_table_origin. LB_E_MEMORY. */
lb_status lb_publications_add_file(lb_publications *publications, const char *path,
                                   const char *areas);

/* Can it be a number of people, not negative and not beyond what is counted exactly? */
bool lb_published_count(double value);

/* What a figure's text says of a whole or fractional number of people: a number stands for all that
 * round to it, "<5" for at_least to 4, "10–14" for itself; nothing or ".." is hidden. False: none
 * of these, or negative. */
bool lb_published_range(const char *text, double at_least, double *low, double *high, bool *hidden);

/* Reads a publication: a folder, a page, or a table. min_cell: as the options. LB_E_IO, LB_E_INPUT.
 */
lb_status lb_publication_read(const char *path, const lb_job *job, lb_publications *out,
                              lb_error *err);

/* The squares of a page (HTML). coarsened: its counts are; a count that is not shown can then be
 * any up to the square's people, else the delivery has none and it is in no sum. noise: a count
 * that is shown is so many people from the delivered one at most, and nobody is never shown as
 * somebody (docs/methods.md, Cell key). LB_E_INPUT: it has none, or what it says of them is
 * damaged. */
lb_status lb_publication_read_page(const char *path, bool coarsened, int noise, const lb_job *job,
                                   lb_publications *out, lb_error *err);

/* The figures of a table. needed: a table without any is LB_E_INPUT. Sums of counts with noise
 * bound nothing and are left out. */
lb_status lb_publication_read_table(const char *path, bool needed, const lb_table_origin *origin,
                                    const lb_job *job, lb_publications *out, lb_error *err);

/* Reads the areas and gives each figure its own. LB_E_INPUT: a row that is no area, or that is
 * areas with different borders in several sets. */
lb_status lb_publications_find_areas(lb_publications *publications,
                                     const lb_inference_options *options, const lb_job *job,
                                     lb_error *err);

#endif
