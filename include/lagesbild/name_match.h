/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When are two names of areas the same area? (docs/methods.md, Names)
 *
 * Swedish names come in many spellings: case, å ä ö or a a o, hyphen, space or slash, parts in
 * another order ("Hulta/Hässleholmen"), a remark in brackets ("Fisksätra (ny)"), and misreadings
 * by a scanner ("Hässlöholmen"), which an alias table mends. */
#ifndef LAGESBILD_NAME_MATCH_H
#define LAGESBILD_NAME_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <lagesbild/status.h>

/* Spellings that stand for another. Zeroed memory is an empty table. */
typedef struct lb_aliases {
    size_t count, capacity;
    char **from; /* keys, owned */
    char **to;   /* names, owned */
} lb_aliases;

LB_API void lb_aliases_clear(lb_aliases *aliases);

/* `from` is read as `to`: a whole name, or one part between slashes. Replacement happens once: an
 * alias of an alias is not followed. LB_E_MEMORY. */
LB_API lb_status lb_aliases_add(lb_aliases *aliases, const char *from, const char *to);

/* The key of a name: its words, folded and sorted, without remarks in brackets and the word "och".
 * Words end at anything but letters and digits. aliases may be NULL. The caller frees it; NULL:
 * out of memory. "" for a name without letters and digits. */
LB_API char *lb_match_key(const char *name, const lb_aliases *aliases);

/* The same name? Their keys are equal, or would be if spaces were left out ("Hisingsbacka",
 * "Hisings Backa"). LB_E_MEMORY. */
LB_API lb_status lb_match_same(const char *a, const char *b, const lb_aliases *aliases, bool *out);

/* A list of names; `place` (an LPO, a municipality) distinguishes areas of the same name and may be
 * NULL, as may each of its entries. */
typedef struct lb_match_list {
    size_t count;
    const char *const *name;
    const char *const *place;
} lb_match_list;

/* after_of[i]: the index in `after` of the area that has the name of area i of `before`, or
 * SIZE_MAX; each of `after` is taken at most once. First those alike in name and place, then in
 * name alone where only one on each side is left with it: a name that could be either of two is
 * matched to none. Then both again by names without spaces. LB_E_MEMORY. */
LB_API lb_status lb_match_names(const lb_match_list *before, const lb_match_list *after,
                                const lb_aliases *aliases, size_t *after_of);

/* How many different names there are among n; NULL and "" are none. group[i] (may be NULL): the
 * number of name i in order of first appearance, SIZE_MAX for none. LB_E_MEMORY. */
LB_API lb_status lb_match_distinct(const char *const *name, size_t n, const lb_aliases *aliases,
                                   size_t *group, size_t *out);

#endif
