/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project: the whole of a lägesbild as one description (lagesbild-project(5)), read and checked
 * before anything is computed. Inputs are named from the folder of the file, outputs are plain
 * names in one folder. */
#ifndef LB_PROJECT_PROJECT_H
#define LB_PROJECT_PROJECT_H

#include "base/diagnostics.h"
#include "project/commands.h"

/* One text of a value. */
typedef struct lb_step_text {
    char *written;   /* as it stands in the file */
    char *given;     /* as the job gets it: with folders */
    size_t producer; /* the step whose output it is, SIZE_MAX: none */
    long line, column;
} lb_step_text;

typedef struct lb_step_value {
    const lb_step_option *option;
    lb_step_text *text;
    size_t texts;
    double number; /* of numbers, choices and flags */
    long line, column;
} lb_step_value;

typedef struct lb_step {
    const lb_step_kind *kind;
    char *name; /* its files are NAME.csv ... */
    char *provenance;
    lb_step_value *value;
    size_t values, capacity;
    long line, column;
} lb_step;

typedef struct lb_project {
    const char *file, *dir;            /* borrowed */
    char *folder;                      /* of the file, "" or with a '/' at its end */
    char *title, *source, *date, *crs; /* NULL: not given */
    bool english, strict, decimal_comma;
    int min_cell; /* of the page, and of steps that name none of their own */
    lb_step *step;
    size_t steps, capacity;
    size_t grid; /* the step that makes the project's grid, SIZE_MAX: none */
} lb_project;

void lb_project_clear(lb_project *project);

/* The value of an option, or NULL. */
const lb_step_value *lb_step_find_value(const lb_step *step, const char *name);

/* Appends a value; NULL: out of memory. */
lb_step_value *lb_step_add_value(lb_step *step, const lb_step_option *option, size_t texts);

/* Which part of a text is the source itself: not NAME= before it, not :BAND or options behind. */
typedef struct lb_source_part {
    size_t from, end;
} lb_source_part;

lb_source_part lb_step_source_part(const lb_step_option *option, const char *text);

/* "E0,N0,E1,N1"; false: it is not. */
bool lb_step_parse_box(const char *text, double box[4]);

/* Does the value name files that are read, or written? */
bool lb_step_option_is_input(const lb_step_option *option);

/* DIR/name; NULL: out of memory. */
char *lb_project_path(const lb_project *project, const char *name);

#endif
