/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each command takes and makes, as data: options, bounds, defaults, help, output columns.
 *
 * One table a command describes it for every client: the parser of the command line, project files
 * (lagesbild-project(5)), range checks, the options written into provenance, manual pages, shell
 * completion, and front ends in other languages, which read lb_command_describe_json. Options are
 * members of the command's own struct (lb_share_options of share.h, say): a program in C fills that
 * struct and calls the command's function; others set options by name and text:
 *
 *     const lb_command *share = lb_command_find("share");
 *     lb_command_options *options = lb_command_options_new(share);
 *     lb_command_set(options, lb_command_option(share, "areas"), "areas.gpkg", &err);
 *     lb_command_run(share, lb_command_options_values(options), &job, &result, &err);
 */
#ifndef LAGESBILD_COMMAND_H
#define LAGESBILD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/bilingual.h>
#include <lagesbild/log.h>
#include <lagesbild/table.h>

/* Options -------------------------------------------------------------------------------------- */

/* What the text of an option means, and the type of its member in the options struct. */
typedef enum lb_option_kind {
    LB_OPTION_SOURCE,      /* a file or layer that is read: const char * */
    LB_OPTION_SOURCES,     /* several: const char *const * and a count */
    LB_OPTION_GRID,        /* a grid that is read: const char * */
    LB_OPTION_BANDS,       /* "NAME=FILE:BAND", several: const char *const * and a count */
    LB_OPTION_CONTEXTS,    /* "SOURCE,line=...", several: const char *const * and a count */
    LB_OPTION_RECIPE,      /* a built-in recipe or a file: const char * */
    LB_OPTION_GRID_RECIPE, /* the same; in a project, that of its grid where it is not given */
    LB_OPTION_OUTPUT,      /* a file that is written: const char * */
    LB_OPTION_FOLDER,      /* a folder that is written into: const char * */
    LB_OPTION_TEXT,        /* const char * */
    LB_OPTION_JOINED,      /* texts with commas between them: const char * */
    LB_OPTION_LIST,        /* a text that may be repeated: const char *const * and a count */
    LB_OPTION_PERIODS,     /* the same, each a period (period.h) */
    LB_OPTION_REAL,        /* double */
    LB_OPTION_WHOLE,       /* int, at least 0 */
    LB_OPTION_CHOICE,      /* an enum, the index into `words` */
    LB_OPTION_EITHER,      /* bool: true for the second of the two `words` */
    LB_OPTION_FLAG,        /* bool, true when it is given */
    LB_OPTION_BOX          /* "XMIN,YMIN,XMAX,YMAX": const lb_box * (grid.h) */
} lb_option_kind;

enum {
    LB_OPTION_POSITIONAL = 1, /* an argument without a name on the command line */
    LB_OPTION_NEEDED = 2,
    LB_OPTION_NO_EFFECT = 4,    /* the result does not depend on it: it is not in provenance */
    LB_OPTION_COMMAND_LINE = 8, /* not a key of a project's steps */
    LB_OPTION_NAMED = 16,       /* a source that may have a name before it: "NAME=SOURCE" */
    LB_OPTION_ABOVE_LOW = 32,   /* `low` itself is not allowed */
    LB_OPTION_BELOW_HIGH = 64,  /* `high` itself is not allowed */
    LB_OPTION_ZERO_UNSET = 128, /* 0, outside the bounds, stands for not given */
    LB_OPTION_RESOLVED = 512,   /* provenance has what it stands for (the text of a recipe, the full
                                   name of an area), however it was spelled */
    LB_OPTION_READ_AGAIN = 256, /* the source is read more than once: it cannot be a named pipe */
    LB_OPTION_UNPUBLISHED = 1024, /* an output that has single events or squares: a project writes
                                     it into work/, whatever its ending */
    LB_OPTION_PLAIN_FILE =
        2048,                 /* a source that is no table, layer or raster, or may be a folder */
    LB_OPTION_SQUARES = 4096, /* a source of squares, whose counts are coarsened where they are
                                 read, as those of LB_OPTION_GRID are */
    LB_OPTION_EVENT_PERIOD = 8192, /* a text that is a period, whose events are counted apart, as
                                      those of LB_OPTION_PERIODS are */
    LB_OPTION_EVENTS_FROM = 16384, /* a text that is a day, from which on events are, or a field */
    LB_OPTION_COMMAND_NAME = 32768 /* a text that is the name of a command */
};

