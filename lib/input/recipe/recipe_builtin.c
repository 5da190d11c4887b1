/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipes that are built in, as text: `lagesbild recipe NAME` prints them to be edited. */
#include <string.h>

#include <lagesbild/recipe.h>

/* The report does not say which variable is in which group, nor how they are weighted: these are
 * the readings of docs/methods.md, Choices the sources leave open, stated here so that they can be
 * changed. */
#define RECIPE_HEAD                                                                               \
    "crs: EPSG:3006          # any projected CRS in metres\n"                                     \
    "cell_size: 250          # metres; corners at multiples of it\n"                              \
    "population: {column: [totalt, beftotalt, bef_tot, pop, befolkning], minimum: 20}\n"          \
    "# column: the first that exists; case, å ä ö/a a o, '_', '-' and spaces do not matter.\n" \
    "# kind: level, share or count (ranked per area). direction: +1 high is worse, -1 low is.\n"  \
    "variables:\n"                                                                                \
    "  inkomst: {column: [inkomst, medianinkomst, medianinkomst_tkr], kind: level, "              \
    "direction: -1, group: ekonomisk_marginalisering}\n"                                          \
    "  utbildning: {numerator: [forgymnasial, forgymn], denominator: [befolkning_25_64], "        \
    "kind: share, direction: +1, group: ekonomisk_marginalisering}\n"                             \
    "  forvarvsfrekvens: {numerator: [sysselsatta, forvarvsarbetande], denominator: "             \
    "[befolkning_16_64, befolkning_20_64], kind: share, direction: -1, "                          \
    "group: ekonomisk_marginalisering}\n"                                                         \
    "  utlandsk_bakgrund: {numerator: [utlandsk_bakgrund], denominator: population, "             \
    "kind: share, direction: +1, group: segregation}\n"                                           \
    "  trangboddhet: {numerator: [trangbodda], denominator: [hushall], kind: share, "             \
    "direction: +1, group: segregation}\n"                                                        \
    "  ensamstaende_med_barn: {numerator: [ensamstaende_med_barn], denominator: [hushall], "      \
    "kind: share, direction: +1, group: familjeforhallanden}\n"

#define RECIPE_TAIL                                                                             \
    "groups: {ekonomisk_marginalisering: {weight: 1}, segregation: {weight: 1}, "               \
    "familjeforhallanden: {weight: 1}}\n"                                                       \
    "normalise: percentile   # percentile | zscore | minmax | robust_z | rank | quantile\n"     \
    "aggregate: arithmetic   # arithmetic | geometric\n"                                        \
    "missing: {minimum_weight: 0.75}\n"                                                         \
    "classes: {count: 5, method: quantile}  # quantile | equal | jenks | stddev | fixed (with " \
    "breaks: [...])\n"                                                                          \
    "colours: [\"#c9fab6\", \"#b4ca53\", \"#bf910d\", \"#bd540a\", \"#a11e21\"]\n"

static const char *const builtin_names[] = {"livsvillkor-8", "livsvillkor-6", NULL};

static const char *const builtin_texts[] = {
    "# The report's eight variables in its three groups.\n"
    "recipe: livsvillkor-8\n" RECIPE_HEAD
    "  unga_0_15: {column: [unga_0_15, alder_0_15], kind: count, direction: +1, "
    "group: familjeforhallanden}\n"
    "  unga_16_19: {column: [unga_16_19, alder_16_19], kind: count, direction: +1, "
    "group: familjeforhallanden}\n" RECIPE_TAIL
    "rings: unga_0_15        # drawn as rings on maps\n",

    "# The six shares and levels; the two counts of children are carried along (weight 0) and "
    "drawn as rings.\n"
    "recipe: livsvillkor-6\n" RECIPE_HEAD
    "  unga_0_15: {column: [unga_0_15, alder_0_15], kind: count, direction: +1, weight: 0, "
    "group: familjeforhallanden}\n"
    "  unga_16_19: {column: [unga_16_19, alder_16_19], kind: count, direction: +1, weight: 0, "
    "group: familjeforhallanden}\n" RECIPE_TAIL "rings: [unga_0_15, unga_16_19]\n",
};

const char *const *lb_recipe_builtins(void)
{
    return builtin_names;
}

const char *lb_recipe_builtin(const char *name)
{
    for (size_t i = 0; builtin_names[i]; i++)
        if (strcmp(builtin_names[i], name) == 0)
            return builtin_texts[i];
    return NULL;
}
