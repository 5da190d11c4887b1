/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matches the areas of two lists by name in four rounds (docs/methods.md, Names): by key and
 * place, by key alone, then both again by the name without separators. A pair is made only where
 * one name on each side is left with a key, so that an ambiguous name is matched to none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/name_match.h>
#include "base/array.h"
#include "base/buf.h"
#include "text/string_ids.h"
#include "base/swedish_text.h"

void lb_aliases_clear(lb_aliases *aliases)
{
    for (size_t i = 0; i < aliases->count; i++) {
        free(aliases->from[i]);
        free(aliases->to[i]);
    }
    free(aliases->from);
    free(aliases->to);
    *aliases = (lb_aliases){0};
}

/* The left side is kept as its key, so that any spelling of it is found; the right side as
 * written. */
lb_status lb_aliases_add(lb_aliases *aliases, const char *from, const char *to)
{
    size_t room = aliases->capacity; /* of both lists */
    if (!lb_array_reserve(&aliases->from, &room, aliases->count + 1, sizeof *aliases->from) ||
        !lb_array_reserve(&aliases->to, &aliases->capacity, aliases->count + 1,
                          sizeof *aliases->to))
        return LB_E_MEMORY;
    char *key = lb_match_key(from, NULL), *name = lb_text_copy(to);
    if (!key || !name) {
        free(key);
        free(name);
        return LB_E_MEMORY;
    }
    aliases->from[aliases->count] = key;
    aliases->to[aliases->count++] = name;
    return LB_OK;
}

/* Bytes of the separator there; 0: a letter or digit, as all above ASCII are but no-break spaces
 * and dashes, which scanners and word processors put in names. */
static size_t separator_length(const char *at)
{
    const unsigned char *c = (const unsigned char *)at;
    size_t beyond_ascii = lb_text_separator_length(at);
    if (beyond_ascii)
        return beyond_ascii;
    bool letter = c[0] >= 0x80 || (c[0] >= '0' && c[0] <= '9') || (c[0] >= 'a' && c[0] <= 'z') ||
                  (c[0] >= 'A' && c[0] <= 'Z');
    return letter ? 0 : 1;
}

/* Past a remark in brackets; an unclosed bracket is no remark. */
static const char *skip_remark(const char *at)
{
    const char *end = *at == '(' ? strchr(at, ')') : NULL;
    return end ? end + 1 : at;
}

/* Folded words of one name, owned. */
typedef struct word_list {
    char **word;
    size_t count, capacity;
    bool failed;
} word_list;

static void clear_words(word_list *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->word[i]);
    free(w->word);
    *w = (word_list){.count = 0};
}

/* A word that folds to nothing, and "och", is not part of the key. */
static void add_word(word_list *w, const char *text, size_t length)
{
    char *raw = malloc(length + 1), *folded = malloc(length + 1);
    w->failed = w->failed || !raw || !folded ||
                !lb_array_reserve(&w->word, &w->capacity, w->count + 1, sizeof *w->word);
    if (!w->failed) {
        memcpy(raw, text, length);
        raw[length] = '\0';
        if (lb_text_fold(raw, folded, length + 1) > 0 && strcmp(folded, "och") != 0) {
            w->word[w->count++] = folded;
            folded = NULL;
        }
    }
    free(raw);
    free(folded);
}

/* Remarks in brackets are skipped; a separator may be several bytes of UTF-8. */
static void add_words(word_list *w, const char *text)
{
    while (*text) {
        const char *past = skip_remark(text);
        size_t length = 0;
        if (past == text)
            while (text[length] && separator_length(text + length) == 0)
                length++;
        if (length > 0)
            add_word(w, text, length);
        text = past + length;
        if (length == 0 && *text)
            text += separator_length(text);
    }
}

/* The words, sorted, joined by a space; takes them. */
static char *join_words(word_list *w)
{
    lb_buf key = {0};
    if (w->count > 1)
        qsort(w->word, w->count, sizeof *w->word, lb_compare_strings);
    for (size_t i = 0; i < w->count; i++)
        lb_buf_printf(&key, "%s%s", i ? " " : "", w->word[i]);
    bool failed = w->failed;
    clear_words(w);
    char *text = lb_buf_detach(&key);
    if (failed) {
        free(text);
        return NULL;
    }
    return text;
}