/* All pointers are to static memory. */
typedef struct lb_option {
    const char *name; /* as after -- on the command line; '_' is as good as '-' in a project */
    char letter;      /* of the short form; 0: none */
    lb_option_kind kind;
    size_t at, count_at;      /* byte offsets of the member, and of the count of a list */
    const char *value_name;   /* "FIELD": what help calls the value; NULL: a flag */
    lb_bilingual help;        /* one or two sentences without the final stop */
    unsigned flags;           /* LB_OPTION_POSITIONAL ... */
    double low, high;         /* bounds of a number; both 0: none but those of the kind */
    const char *const *words; /* NULL-ended: of a choice; the endings an output may have */
    const char *const *usual; /* NULL-ended: the columns looked for when a FIELD is not given */
    const char *standard;     /* what stands for a text that is not given ("livsvillkor-8") */
    const char *needs;    /* "position-error|interval=chain": without one of these options, or one
                             of them with that word, who gives this one would believe what is not
                             so, or miss a file: it is refused; NULL: it can be given always */
    const char *fallback; /* in a project: the ending of an output that is written unasked; the
                             project's key that stands in for a text ("source", "date"); the
                             output of an earlier step with areas that stands in for a source
                             ("trend:output") */
    const char *ending;   /* "json": how names of its files usually end; "": a text that has the
                             name of any file in it; NULL: not said */
} lb_option;

LB_API bool lb_option_is_input(const lb_option *option);    /* it names files that are read */
LB_API bool lb_option_is_layer(const lb_option *option);    /* it names tables, layers or rasters */
LB_API bool lb_option_is_output(const lb_option *option);   /* it names a file that is written */
LB_API bool lb_option_is_repeated(const lb_option *option); /* it may be given several times */
LB_API bool lb_option_affects_result(const lb_option *option);

/* "whole number", "file" ...: a static word for the kind, as in lb_command_describe_json. */
LB_API const char *lb_option_kind_name(lb_option_kind kind);

/* Commands ------------------------------------------------------------------------------------- */

/* What a column reveals of people, which decides how it may be published. People and parts are
 * coarsened where the grid is read; ratios, levels and what is made of them are computed from that;
 * keys, ground and events pass (docs/methods.md, Coarsening). */
typedef enum lb_role {
    LB_ROLE_NONE,   /* not said: the table is not published */
    LB_ROLE_KEY,    /* names, categories, dates, places, reasons, what was answered or set */
    LB_ROLE_GROUND, /* surface, cells, fractions of them, areas */
    LB_ROLE_EVENT,  /* counted happenings, and shares of them */
    LB_ROLE_PEOPLE, /* a number of people */
    LB_ROLE_PART,   /* a number of some of them */
    LB_ROLE_RATIO,  /* of two counts, one or both of people */
    LB_ROLE_LEVEL,  /* a statistic of people: a median income */
    LB_ROLE_MADE /* of figures of squares: score, index, rank, class, and counts of squares by it */
} lb_role;

/* "key", "ground" ...; NULL of LB_ROLE_NONE. */
LB_API const char *lb_role_name(lb_role role);

/* Capital words in a name are placeholders: class_K is class_1, class_2 ... */
typedef struct lb_column_info {
    const char *name;
    const char *unit; /* "people", "km2", "share" (0 to 1) ...; "": text */
    lb_role role;
    lb_bilingual meaning; /* sv NULL: that of the page's glossary (lb_command_column_meaning) */
    lb_column_type type;  /* of one with a placeholder, and of `audit`, that of most such */
    lb_unit shown;        /* how its numbers are shown */
} lb_column_info;

