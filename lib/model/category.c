/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names of categories are one, and which category is the worse. The Police's three are known
 * in singular, plural and short; other names are compared after folding (lb_text_fold). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/category.h>
#include "base/array.h"
#include "base/swedish_text.h"
#include "base/try.h"
#include "text/string_ids.h"

/* Bytes of a folded name that are compared; of a key that needs no memory of its own. */
enum { FOLDED_SIZE = 200, KEY_SIZE = 300 };

/* place[i]: the index of the name with the i-th key. */
struct lb_category_keys {
    lb_string_ids ids;
    size_t *place, capacity;
};

/* 0 for särskilt utsatt område, 1 for riskområde, 2 for utsatt område, by any of their spellings;
 * -1 for others. */
static int police_category(const char *name)
{
    static const char *const spelling[3][4] = {
        {"suo", "sarskiltutsatt", "sarskiltutsattomrade", "sarskiltutsattaomraden"},
        {"ro", "risk", "riskomrade", "riskomraden"},
        {"uo", "utsatt", "utsattomrade", "utsattaomraden"},
    };
    char folded[FOLDED_SIZE];
    lb_text_fold(name, folded, sizeof folded);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 4; j++)
            if (strcmp(folded, spelling[i][j]) == 0)
                return i;
    return -1;
}

static void clear_keys(lb_categories *categories)
{
    if (categories->keys) {
        lb_string_ids_clear(&categories->keys->ids);
        free(categories->keys->place);
    }
    free(categories->keys);
    categories->keys = NULL;
}

void lb_categories_clear(lb_categories *categories)
{
    lb_array_free(categories->name, categories->count);
    clear_keys(categories);
    *categories = (lb_categories){0};
}

bool lb_category_same(const char *a, const char *b)
{
    int i = police_category(a), j = police_category(b);
    return i >= 0 || j >= 0 ? i == j : lb_text_same(a, b);
}

bool lb_category_is_none(const char *name)
{
    static const char *const none[] = {"", "ejutsatt", "ejutsattomrade", "ejutsattaomraden"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!name || lb_text_same(name, none[i]))
            return true;
    return false;
}

/* What names of one category have in common: behind a '/', which no folded name has, the number of
 * the Police's, else the folded name. In `own` where it fits, else allocated for the caller
 * (free_key). NULL: out of memory. */
static char *category_key(const char *name, char own[KEY_SIZE])
{
    int police = police_category(name);
    size_t length = strlen(name), size = length < KEY_SIZE ? KEY_SIZE : length + 1;
    char *key = size == KEY_SIZE ? own : malloc(size);
    if (!key)
        return NULL;
    if (police >= 0)
        snprintf(key, size, "/%d", police);
    else
        lb_text_fold(name, key, size);
    return key;
}

static void free_key(char *key, const char *own)
{
    if (key != own)
        free(key);
}

size_t lb_categories_find(const lb_categories *categories, const char *name)
{
    char own[KEY_SIZE], *key = categories->keys ? category_key(name, own) : NULL;
    if (key) {
        uint32_t id = lb_string_ids_find(&categories->keys->ids, lb_string_of(key));
        free_key(key, own);
        return id == LB_STRING_ID_NONE ? SIZE_MAX : categories->keys->place[id];
    }
    for (size_t i = 0; i < categories->count; i++)
        if (lb_category_same(categories->name[i], name))
            return i;
    return SIZE_MAX;
}

