/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recipe: which variables an index has and how they become one figure. lagesbild-recipe(5)
 * describes its written form; the default is livsvillkor-8, the report's eight variables
 * (docs/methods.md, Choices the sources leave open). */
#ifndef LAGESBILD_RECIPE_H
#define LAGESBILD_RECIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lagesbild/bilingual.h>
#include <lagesbild/log.h>

typedef enum lb_variable_kind { LB_KIND_LEVEL, LB_KIND_SHARE, LB_KIND_COUNT } lb_variable_kind;

typedef enum lb_normalise {
    LB_NORMALISE_PERCENTILE, /* (r - 0.5)/n, ties share the mid-rank */
    LB_NORMALISE_ZSCORE,     /* (x - mean)/sd, sd over n - 1 */
    LB_NORMALISE_MINMAX,     /* (x - min)/(max - min) */
    LB_NORMALISE_ROBUST_Z,   /* (x - median)/(1.4826 MAD) */
    LB_NORMALISE_RANK,       /* r, ties share the mid-rank */
    LB_NORMALISE_QUANTILE    /* 1 + floor(K (r - 0.5)/n), K the number of classes */
} lb_normalise;

typedef enum lb_aggregate { LB_AGGREGATE_ARITHMETIC, LB_AGGREGATE_GEOMETRIC } lb_aggregate;

typedef enum lb_class_method {
    LB_CLASS_QUANTILE, /* as many squares in each, ties share a class */
    LB_CLASS_EQUAL,    /* equal widths from min to max */
    LB_CLASS_JENKS,    /* least sum of squares within classes, exact */
    LB_CLASS_STDDEV,   /* limits one sd apart, symmetric about the mean */
    LB_CLASS_FIXED     /* the recipe's breaks; a value on a break is in the upper class */
} lb_class_method;

/* Names of the enumerators as recipes spell them, by enumerator, NULL-ended; those of class methods
 * are in classes.h. */
LB_API extern const char *const lb_variable_kind_names[];
LB_API extern const char *const lb_normalise_names[];
LB_API extern const char *const lb_aggregate_names[];

/* What quantiles and percentile ranks are over: each square once, or each of its inhabitants. */
typedef enum lb_reference { LB_REFERENCE_SQUARES, LB_REFERENCE_PEOPLE } lb_reference;
LB_API extern const char *const lb_reference_names[];

/* The disclosure noise of a delivery's counts: none; of one variance, whatever the count; random
 * rounding to multiples of 3; or the cell-key method's whole numbers, as of counts above its
 * greatest change. A count of 0 has none. */
typedef enum lb_noise_kind {
    LB_NOISE_NONE,
    LB_NOISE_FIXED,
    LB_NOISE_ROUND3,
    LB_NOISE_CELL_KEY
} lb_noise_kind;

typedef struct lb_noise {
    lb_noise_kind kind;
    double variance; /* > 0, of LB_NOISE_FIXED and LB_NOISE_CELL_KEY */
    int deviation;   /* 1 to LB_NOISE_CHANGE_MAX: the greatest change, of LB_NOISE_CELL_KEY */
    int draws, seed; /* of the index under noise; 0: LB_NOISE_DRAWS, the usual ones */
} lb_noise;

/* The most that --noise cell-key:D:V takes for D. */
enum { LB_NOISE_CHANGE_MAX = 20 };

/* Draws of the index under noise: unless a recipe says otherwise, and at least and at most. */
enum { LB_NOISE_DRAWS = 200, LB_NOISE_DRAWS_MIN = 20, LB_NOISE_DRAWS_MAX = 100000 };

/* "none", "fixed:V", "round3", "cell-key" (which is cell-key:5:2.001) or "cell-key:D:V", behind all
 * but the first ",draws:N" and ",seed:N". False: it is not; *out is untouched. */
LB_API bool lb_noise_parse(const char *text, lb_noise *out);

/* What a recipe chooses and `stability` varies, the keys of a recipe's `stability`. */
typedef enum lb_choice {
    LB_CHOICE_RECIPES,   /* this recipe, or another of the same variables */
    LB_CHOICE_REFERENCE, /* ranked are squares or people */
    LB_CHOICE_MINIMUM,   /* people that a square needs */
    LB_CHOICE_MISSING,   /* weight that has to be present */
    LB_CHOICE_DROP,      /* a variable left out */
    LB_CHOICE_WEIGHTS,
    LB_CHOICE_NORMALISE,
    LB_CHOICE_AGGREGATE,
    LB_CHOICES
} lb_choice;
LB_API extern const char *const lb_choice_names[];

/* How a count of no one is published: as it is, or as few are. */
typedef enum lb_zeros { LB_ZEROS_SHOW, LB_ZEROS_HIDE } lb_zeros;
LB_API extern const char *const lb_zeros_names[];

enum { LB_MAX_CLASSES = 20 };

