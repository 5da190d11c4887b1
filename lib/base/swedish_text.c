/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swedish text as files have it: UTF-8 or Windows-1252, composed or decomposed letters, "Särskilt
 * utsatt" or "SARSKILT_UTSATT". Names are compared after folding (docs/methods.md, Names has the
 * distances used for matching). */
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/swedish_text.h"

/* Bytes of a folded name in whose place a near one is looked for; longer names are cut. */
enum { FOLDED_SIZE = 128, COMMON_LETTERS = 4 };

/* Windows-1252 0x80..0x9F as code points; 0: not used, shown as U+FFFD. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* Length of the UTF-8 sequence at text, its code point in *code; 0: not UTF-8 (overlong forms and
 * surrogates included). */
static size_t decode_utf8(const unsigned char *text, size_t length, uint32_t *code)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = text[0] < 0x80   ? 1
               : text[0] < 0xC0 ? 0
               : text[0] < 0xE0 ? 2
               : text[0] < 0xF0 ? 3
                                : 4;
    if (n == 0 || n > length || text[0] > 0xF4)
        return 0;
    if (n == 1) {
        *code = text[0];
        return 1;
    }
    uint32_t value = text[0] & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (text[i] & 0x3Fu);
    }
    if (value < smallest[n] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0;
    *code = value;
    return n;
}

bool lb_text_is_utf8(const char *text, size_t length)
{
    uint32_t code;
    for (size_t i = 0, n; i < length; i += n) {
        n = decode_utf8((const unsigned char *)text + i, length - i, &code);
        if (n == 0)
            return false;
    }
    return true;
}

size_t lb_text_print(char *out, size_t size, const char *format, ...)
{
    va_list args;
    uint32_t code;
    size_t kept = 0;
    va_start(args, format);
    vsnprintf(out, size, format, args);
    va_end(args);
    for (size_t at = 0, left = strlen(out); left > 0;) {
        size_t n = decode_utf8((const unsigned char *)out + at, left, &code), bytes = n ? n : 1;
        memmove(out + kept, out + at, n);
        kept += n;
        at += bytes;
        left -= bytes;
    }
    out[kept] = '\0';
    return kept;
}

