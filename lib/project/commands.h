/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps a project can have: each is a command, its keys are the command's long options (and
 * names for its arguments), and one table says where each goes in the job's options. */
#ifndef LB_PROJECT_COMMANDS_H
#define LB_PROJECT_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* What a key holds, and the member of the options it goes to. */
typedef enum lb_option_kind {
    LB_OPTION_SOURCE,      /* "[NAME=]SOURCE": const char * */
    LB_OPTION_SOURCES,     /* several: const char *const * and a count */
    LB_OPTION_GRID,        /* a source; the project's grid where it is not given */
    LB_OPTION_BANDS,       /* "NAME=FILE:BAND": const char *const * and a count */
    LB_OPTION_CONTEXTS,    /* "SOURCE,line=...": const char *const * and a count */
    LB_OPTION_RECIPE,      /* a built-in or a file: const char * */
    LB_OPTION_GRID_RECIPE, /* the same; that of the project's grid where it is not given */
    LB_OPTION_OUTPUT,      /* a name of a file: const char * */
    LB_OPTION_TEXT,        /* const char *; `usual`: the key of the project that stands in */
    LB_OPTION_JOINED,      /* a text, or a list that is joined by commas: const char * */
    LB_OPTION_LIST,        /* const char *const * and a count */
    LB_OPTION_PERIODS,     /* the same, each a period */
    LB_OPTION_REAL,        /* double */
    LB_OPTION_BOX,         /* four numbers: const lb_box * */
    LB_OPTION_WHOLE,       /* int, of at least 0 */
    LB_OPTION_CHOICE,      /* an enum: the place in `words` */
    LB_OPTION_FLAG         /* bool */
} lb_option_kind;

typedef struct lb_step_option {
    const char *name; /* as after -- on the command line */
    lb_option_kind kind;
    size_t at, count_at;
    const char *const *words; /* of a choice; of an output, the endings it may have. NULL-ended */
    const char *fallback; /* an output that is written unasked: its ending; of a text, see above */
    bool needed;
} lb_step_option;

enum { LB_STEP_TABLES = 4 };

/* What a step made, for the page; files are written by the step itself. */
typedef struct lb_step_result {
    lb_table table[LB_STEP_TABLES];
    const char *part[LB_STEP_TABLES]; /* "" the main table, else "summary", "matrix" ...; static */
    size_t tables;
} lb_step_result;

void lb_step_result_clear(lb_step_result *result);

typedef struct lb_step_kind {
    const char *name;
    const lb_step_option *option;
    size_t options;
    const void *initial; /* the job's options as they are when nothing is given */
    size_t size;
    size_t provenance_at;      /* const char *; SIZE_MAX: what it makes holds its own */
    const char *const *one_of; /* keys of which one is needed; NULL: none */
    bool or_more;              /* of those, several are fine too */
    lb_status (*run)(const void *options, const lb_job *job, lb_step_result *out, lb_error *err);
    /* LB_E_USAGE: the options are not understood; asked before anything is read. NULL: see run */
    lb_status (*check)(const void *options, lb_error *err);
} lb_step_kind;

/* i < lb_step_kinds(). */
size_t lb_step_kinds(void);
const lb_step_kind *lb_step_kind_at(size_t i);

/* The kind of that name, or NULL. */
const lb_step_kind *lb_step_kind_find(const char *name);

/* The option a key means ('_' is as good as '-'), or NULL. */
const lb_step_option *lb_step_option_find(const lb_step_kind *kind, const char *key);

#endif