/* Options of the job that apply to a command: bit i stands for lb_job_option_at(i). */
enum {
    LB_JOB_CRS = 1,
    LB_JOB_FORCE = 2,
    LB_JOB_STRICT = 4,
    LB_JOB_THREADS = 8,
    LB_JOB_LANG = 16,
    LB_JOB_DECIMAL_COMMA = 32,
    LB_JOB_QUIET = 64,
    LB_JOB_SKIP_INVALID = 128, /* of commands that read areas */
    LB_JOB_WHERE = 256,        /* of those whose options name them */
    LB_JOB_EVENTS_WHERE = 512, /* of commands whose options name events */
    LB_JOB_COLUMNS = 1024,     /* of commands with a main table */
    LB_JOB_PAGES = LB_JOB_FORCE | LB_JOB_STRICT | LB_JOB_THREADS | LB_JOB_LANG | LB_JOB_QUIET,
    LB_JOB_FILES = LB_JOB_PAGES | LB_JOB_DECIMAL_COMMA,
    LB_JOB_TABLES = LB_JOB_FILES | LB_JOB_CRS | LB_JOB_COLUMNS,
    LB_JOB_AREAS = LB_JOB_SKIP_INVALID | LB_JOB_WHERE
};

/* A table that the command makes. */
typedef struct lb_table_info {
    const char *name;         /* "" the main one, else "summary", "matrix" ... */
    const char *option;       /* the option that writes it to a file; NULL: none */
    const char *hidden_by[3]; /* given, one of these options keeps it off the terminal */
    bool only_file;           /* never on the terminal */
    const lb_column_info *column;
    size_t columns;
} lb_table_info;

/* What a command is about, for front ends that show commands in groups. */
typedef enum lb_subject {
    LB_SUBJECT_NONE, /* of no command */
    LB_SUBJECT_GRID,
    LB_SUBJECT_AREAS,
    LB_SUBJECT_EVENTS,
    LB_SUBJECT_REVIEW,  /* of figures that there are */
    LB_SUBJECT_DRAWING, /* maps, charts, pages */
    LB_SUBJECT_HELP
} lb_subject;

/* "events" ...; NULLs of LB_SUBJECT_NONE. */
LB_API lb_bilingual lb_subject_name(lb_subject subject);

typedef struct lb_command {
    const char *name;
    int order; /* its place among the commands, from low to high; each its own */
    lb_subject subject;
    lb_bilingual summary;     /* a line, for lists of commands */
    lb_bilingual description; /* a paragraph */
    const lb_option *option;  /* [options]: positional ones in the order of the command line */
    size_t options;
    unsigned job_options; /* LB_JOB_CRS ... */
    const lb_table_info *table;
    size_t tables;
    const void *initial;       /* the options struct with its defaults */
    size_t size;               /* of that struct, bytes */
    const char *const *one_of; /* NULL-ended: options of which one is needed; NULL: no such */
    bool or_more;              /* of those, several may be given */
    /* What no table can say of the options together; LB_E_USAGE. NULL: nothing. */
    lb_status (*check)(const void *options, lb_error *err);
} lb_command;

/* The commands that analyse and draw, in the order of help and manuals. */
LB_API size_t lb_command_count(void);
LB_API const lb_command *lb_command_at(size_t i);           /* i < lb_command_count() */
LB_API const lb_command *lb_command_find(const char *name); /* NULL: no such command */

/* `run`, whose function is lb_project_run (project.h). */
LB_API const lb_command *lb_command_run_project(void);

/* The option of that name; '_' is read as '-'. NULL: no such option. */
LB_API const lb_option *lb_command_option(const lb_command *command, const char *name);

