/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The description of a collection, lagesbild-intake(5): which steps are asked for, the stage model,
 * and where what has come in lies. */
#ifndef LB_COMMANDS_INTAKE_INTAKE_CONFIG_H
#define LB_COMMANDS_INTAKE_INTAKE_CONFIG_H

#include <stdint.h>
#include "base/diagnostics.h"
#include "kernel/intake/stage_rule.h"
#include "model/config_node.h"

/* The steps in their order; each state but the first and the last is named as its step. */
typedef enum lb_intake_step {
    LB_INTAKE_STAGE,
    LB_INTAKE_DRAWN,
    LB_INTAKE_QUESTIONS,
    LB_INTAKE_CYLINDER,
    LB_INTAKE_HOT_SPOTS,
    LB_INTAKE_DOCUMENT,
    LB_INTAKE_STEPS
} lb_intake_step;

/* What else a row must have, besides the answer itself. */
enum { LB_REQUIRE_UNCERTAINTY = 1, LB_REQUIRE_DATE = 2, LB_REQUIRE_SOURCE = 4 };

typedef struct lb_stage_item {
    char *id, *text; /* text NULL: none */
    double low, high;
} lb_stage_item;

/* All owned. Sources stand with the folder of the description before them. */
typedef struct lb_intake_config {
    const char *file; /* borrowed: the description */
    char *title;
    int64_t year;                /* of the answers to the questions; 0: the last there is */
    bool asked[LB_INTAKE_STEPS]; /* has the description the step? */
    /* What has come in; NULL: nothing yet. Of LB_INTAKE_DRAWN the layer of areas, and so on. */
    char *source[LB_INTAKE_STEPS];
    unsigned require[LB_INTAKE_STEPS]; /* LB_REQUIRE_... of each step */
    char *lpo, *lpo_name;              /* layer of local police areas, its field with the name */
    char *model;                       /* file with items and rules; NULL: they stand here */
    lb_stage_item *item;
    size_t items;
    lb_stage_rule *rule;
    size_t rules;
    char *area_name, *area_lpo; /* fields of the drawn areas; NULL: the usual ones */
    int64_t from_stage;         /* who must draw */
    char *questions;            /* question, subarea */
    char *folder;               /* of the documents, with the / */
    char **heading;             /* that each document must have */
    size_t headings;
    char *grid;            /* GeoPackage of index; NULL: none */
    char *suggestions;     /* layer forslag of suggest -g; NULL: none */
    char *event_hot_spots; /* hotspot --outlines; NULL: none */
    char *brief;           /* name of a brief beside the pages, "brief-{area}.html"; NULL: none */
} lb_intake_config;

void lb_intake_config_clear(lb_intake_config *config);

typedef struct lb_intake_reader {
    lb_diagnostics *diagnostics;
    lb_intake_config *config;
    bool no_memory;
} lb_intake_reader;

/* "FILE:LINE:COLUMN: 'abc' found, a number expected". */
void lb_intake_wrong(lb_intake_reader *r, const lb_config_node *node, const char *expected);

/* The nearest of the known keys, and all of them. */
void lb_intake_unknown_key(lb_intake_reader *r, const lb_config_node *node,
                           const char *const *known, size_t count);

#endif
