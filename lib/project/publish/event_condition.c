/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/swedish_text.h"
#include "project/publish/event_condition.h"

enum { MAX_FIELD = 200 };

typedef enum token_kind { TOKEN_PLAIN, TOKEN_FIELD, TOKEN_OTHER } token_kind;

/* One token: a field with its name; what chooses by values (literals, = <> IN ...); another. */
typedef struct condition_token {
    token_kind kind;
    const char *text;
    size_t length;
    const char *next;
} condition_token;

/* Behind what stands between two quotation marks, which inside it are doubled, or the end. */
static const char *after_quotes(const char *text)
{
    char mark = *text++;
    while (*text && (*text != mark || text[1] == mark))
        text += *text == mark ? 2 : 1;
    return *text ? text + 1 : text;
}

static const char *after_word(const char *text)
{
    while (isalnum((unsigned char)*text) || *text == '_' || *text == '.' ||
           (unsigned char)*text >= 0x80)
        text++;
    return text;
}

/* Words of the language that choose by single values. */
static bool is_plain_word(const char *word, size_t length)
{
    static const char *const words[] = {"in", "or", "and", "not", "is", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && strncasecmp(word, words[i], length) == 0)
            return true;
    return false;
}

/* text: not at its end. */
static condition_token read_token(const char *text)
{
    condition_token t = {TOKEN_PLAIN, text, 1, text + 1};
    if (strncmp(text, "<>", 2) == 0 || strncmp(text, "!=", 2) == 0) {
        t.next = text + 2;
    } else if (*text == '\'' || *text == '"') {
        t.next = after_quotes(text);
        if (*text == '"')
            t = (condition_token){TOKEN_FIELD, text + 1, (size_t)(t.next - text) - 1, t.next};
        t.length -= t.kind == TOKEN_FIELD && t.length > 0 && t.next[-1] == '"';
    } else if (after_word(text) > text) {
        t.next = after_word(text);
        t.length = (size_t)(t.next - text);
        bool plain = isdigit((unsigned char)*text) || is_plain_word(text, t.length);
        t.kind = plain ? TOKEN_PLAIN : TOKEN_FIELD;
    } else if (!strchr(" \t(),=-", *text)) {
        t.kind = TOKEN_OTHER;
    }
    return t;
}

static void fold_field(const condition_token *t, char folded[MAX_FIELD])
{
    char name[MAX_FIELD];
    size_t length = t->length < sizeof name ? t->length : sizeof name - 1;
    memcpy(name, t->text, length);
    name[length] = '\0';
    lb_text_fold(name, folded, MAX_FIELD);
}

/* What stands behind the table of a field, as m.typ; the field itself where no table does. */
static condition_token without_table(const condition_token *t)
{
    condition_token field = *t;
    for (size_t i = 0; i + 1 < t->length; i++)
        if (t->text[i] == '.') {
            field.text = t->text + i + 1;
            field.length = t->length - i - 1;
        }
    return field;
}

static bool is_named(const condition_token *t, const char *field)
{
    char folded[MAX_FIELD];
    fold_field(t, folded);
    return lb_text_same(folded, field);
}

bool lb_event_condition_names(const char *condition, const char *field)
{
    for (condition_token t = {.next = condition}; *t.next;) {
        t = read_token(t.next);
        condition_token part = without_table(&t);
        if (t.kind == TOKEN_FIELD && (is_named(&t, field) || is_named(&part, field)))
            return true;
    }
    return false;
}

bool lb_event_condition_measures(const char *condition)
{
    static const char prefix[] = "st_";
    size_t length = sizeof prefix - 1;
    for (condition_token t = {.next = condition}; *t.next;) {
        t = read_token(t.next);
        if (t.kind == TOKEN_FIELD && t.length > length &&
            strncasecmp(t.text, prefix, length) == 0 && t.next[strspn(t.next, " ")] == '(')
            return true;
    }
    return false;
}

/* Is field the only one, or "" and then set to it? */
static bool has_one_field(const char *condition, char field[MAX_FIELD])
{
    char folded[MAX_FIELD];
    for (condition_token t = {.next = condition}; *t.next;) {
        t = read_token(t.next);
        if (t.kind == TOKEN_OTHER)
            return false;
        if (t.kind == TOKEN_PLAIN)
            continue;
        fold_field(&t, folded);
        if (!*field)
            memcpy(field, folded, MAX_FIELD);
        if (strcmp(field, folded) != 0)
            return false;
    }
    return true;
}

bool lb_event_conditions_agree(const char *a, const char *b)
{
    char field[MAX_FIELD] = "";
    return strcmp(a, b) == 0 || (has_one_field(a, field) && has_one_field(b, field));
}