/* What a column means: its own text, else that of the page's glossary. */
LB_API lb_bilingual lb_command_column_meaning(const lb_column_info *column);

/* Has every column of the table a role? */
LB_API bool lb_table_info_has_roles(const lb_table_info *table);

/* The command's table of that name; NULL: it makes none. */
LB_API const lb_table_info *lb_command_table(const lb_command *command, const char *name);

/* Options that commands share, members of lb_job: force, strict, threads, lang ... */
LB_API size_t lb_job_option_count(void);
LB_API const lb_option *lb_job_option_at(size_t i);

/* As lb_command_set; a text is borrowed, and must live as long as the job. */
LB_API lb_status lb_job_set(lb_job *job, const lb_option *option, const char *text, lb_error *err);

/* Values --------------------------------------------------------------------------------------- */

/* A command's options struct and the memory its members point to. */
typedef struct lb_command_options lb_command_options;

/* All at their defaults; NULL: out of memory. */
LB_API lb_command_options *lb_command_options_new(const lb_command *command);
LB_API void lb_command_options_free(lb_command_options *options); /* NULL is fine */

/* The struct: lb_share_options for share ... */
LB_API const void *lb_command_options_values(const lb_command_options *options);

/* Of the n names the one that is most like `wanted`, by prefix, word and edit distance: for
 * messages on unknown options and commands. NULL: none is like it. */
LB_API const char *lb_nearest_name(const char *wanted, const char *const *name, size_t n);

/* Parses the text into the option's member; a list gets one item more. text NULL: a flag is set.
 * LB_E_USAGE: it is not what the option takes; the error says what is expected. */
LB_API lb_status lb_command_set(lb_command_options *options, const lb_option *option,
                                const char *text, lb_error *err);

/* Is the member something else than nothing (NULL, an empty list, 0, false)? */
LB_API bool lb_option_is_set(const lb_option *option, const void *options);

/* Holds a filled struct against the command's table: needed options, options without effect,
 * bounds, words, endings, the command's own check. Each command's function does so before it reads
 * anything. LB_E_USAGE. */
LB_API lb_status lb_command_check(const lb_command *command, const void *options, lb_error *err);

/* Running -------------------------------------------------------------------------------------- */

enum { LB_COMMAND_TABLES = 8 };

/* The tables that a command made. Zeroed memory is empty. */
typedef struct lb_command_result {
    lb_table table[LB_COMMAND_TABLES];
    const char *part[LB_COMMAND_TABLES]; /* lb_table_info.name of each; static */
    size_t tables;
    bool not_for_publication; /* done, but something in it must not be published: exit code 4 */
} lb_command_result;

LB_API void lb_command_result_clear(lb_command_result *result);

/* options: the command's struct. Files are written as the options say. */
LB_API lb_status lb_command_run(const lb_command *command, const void *options, const lb_job *job,
                                lb_command_result *out, lb_error *err);

/* Removes the temporary files that this process has begun beside the command's outputs and in its
 * folder: for a program that is about to be ended by a signal. Any thread may call it while another
 * runs the command, whose files then fail. */
LB_API void lb_command_remove_temporary(const lb_command *command, const void *options);

/* Texts from the tables ------------------------------------------------------------------------ */

/* A JSON array of one object a command: options, tables, columns; see lagesbild-describe(1). The
 * caller frees *out. LB_E_MEMORY. */
LB_API lb_status lb_command_describe_json(const lb_command *const *command, size_t commands,
                                          char **out);

/* The default of an option as text, "" where it has none. */
LB_API void lb_option_default(const lb_command *command, const lb_option *option, char *text,
                              size_t size);

/* What the option needs beside it: "--position-error METRES or --interval chain"; "": nothing. */
LB_API void lb_option_needs(const lb_command *command, const lb_option *option, char *text,
                            size_t size);

/* What the option takes: "a number above 0 and below 1", "priority, split or both" ... */
LB_API void lb_option_expected(const lb_option *option, char *text, size_t size);

#endif
