/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has come in, by local police area and by drawn area. */
#ifndef LB_COMMANDS_INTAKE_COLLECTION_H
#define LB_COMMANDS_INTAKE_COLLECTION_H

#include <lagesbild/bilingual.h>
#include <lagesbild/intake.h>
#include <lagesbild/levels.h>
#include "base/buf.h"
#include "commands/intake/intake_config.h"
#include "input/areas/areas.h"
#include "input/areas/name_index.h"
#include "input/tables/typed_reader.h"
#include "port/gdal/sha256.h"

enum {
    LB_CYLINDER_GROUPS = 4, /* A, B, C, D */
    LB_UNSURE_FROM = 4,     /* an answer of this uncertainty or more rests on little */
    LB_FEWEST_SQUARES = 4   /* of 250 m, that an area is expected to hold */
};

/* What is drawn by hand crosses a border by a little: shares up to this are no defect. */
#define LB_SMALL_SHARE 0.001

/* One answer to an item of the stage model. */
typedef struct lb_stage_answer {
    double value, uncertainty; /* NaN: not given */
    char *date;                /* as it is written; NULL: none */
    bool is_there;             /* a row, with or without an answer */
} lb_stage_answer;

/* What is wrong in an answer, and what to do next. */
typedef struct lb_defect {
    size_t lpo, area; /* area SIZE_MAX: of the whole local police area */
    lb_intake_step step;
    char *text[2]; /* Swedish, English; owned */
} lb_defect;

typedef struct lb_hot_spot {
    bool placed;
    bool is_outside; /* its point, or more than LB_SMALL_SHARE of its surface, is not in the area */
    bool established; /* false: looked at, and none */
    char *source, *date;
    long line;
    size_t row; /* of the source, from 0 */
} lb_hot_spot;

typedef struct lb_area_document {
    char *name; /* as it is listed */
    char *path; /* where it is looked for */
    char *date;
    bool *heading;              /* [headings of the description]: has it text under it? */
    bool is_there, is_as_named; /* the file, and its content what its ending says */
    const char *type;           /* "pdf" ...; NULL: not known. Static */
    int64_t bytes;
    char sha256[LB_HASH_SIZE];
} lb_area_document;

/* A drawn area. */
typedef struct lb_drawn_area {
    size_t lpo;
    double km2, outside;      /* on the ellipsoid; share of it outside its local police area */
    double people, index;     /* by the grid; NaN: there is none */
    int index_class;          /* of most of the people; 0: not known */
    int64_t suggestion;       /* rank of the one with most of the area; LB_INTEGER_NONE: none */
    double in_hot_spots;      /* share of its ground in hot spots of events; NaN: not asked */
    bool has_reason;          /* says why it is drawn where its stage does not ask for it */
    int64_t answered, unsure; /* of the questions */
    double total;             /* mean level; NaN */
    char *missing;            /* names of questions without an answer */
    bool counted;             /* has a row of cylinder counts */
    int64_t count[LB_CYLINDER_GROUPS]; /* LB_INTEGER_NONE: not given */
    lb_hot_spot *hot_spot;
    size_t hot_spots, hot_spot_capacity;
    lb_area_document *document;
    size_t documents, document_capacity;
} lb_drawn_area;

typedef struct lb_lpo {
    lb_stage_answer *answer; /* [config.items] */
    size_t answered;         /* items with an answer */
    int stage;               /* 0: not known */
    const char *rule;        /* that fired; "otherwise": none did; NULL: not known */
    size_t worst_squares;    /* of the worst class, in no drawn area; 0 without a grid */
    double worst_people;     /* in them, coarsened */
    size_t areas, step_areas[LB_INTAKE_STEPS]; /* drawn; of them those with the step done */
    bool begun[LB_INTAKE_STEPS], done[LB_INTAKE_STEPS];
    const char *state;
    char *defects[2]; /* all of them, Swedish and English; owned, "" where there are none */
} lb_lpo;

/* All owned but what the caller sets: options, job, crs. */
typedef struct lb_collection {
    const lb_intake_options *options;
    const lb_job *job;
    const char *crs;
    lb_intake_config config;
    lb_areas lpo_layer, area_layer;    /* as they were read; */
    lb_shapes lpo_shapes, area_shapes; /* features of one name are one */
    lb_name_index lpo_name, area_name; /* folded: their numbers are places in shapes, lpo, area */
    lb_lpo *lpo;                       /* [lpo_name.count] */
    lb_drawn_area *area;               /* [area_name.count] */
    size_t *lpo_order, *area_order;    /* in Swedish order of names */
    lb_defect *defect;
    size_t defects, defect_capacity;
    int64_t rows[LB_INTAKE_STEPS]; /* of each source */
} lb_collection;

void lb_collection_clear(lb_collection *c);

/* Adds a defect: area SIZE_MAX, one of the whole local police area. In both texts {} stands for
 * detail. LB_E_MEMORY. */
lb_status lb_collection_defect(lb_collection *c, size_t lpo, size_t area, lb_intake_step step,
                               lb_bilingual text, const char *detail);

/* Layers, their geometry, and what the grid says of the areas. */
lb_status lb_collection_read_layers(lb_collection *c, lb_error *err);

/* The steps' own tables, once the layers have been read (lb_collection_read calls them). */
lb_status lb_stage_answers_read(lb_collection *c, lb_error *err);
lb_status lb_question_levels_read(lb_collection *c, lb_error *err);
lb_status lb_cylinder_counts_read(lb_collection *c, lb_error *err);
lb_status lb_hot_spots_read(lb_collection *c, lb_error *err);
lb_status lb_area_documents_read(lb_collection *c, lb_error *err);

/* By the description's grid, lb_lpo.worst_squares and worst_people. LB_E_INPUT also: it is in
 * another CRS than the collection. */
lb_status lb_worst_squares_count(lb_collection *c, lb_error *err);

/* Of the description's suggestions and hot spots of events, lb_drawn_area.suggestion and
 * in_hot_spots. LB_E_INPUT also: they are no such layers. */
lb_status lb_cross_checks_read(lb_collection *c, lb_error *err);

/* The drawn area of that name; SIZE_MAX after a problem at the row. LB_E_MEMORY. */
lb_status lb_collection_find_area(const lb_collection *c, const lb_typed_row *row, const char *name,
                                  size_t *out);

/* A date of a row as it is written, checked; *out owned. LB_E_MEMORY. */
lb_status lb_collection_date(const lb_typed_row *row, const char *text, char **out);

#endif