static char *plain_key(const char *name)
{
    word_list w = {0};
    add_words(&w, name);
    return join_words(&w);
}

static const char *alias_of(const lb_aliases *aliases, const char *key)
{
    for (size_t i = 0; key && i < aliases->count; i++)
        if (strcmp(aliases->from[i], key) == 0)
            return aliases->to[i];
    return NULL;
}

/* One part between slashes, or what it is an alias of. */
static void add_part(word_list *w, const char *text, size_t length, const lb_aliases *aliases)
{
    lb_buf part = {0};
    lb_buf_append(&part, text, length);
    char *copy = lb_buf_detach(&part), *key = copy ? plain_key(copy) : NULL;
    if (key) {
        const char *to = alias_of(aliases, key);
        add_words(w, to ? to : copy);
    }
    w->failed = w->failed || !key;
    free(copy);
    free(key);
}

/* An alias of the whole name goes before aliases of its parts between slashes; what an alias
 * gives is not looked up again, so that a table cannot run in circles. */
char *lb_match_key(const char *name, const lb_aliases *aliases)
{
    char *key = plain_key(name);
    if (!key || !aliases || aliases->count == 0)
        return key;
    const char *to = alias_of(aliases, key);
    free(key);
    if (to)
        return plain_key(to);
    word_list w = {0};
    for (;;) {
        size_t length = strcspn(name, "/");
        add_part(&w, name, length, aliases);
        if (name[length] == '\0')
            return join_words(&w);
        name += length + 1;
    }
}

/* "Hisings Backa" and "Hisingsbacka" share their letters in this order; sorted words may not, so
 * it is made from the name, not from the key. */
static char *letters_key(const char *name, const lb_aliases *aliases)
{
    char *key = lb_match_key(name, NULL);
    const char *to = key && aliases ? alias_of(aliases, key) : NULL;
    char *text = key ? lb_text_copy(to ? to : name) : NULL;
    free(key);
    char *bracket = text ? strchr(text, '(') : NULL;
    if (bracket)
        *bracket = '\0';
    size_t size = text ? strlen(text) + 1 : 0;
    char *folded = text ? malloc(size) : NULL;
    if (folded)
        lb_text_fold(text, folded, size);
    free(text);
    return folded;
}

static lb_status same_keys(char *a, char *b, bool *out)
{
    lb_status status = a && b ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        *out = a[0] != '\0' && strcmp(a, b) == 0;
    free(a);
    free(b);
    return status;
}

lb_status lb_match_same(const char *a, const char *b, const lb_aliases *aliases, bool *out)
{
    bool same = false;
    lb_status status = same_keys(lb_match_key(a, aliases), lb_match_key(b, aliases), &same);
    if (status == LB_OK && !same)
        status = same_keys(letters_key(a, aliases), letters_key(b, aliases), &same);
    if (status == LB_OK)
        *out = same;
    return status;
}

typedef char *key_maker(const char *name, const lb_aliases *aliases);

/* "name|place"; "" when either is empty. Takes both. */
static char *pair_key(char *name, char *place)
{
    lb_buf pair = {0};
    if (name && place && name[0] && place[0])
        lb_buf_printf(&pair, "%s|%s", name, place);
    bool failed = !name || !place;
    free(name);
    free(place);
    char *text = lb_buf_detach(&pair);
    if (failed) {
        free(text);
        return NULL;
    }
    return text;
}

static char *item_key(const lb_match_list *list, size_t i, const lb_aliases *aliases,
                      key_maker *make, bool places)
{
    char *name = make(list->name[i] ? list->name[i] : "", aliases);
    if (!places)
        return name;
    return pair_key(name, make(list->place[i] ? list->place[i] : "", aliases));
}

/* One of each name, "" for those without; NULL: out of memory. */
static char **item_keys(const lb_match_list *list, const lb_aliases *aliases, key_maker *make,
                        bool places)
{
    char **key = calloc(list->count ? list->count : 1, sizeof *key);
    for (size_t i = 0; key && i < list->count; i++) {
        key[i] = item_key(list, i, aliases, make, places);
        if (!key[i]) {
            lb_array_free(key, i);
            return NULL;
        }
    }
    return key;
}