static bool is_within_letter(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

void lb_text_print_message(char *out, size_t size, const char *format, va_list args)
{
    static const char gap[] = " ... ";
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(out, size, format, args);
    char *all = length >= 0 && (size_t)length >= size ? malloc((size_t)length + 1) : NULL;
    if (all) {
        vsnprintf(all, (size_t)length + 1, format, again);
        size_t half = (size - sizeof gap) / 2, first = half;
        const char *last = all + length - half;
        while (first > 0 && is_within_letter(all[first]))
            first--;
        while (is_within_letter(*last))
            last++;
        snprintf(out, size, "%.*s%s%s", (int)first, all, gap, last);
    }
    free(all);
    va_end(again);
}

/* Appends one code point below U+10000 as UTF-8: all that Windows-1252 holds. */
static void append_code(lb_buf *buf, uint32_t code)
{
    char bytes[3];
    if (code < 0x80) {
        lb_buf_putc(buf, (char)code);
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        lb_buf_append(buf, bytes, 2);
    } else {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        lb_buf_append(buf, bytes, 3);
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Text that is not valid UTF-8 is taken as Windows-1252; spaces at both ends are left out. */
char *lb_text_utf8(const char *text, size_t length)
{
    lb_buf buf = {0};
    while (length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1]))
        length--;
    if (lb_text_is_utf8(text, length)) {
        lb_buf_append(&buf, text, length);
        return lb_buf_detach(&buf);
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        uint32_t code = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c;
        append_code(&buf, code ? code : 0xFFFD);
    }
    return lb_buf_detach(&buf);
}

char *lb_text_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

/* Lower case, without the marks of letters in Swedish names (å ä to a, ö ø to o, é to e, ü to u);
 * other code points as they are. */
static uint32_t fold_code(uint32_t code)
{
    if (code >= 'A' && code <= 'Z')
        return code + ('a' - 'A');
    if (code < 0xC0 || code > 0xFF)
        return code;
    if (code < 0xE0 && code != 0xD7)
        code += 0x20; /* the Latin-1 capitals */
    if (code >= 0xE0 && code <= 0xE5)
        return 'a';
    if (code >= 0xE8 && code <= 0xEB)
        return 'e';
    if (code >= 0xEC && code <= 0xEF)
        return 'i';
    if ((code >= 0xF2 && code <= 0xF6) || code == 0xF8)
        return 'o';
    if (code >= 0xF9 && code <= 0xFC)
        return 'u';
    return code == 0xE6 ? 'a' : code;
}

/* Decodes the next code point of a NUL-ended text; a byte that is not UTF-8 stands for itself. */
static uint32_t next_code(const char **text)
{
    uint32_t code = (unsigned char)**text;
    size_t n = decode_utf8((const unsigned char *)*text, strlen(*text), &code);
    *text += n ? n : 1;
    return code;
}

size_t lb_text_separator_length(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if (c[0] == 0xC2 && (c[1] == 0xA0 || c[1] == 0xAD))
        return 2;
    return c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0x80 ? 3 : 0;
}

/* No-break and other Unicode spaces become one ordinary space; the text only gets shorter. */
void lb_text_plain_spaces(char *text)
{
    char *out = text;
    for (size_t n; *text; text += n) {
        const unsigned char *c = (const unsigned char *)text;
        n = lb_text_separator_length(text);
        bool space = (n == 2 && c[1] == 0xA0) || (n == 3 && (c[2] <= 0x8A || c[2] == 0xAF));
        n = n ? n : 1;
        if (space)
            *out++ = ' ';
        else
            for (size_t i = 0; i < n; i++)
                *out++ = text[i];
    }
    *out = '\0';
}

static const char digits[] = "0123456789", spaces[] = " \t";

/* Is the text a number, of one part or several: 2, -1, 1.5, .5, 1.1.2, 1.1.? Then its sign and the
 * points before digits are part of it. */
static bool is_number(const char *text)
{
    text += strspn(text, spaces);
    text += *text == '-';
    size_t n = strspn(text, "0123456789.");
    return strcspn(text, digits) < n && text[n + strspn(text + n, spaces)] == '\0';
}

/* Is an ASCII letter, before `next`, left out of a folded name? */
static bool is_left_out(char letter, char next, bool number)
{
    bool point = letter == '.' && next && strchr(digits, next);
    return strchr("_-./ \t", letter) && !(number && (letter == '-' || point));
}

/* The bytes that the next letter folds to, in letter[4], from *text, which is moved behind it; 0:
 * the text ends. number: it is one. */
static size_t fold_next(const char **text, bool number, char letter[4])
{
    while (**text) {
        size_t separator = lb_text_separator_length(*text);
        const char *start = *text;
        *text += separator;
        if (separator)
            continue;
        uint32_t code = next_code(text), folded = fold_code(code);
        if (code == 0x0300 || code == 0x0301 || code == 0x0308 || code == 0x030A)
            continue; /* combining marks: the same letters written in two pieces */
        if (folded < 0x80 && is_left_out((char)folded, **text, number))
            continue;
        size_t length = folded < 0x80 ? 1 : (size_t)(*text - start);
        if (folded < 0x80)
            letter[0] = (char)folded;
        else
            memcpy(letter, start, length);
        return length;
    }
    return 0;
}

size_t lb_text_fold(const char *text, char *out, size_t size)
{
    char letter[4];
    size_t n = 0;
    bool number = is_number(text);
    for (size_t length; (length = fold_next(&text, number, letter)) > 0;)
        if (n + length < size) {
            memcpy(out + n, letter, length);
            n += length;
        }
    if (size > 0)
        out[n] = '\0';
    return n;
}

bool lb_text_same(const char *a, const char *b)
{
    char x[4], y[4];
    size_t length;
    bool a_number = is_number(a), b_number = is_number(b);
    do {
        length = fold_next(&a, a_number, x);
        if (fold_next(&b, b_number, y) != length || memcmp(x, y, length) != 0)
            return false;
    } while (length > 0);
    return true;
}

int lb_text_index(const char *const *names, const char *text)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    return -1;
}