/* Adds the key of the name at `place`, which has none yet. */
static lb_status add_key(lb_categories *categories, size_t place)
{
    char own[KEY_SIZE], *key = category_key(categories->name[place], own);
    if (!categories->keys)
        categories->keys = calloc(1, sizeof *categories->keys);
    struct lb_category_keys *keys = categories->keys;
    bool good = key && keys &&
                lb_array_reserve(&keys->place, &keys->capacity, place + 1, sizeof *keys->place);
    uint32_t id;
    if (good) {
        lb_string string = lb_string_of(key);
        good = lb_string_ids_add(&keys->ids, &string, 1, &id) == LB_OK;
    }
    if (good)
        keys->place[id] = place;
    free_key(key, own);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Of several spellings of one category the last by bytes is shown, so that the order of rows does
 * not matter; takes `copy`. */
static void keep_last_spelling(lb_categories *categories, size_t at, char *copy)
{
    bool later = strcmp(copy, categories->name[at]) > 0;
    free(later ? categories->name[at] : copy);
    if (later)
        categories->name[at] = copy;
}

/* No-break spaces are kept as spaces, so that the two spellings are the same text. */
lb_status lb_categories_add(lb_categories *categories, const char *name, size_t *out)
{
    char *copy = lb_text_copy(name);
    if (!copy)
        return LB_E_MEMORY;
    lb_text_plain_spaces(copy);
    size_t at = lb_categories_find(categories, copy);
    if (at != SIZE_MAX) {
        keep_last_spelling(categories, at, copy);
    } else {
        at = categories->count;
        bool reserved =
            lb_array_reserve(&categories->name, &categories->capacity, at + 1, sizeof copy);
        if (reserved)
            categories->name[at] = copy;
        if (!reserved || add_key(categories, at) != LB_OK) {
            free(copy);
            return LB_E_MEMORY;
        }
        categories->count++;
    }
    if (out)
        *out = at;
    return LB_OK;
}

/* Behind 0, 1, 2 of the Police's. */
enum { OTHER_RANK = 3, NONE_RANK };

/* Of the Police's categories also by what a name begins with: "Riskområde, nivå 2". */
static size_t police_rank(const char *name)
{
    static const char *const beginning[] = {"sarskilt", "risk", "utsatt"};
    char folded[FOLDED_SIZE];
    int police = police_category(name);
    if (police >= 0)
        return (size_t)police;
    lb_text_fold(name, folded, sizeof folded);
    for (size_t i = 0; i < 3; i++)
        if (strncmp(folded, beginning[i], strlen(beginning[i])) == 0)
            return i;
    return OTHER_RANK;
}

/* Place in the order from worst to best: names in `priority` first, then the Police's three, then
 * all others alike, and last those that are none ("?", "Ej utsatt"), where a command keeps them. */
static size_t category_rank(const char *name, const char *const *priority, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lb_category_same(name, priority[i]))
            return i;
    return n + (lb_category_is_none(name) ? NONE_RANK : police_rank(name));
}

typedef struct ranked_name {
    char *name;
    size_t rank, index; /* rank: 0 the worst; index: before sorting */
} ranked_name;

/* The worst first; of equal rank the one that Swedish has first: not that of an earlier row. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked_name *x = a, *y = b;
    LB_COMPARE(x->rank, y->rank);
    int order = lb_text_compare(x->name, y->name);
    return order != 0 ? order : strcmp(x->name, y->name);
}

/* Puts names in the order of ranked[count]; to[old index] = new index. */
static void apply_order(lb_categories *categories, const ranked_name *ranked, size_t *to)
{
    struct lb_category_keys *keys = categories->keys;
    for (size_t i = 0; i < categories->count; i++) {
        categories->name[i] = ranked[i].name;
        to[ranked[i].index] = i;
    }
    for (size_t i = 0; keys && i < keys->ids.count; i++)
        keys->place[i] = to[keys->place[i]];
}

lb_status lb_categories_sort(lb_categories *categories, const char *const *priority, size_t n,
                             size_t *moved)
{
    size_t count = categories->count;
    ranked_name *ranked = calloc(count + 1, sizeof *ranked);
    size_t *to = moved ? moved : calloc(count + 1, sizeof *to);
    bool good = ranked && to;
    for (size_t i = 0; good && i < count; i++) {
        char *name = categories->name[i];
        ranked[i] = (ranked_name){name, category_rank(name, priority, n), i};
    }
    if (good) {
        qsort(ranked, count, sizeof *ranked, compare_ranked);
        apply_order(categories, ranked, to);
    }
    free(ranked);
    if (to != moved)
        free(to);
    return good ? LB_OK : LB_E_MEMORY;
}

/* Cuts "A,B,C" into words, in place; they are no more than its bytes. */
static size_t split_words(char *text, const char **word)
{
    size_t n = 0;
    while (*text) {
        size_t length = strcspn(text, ",");
        bool last = text[length] == '\0';
        text[length] = '\0';
        word[n++] = text;
        text += last ? length : length + 1;
    }
    return n;
}

lb_status lb_categories_sort_by(lb_categories *categories, const char *priority, size_t *moved)
{
    char *words = lb_text_copy(priority ? priority : "");
    const char **word = words ? malloc((strlen(words) + 1) * sizeof *word) : NULL;
    lb_status status = LB_E_MEMORY;
    if (word)
        status = lb_categories_sort(categories, word, split_words(words, word), moved);
    free(words);
    free(word);
    return status;
}