/* One round of matching: what is left, by these keys. */
typedef struct matching {
    char **before, **after; /* keys */
    size_t n, m;
    size_t *after_of;
    bool *is_matched; /* [m] */
} matching;

/* The only untaken `after` with the key, SIZE_MAX for none or several. */
static size_t unique_after(const matching *r, const char *key)
{
    size_t found = SIZE_MAX;
    for (size_t j = 0; j < r->m; j++) {
        if (r->is_matched[j] || strcmp(r->after[j], key) != 0)
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = j;
    }
    return found;
}

static bool is_unique_before(const matching *r, size_t i)
{
    for (size_t k = 0; k < r->n; k++)
        if (k != i && r->after_of[k] == SIZE_MAX && strcmp(r->before[k], r->before[i]) == 0)
            return false;
    return true;
}

/* Lists are of hundreds of names: comparing all with all costs nothing worth a map. */
static void match_round(const matching *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->after_of[i] != SIZE_MAX || r->before[i][0] == '\0' || !is_unique_before(r, i))
            continue;
        size_t j = unique_after(r, r->before[i]);
        if (j == SIZE_MAX)
            continue;
        r->after_of[i] = j;
        r->is_matched[j] = true;
    }
}

/* Rounds 0 and 2 need the place on both sides; 0 and 1 take words as written, 2 and 3 the
 * letters without separators (docs/methods.md, Names, Matching two lists). */
static lb_status run_round(const lb_match_list *before, const lb_match_list *after,
                           const lb_aliases *aliases, matching *r, int number)
{
    key_maker *make = number < 2 ? lb_match_key : letters_key;
    bool places = number % 2 == 0;
    if (places && (!before->place || !after->place))
        return LB_OK;
    r->before = item_keys(before, aliases, make, places);
    r->after = item_keys(after, aliases, make, places);
    lb_status status = r->before && r->after ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        match_round(r);
    lb_array_free(r->before, before->count);
    lb_array_free(r->after, after->count);
    return status;
}

/* Surer rounds come first and what they match takes no part in later ones; SIZE_MAX: no match. */
lb_status lb_match_names(const lb_match_list *before, const lb_match_list *after,
                         const lb_aliases *aliases, size_t *after_of)
{
    size_t room = after->count ? after->count : 1;
    matching r = {
        .n = before->count, .m = after->count, .is_matched = calloc(room, sizeof *r.is_matched)};
    r.after_of = malloc((before->count ? before->count : 1) * sizeof *r.after_of);
    lb_status status = r.is_matched && r.after_of ? LB_OK : LB_E_MEMORY;
    for (size_t i = 0; status == LB_OK && i < r.n; i++)
        r.after_of[i] = SIZE_MAX;
    for (int number = 0; status == LB_OK && number < 4; number++)
        status = run_round(before, after, aliases, &r, number);
    if (status == LB_OK)
        memcpy(after_of, r.after_of, r.n * sizeof *after_of);
    free(r.is_matched);
    free(r.after_of);
    return status;
}

/* Numbers the distinct keys; names whose key is empty are in no group (SIZE_MAX). */
static lb_status number_keys(char **key, size_t n, size_t *group, size_t *out)
{
    lb_string_ids ids = {0};
    lb_status status = LB_OK;
    for (size_t i = 0; i < n && status == LB_OK; i++) {
        lb_string string = lb_string_of(key[i]);
        uint32_t id = LB_STRING_ID_NONE;
        if (string.length > 0)
            status = lb_string_ids_add(&ids, &string, 1, &id);
        if (group)
            group[i] = id == LB_STRING_ID_NONE ? SIZE_MAX : id;
    }
    if (status == LB_OK)
        *out = ids.count;
    lb_string_ids_clear(&ids);
    return status;
}

lb_status lb_match_distinct(const char *const *name, size_t n, const lb_aliases *aliases,
                            size_t *group, size_t *out)
{
    lb_match_list list = {.count = n, .name = name};
    char **key = item_keys(&list, aliases, lb_match_key, false);
    lb_status status = key ? number_keys(key, n, group, out) : LB_E_MEMORY;
    lb_array_free(key, n);
    return status;
}