/* Levenshtein's recurrence with one row of the matrix: O(n m) time, O(m) memory. */
static size_t edit_distance(const char *x, size_t n, const char *y, size_t m)
{
    size_t row[FOLDED_SIZE];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (x[i - 1] != y[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

/* Folds the next word of *text, as parted by "_-./,:;()" and spaces, and moves *text behind
 * it; false: there is none. */
static bool next_word(const char **text, char folded[FOLDED_SIZE])
{
    static const char separators[] = "_-./,:;() ";
    char word[FOLDED_SIZE];
    *text += strspn(*text, separators);
    size_t length = strcspn(*text, separators);
    snprintf(word, sizeof word, "%.*s", (int)length, *text);
    *text += length;
    lb_text_fold(word, folded, FOLDED_SIZE);
    return length > 0;
}

/* Do two names have a word of at least COMMON_LETTERS letters in common? */
static bool share_word(const char *a, const char *b)
{
    char x[FOLDED_SIZE], y[FOLDED_SIZE];
    while (next_word(&a, x))
        for (const char *at = b; strlen(x) >= COMMON_LETTERS && next_word(&at, y);)
            if (strcmp(x, y) == 0)
                return true;
    return false;
}

size_t lb_text_distance(const char *a, const char *b)
{
    char x[FOLDED_SIZE], y[FOLDED_SIZE];
    size_t n = lb_text_fold(a, x, sizeof x), m = lb_text_fold(b, y, sizeof y);
    size_t distance = edit_distance(x, n, y, m), shorter = n < m ? n : m;
    if (distance > 1 && shorter >= 3 && strncmp(x, y, shorter) == 0)
        return 1;
    if (distance > 2 && shorter >= COMMON_LETTERS && strstr(n < m ? y : x, n < m ? x : y))
        return 2;
    bool alike =
        (shorter >= COMMON_LETTERS && strncmp(x, y, COMMON_LETTERS) == 0) || share_word(a, b);
    return distance > 3 && alike ? 3 : distance;
}

/* The greatest lb_text_distance of a name that may be meant (lb_text_may_mean). */
static size_t greatest_distance(const char *wanted)
{
    char folded[FOLDED_SIZE];
    size_t letters = lb_text_fold(wanted, folded, sizeof folded);
    return letters < 4 ? letters / 2 : letters / 3 + 2;
}

bool lb_text_may_mean(const char *wanted, const char *name)
{
    return lb_text_distance(wanted, name) <= greatest_distance(wanted);
}

size_t lb_text_nearest(const char *wanted, const char *const *name, size_t n)
{
    size_t best = SIZE_MAX, best_distance = greatest_distance(wanted) + 1;
    for (size_t i = 0; i < n; i++) {
        size_t distance = lb_text_distance(wanted, name[i]);
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    return best;
}

lb_hint lb_text_hint(const char *before, const char *name, const char *after)
{
    lb_hint hint = {""};
    if (name)
        lb_text_print(hint.text, sizeof hint.text, "%s%.200s%s", before, name, after);
    return hint;
}

lb_hint lb_text_nearest_hint(const char *wanted, const char *const *name, size_t n)
{
    size_t at = lb_text_nearest(wanted, name, n);
    return lb_text_hint("; nearest: ", at == SIZE_MAX ? NULL : name[at], "");
}

/* The name that follows `past` (SIZE_MAX: the first) when names are ordered by distance from
 * `wanted`, then as they come. */
static size_t next_similar(const char *wanted, const char *const *name, size_t n, size_t past)
{
    size_t best = SIZE_MAX, best_distance = SIZE_MAX;
    size_t past_distance = past == SIZE_MAX ? 0 : lb_text_distance(wanted, name[past]);
    for (size_t i = 0; i < n; i++) {
        size_t distance = lb_text_distance(wanted, name[i]);
        bool after =
            past == SIZE_MAX || distance > past_distance || (distance == past_distance && i > past);
        if (after && distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    return best;
}

void lb_text_list_similar(const char *wanted, const char *const *name, size_t n, lb_buf *out)
{
    size_t at = SIZE_MAX;
    for (int i = 0; i < 3; i++) {
        at = next_similar(wanted, name, n, at);
        if (at == SIZE_MAX)
            return;
        lb_buf_printf(out, "%s%s", i ? ", " : "nearest: ", name[at]);
    }
    for (size_t i = 0; n > 3 && i < n && i < LB_NAMES_LISTED; i++)
        lb_buf_printf(out, "%s%s", i ? ", " : "; found: ", name[i]);
    if (n > LB_NAMES_LISTED)
        lb_buf_printf(out, " ... (%zu in all)", n);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

bool lb_text_ends_with(const char *text, const char *ending)
{
    size_t n = strlen(text), m = strlen(ending);
    if (n < m)
        return false;
    for (size_t i = 0; i < m; i++)
        if (ascii_lower(text[n - m + i]) != ascii_lower(ending[i]))
            return false;
    return true;
}

const char *lb_text_condition(const char *source)
{
    const char *where = strstr(source, "|where=");
    return where ? where : strstr(source, "|subset=");
}

/* Slashes of a condition are none of folders. */
const char *lb_text_base_name(const char *path)
{
    const char *condition = lb_text_condition(path);
    const char *end = condition ? condition : path + strlen(path), *slash = end;
    while (slash > path && *slash != '/')
        slash--;
    return *slash == '/' && slash + 1 < end ? slash + 1 : path; /* /vsistdin/ is its own name */
}

/* Place in the Swedish alphabet: å ä ö after z. */
static uint32_t swedish_collation(uint32_t code)
{
    switch (code) {
    case 0xC5:
    case 0xE5:
        return 'z' + 1;
    case 0xC4:
    case 0xE4:
        return 'z' + 2;
    case 0xD6:
    case 0xF6:
        return 'z' + 3;
    default:
        return code < 0x100 ? fold_code(code) : code + 0x100;
    }
}

int lb_text_compare(const char *a, const char *b)
{
    const char *x = a, *y = b;
    while (*x && *y) {
        uint32_t i = swedish_collation(next_code(&x)), j = swedish_collation(next_code(&y));
        LB_COMPARE(i, j);
    }
    if (*x || *y)
        return *x ? 1 : -1;
    return strcmp(a, b);
}
