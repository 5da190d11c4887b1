/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project: the whole of a lägesbild as one description (lagesbild-project(5)), read and checked
 * before anything is computed. Inputs are named from the folder of the file, outputs are plain
 * names in one folder. */
#ifndef LB_PROJECT_PROJECT_H
#define LB_PROJECT_PROJECT_H

#include "base/diagnostics.h"
#include "command/option.h"
#include "project/publish/event_readings.h"
#include "project/publish/event_places.h"

/* The two folders of a run, in the folder of -o: what may leave the house; deliveries, or places of
 * single events, as they are. */
#define LB_PROJECT_PUBLISH "publish/"
#define LB_PROJECT_WORK    "work/"

/* One text of a value. */
typedef struct lb_step_text {
    char *written; /* as it stands in the file */
    char *given;   /* as the job gets it: with folders, lb_project_work_path */
    const char
        *folder;     /* LB_PROJECT_PUBLISH or LB_PROJECT_WORK, of what a step writes; else NULL */
    size_t producer; /* the step whose output it is, SIZE_MAX: none */
    long line, column;
} lb_step_text;

/* One key of a step as the project has it: its option and one text, or one for each item of a list.
 * Line and column in the project's file, from 1. */
typedef struct lb_step_value {
    const lb_option *option;
    lb_step_text *text;
    size_t texts;
    long line, column;
} lb_step_value;

/* A step: its command, what the project gives its options, and what the audit decided of its
 * outputs. */
typedef struct lb_step {
    const lb_command *command;
    char *name;       /* its files are NAME.csv ... */
    char *provenance; /* path of NAME.provenance.json in work/; NULL: the command makes none */
    lb_step_value *value;
    size_t values, capacity;
    long line, column;
    bool exact_people; /* people of areas in its table are as delivered, until the audit objects */
    bool fell_back;    /* the audit did */
    bool withheld;     /* the audit found that its people must not be published */
    bool reveals_more; /* the squares that it makes, beside others, would reveal hidden counts: what
                          reads them is not published */
    bool unpublished;  /* its table is of single cells, or it reads a layer of work/ that another
                          step made as delivered: it is done with the grid as delivered, all of its
                          outputs are in work/, and nothing of it is on the page */
} lb_step;

/* A project's file with defaults and inherited values filled in; texts are owned where not said
 * otherwise. */
typedef struct lb_project {
    const char *file, *dir; /* borrowed */
    char *folder;           /* of the file, "" or with a '/' at its end */
    char *stage; /* a folder in dir, '/' at its end, where publish/ is made before it is audited */
    char *title, *source, *date, *crs; /* NULL: not given */
    bool english, strict, skip_invalid, decimal_comma;
    bool min_cell_given;
    bool exact_areas;          /* areas: exact, or --areas exact */
    const char *register_path; /* --register; NULL: none. Borrowed */
    lb_event_readings counted; /* what counts of events are of: earlier, and of its steps */
    lb_event_places places;    /* where they are counted by its steps */
    bool audited;              /* publish/ was, and nothing is found in it */
    const char *cell_key_file; /* --perturb; NULL: not asked for. Borrowed */
    int min_cell;              /* of the page, and of steps that name none of their own */
    lb_step *step;
    size_t steps, capacity;
    size_t grid; /* the step that makes the project's grid, SIZE_MAX: none */
} lb_project;

void lb_project_clear(lb_project *project);

/* The value of an option, or NULL. */
const lb_step_value *lb_step_find_value(const lb_step *step, const char *name);

/* The (first) text of an option, as the step's job gets it; NULL: not given. */
const char *lb_step_given(const lb_step *step, const char *name);

/* Is the value one of the job's options (columns, where), not of the command's? */
bool lb_step_is_of_job(const lb_step *step, const lb_step_value *value);

/* Appends a value; NULL: out of memory. */
lb_step_value *lb_step_add_value(lb_step *step, const lb_option *option, size_t texts);

/* DIR/folder/name, where folder is "" or ends in '/'; NULL: out of memory. */
char *lb_project_path(const lb_project *project, const char *folder, const char *name);

/* The same while the run is at work: what goes to LB_PROJECT_PUBLISH is in project->stage. */
char *lb_project_work_path(const lb_project *project, const char *folder, const char *name);

/* Puts LB_PROJECT_PUBLISH for project->stage in a message. */
void lb_project_name_published(const lb_project *project, char *text);

/* Leaves of the files that steps read and write their names alone in a message, for the page. */
void lb_project_cut_folders(const lb_project *project, char *text);

#endif