/* Names a column may have; the first that exists is taken. */
typedef struct lb_names {
    size_t count;
    char **name;
} lb_names;

typedef struct lb_variable {
    char *name;
    lb_variable_kind kind;
    int direction; /* +1: high is worse, -1: low is worse */
    double weight; /* in its group, >= 0; 0: carried along, not in the index */
    char *group;
    size_t group_index;
    lb_names column;                 /* either this */
    lb_names numerator, denominator; /* or these */
    bool per_population;             /* the denominator is the population column */
    bool open;                       /* published as delivered, in squares of people enough */
    char *label[2], *unit[2];        /* Swedish, English; NULL: not given in that language */
} lb_variable;

/* What the figures of a level variable are multiplied by, to be in the money of the first delivery
 * that is compared. */
typedef struct lb_deflator {
    char *variable;
    char *delivery; /* by its name; NULL: any but the first */
    double factor;  /* > 0 */
} lb_deflator;

/* From this delivery on the figures are of another source or definition than before. */
typedef struct lb_series_break {
    double from; /* the year that names the delivery */
    char *text;
} lb_series_break;

typedef struct lb_recipe_group {
    char *name;
    double weight; /* >= 0 */
} lb_recipe_group;

typedef struct lb_recipe {
    char *name;
    char *crs;
    int32_t cell_size; /* metres */
    lb_names population;
    double minimum_population; /* a square with fewer has no index */
    size_t variables, groups;
    lb_variable *variable;
    lb_recipe_group *group;
    lb_normalise normalise;
    lb_reference reference;
    lb_noise noise; /* of the delivery's counts */
    lb_aggregate aggregate;
    double minimum_weight; /* of the effective weights present, 0-1 */
    lb_zeros zeros;        /* of parts and shares, where they are published (disclosure.h) */
    lb_names codes;        /* values that stand for a suppressed figure: "-1", "x" */
    int classes;
    lb_class_method class_method;
    size_t breaks;
    double *break_at; /* [breaks], ascending; for LB_CLASS_FIXED */
    char **colour;    /* [classes], "#rrggbb", from best to worst */
    size_t rings;
    char **ring; /* variables drawn as rings */
    size_t deflators, series_breaks;
    lb_deflator *deflator;
    lb_series_break *series_break; /* ascending */
    lb_names choice[LB_CHOICES];   /* levels that `stability` tries; empty: its own alone, or, where
                                      all are empty, the usual ones */
    size_t alternatives;
    struct lb_recipe *alternative; /* of choice[LB_CHOICE_RECIPES], in its order without "own": each
                                      of the same columns, kinds and directions */
    lb_names probability[LB_CHOICES]; /* numbers above 0, one a level, in proportion; empty: all are
                                         equally likely */
} lb_recipe;

/* Each frees what is inside and leaves it empty. */
LB_API void lb_names_clear(lb_names *names);
LB_API void lb_variable_clear(lb_variable *variable);
LB_API void lb_recipe_clear(lb_recipe *recipe);

/* A built-in ("livsvillkor-8", "livsvillkor-6") or a file; NULL: livsvillkor-8. Every problem goes
 * to the job's log with line and column. */
LB_API lb_status lb_recipe_load(const char *name_or_file, const lb_job *job, lb_recipe *out,
                                lb_error *err);

/* The text of a built-in, commented and ready to edit; a static string, NULL: no such name. */
LB_API const char *lb_recipe_builtin(const char *name);

/* Names of the built-ins, NULL-ended. */
LB_API const char *const *lb_recipe_builtins(void);

/* The resolved recipe as YAML, always in the same order; NULL: out of memory. The caller frees. */
LB_API char *lb_recipe_to_yaml(const lb_recipe *recipe);

/* A variable's share of its group times the group's share of all; 0-1, sums to 1. */
LB_API double lb_recipe_effective_weight(const lb_recipe *recipe, size_t variable);

/* The same for one square whose missing variables leave their weight to the others of their group,
 * and whose missing groups leave theirs to the other groups. score: [variables] arrays, at square i
 * NaN where missing, not all of them. weight: [variables], 0 where missing, sums to 1. */
LB_API void lb_recipe_weights_given(const lb_recipe *recipe, double *const *score, size_t i,
                                    double *weight);

/* The text that the recipe gives, a language that it leaves out as the other one; sv NULL: none. */
LB_API lb_bilingual lb_recipe_text(char *const text[2]);

/* The variable of that name; recipe->variables: none. */
LB_API size_t lb_recipe_find_variable(const lb_recipe *recipe, const char *name);

/* What the figures of a variable in a delivery (by its name) are multiplied by: what the recipe
 * says of that delivery, else of any; 0: it says nothing. */
LB_API double lb_recipe_deflator(const lb_recipe *recipe, const char *variable,
                                 const char *delivery);

#endif
