/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "text/json_read.h"

/* What is left to be read, end exclusive. */
typedef struct json_cursor {
    const char *at, *end;
} json_cursor;

enum { max_json_depth = 64 };

static void skip_space(json_cursor *c)
{
    while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at)
        c->at++;
}

static bool skip_char(json_cursor *c, char wanted)
{
    skip_space(c);
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool skip_string(json_cursor *c)
{
    if (!skip_char(c, '"'))
        return false;
    while (c->at < c->end && *c->at != '"')
        c->at += *c->at == '\\' && c->end - c->at > 1 ? 2 : 1;
    return skip_char(c, '"');
}

static bool skip_value(json_cursor *c, int depth);

/* Members or items with commas between them, from behind the opening bracket to behind `close`. */
static bool skip_list(json_cursor *c, char close, int depth)
{
    if (skip_char(c, close))
        return true;
    do {
        if (close == '}' && !(skip_string(c) && skip_char(c, ':')))
            return false;
        if (!skip_value(c, depth + 1))
            return false;
    } while (skip_char(c, ','));
    return skip_char(c, close);
}

/* To the end of a value; numbers and words are not checked in detail. Depth is limited, since
 * each level is a call. */
static bool skip_value(json_cursor *c, int depth)
{
    skip_space(c);
    if (c->at == c->end || depth > max_json_depth)
        return false;
    if (*c->at == '"')
        return skip_string(c);
    if (*c->at == '{' || *c->at == '[') {
        char close = *c->at++ == '{' ? '}' : ']';
        return skip_list(c, close, depth);
    }
    const char *from = c->at;
    while (c->at < c->end && *c->at && strchr("+-.0123456789aefnlrstuE", *c->at))
        c->at++;
    return c->at > from;
}

static bool read_value(json_cursor *c, int depth, lb_json_value *out)
{
    skip_space(c);
    const char *from = c->at;
    if (!skip_value(c, depth))
        return false;
    *out = (lb_json_value){from, (size_t)(c->at - from)};
    return true;
}

bool lb_json_parse_value(const char *text, size_t length, lb_json_value *out)
{
    json_cursor c = {text, text + length};
    return read_value(&c, 0, out);
}

/* The first member with this key, compared as it is written; false when there is none or the
 * text ends early. */
bool lb_json_member(lb_json_value object, const char *key, lb_json_value *out)
{
    json_cursor c = {object.text, object.text + object.length};
    size_t length = strlen(key);
    if (!skip_char(&c, '{'))
        return false;
    do {
        lb_json_value name, value;
        if (!read_value(&c, 1, &name) || !skip_char(&c, ':') || !read_value(&c, 1, &value))
            return false;
        if (name.length == length + 2 && memcmp(name.text + 1, key, length) == 0) {
            *out = value;
            return true;
        }
    } while (skip_char(&c, ','));
    return false;
}

bool lb_json_next(lb_json_value array, lb_json_value *item)
{
    json_cursor c = {array.text, array.text + array.length};
    if (!skip_char(&c, '['))
        return false;
    if (item->length > 0) {
        c.at = item->text + item->length;
        if (!skip_char(&c, ','))
            return false;
    }
    return read_value(&c, 1, item);
}

/* Four hexadecimal digits; -1: others. */
static long read_hex(const char *text, const char *end)
{
    long value = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *found = text + i < end && text[i] ? strchr(digits, text[i]) : NULL;
        if (!found)
            return -1;
        value = value * 16 + (found - digits) % 16;
    }
    return value;
}

/* Writes a code point of the basic plane as UTF-8; returns the bytes. */
static size_t write_utf8(long code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* Decoded text, to be freed; NULL for a value that is no string. No escape is longer decoded
 * than written, so the length of the text is room enough. */
char *lb_json_string(lb_json_value value)
{
    const char *plain = "\"\\/", *coded = "bfnrt", *codes = "\b\f\n\r\t";
    if (value.length < 2 || value.text[0] != '"')
        return NULL;
    char *out = malloc(value.length + 1);
    size_t n = 0;
    const char *end = value.text + value.length - 1;
    for (const char *at = value.text + 1; out && at < end; at++) {
        const char *code;
        if (*at != '\\' || ++at == end)
            out[n++] = *at;
        else if (*at && strchr(plain, *at))
            out[n++] = *at;
        else if (*at && (code = strchr(coded, *at)) != NULL)
            out[n++] = codes[code - coded];
        else if (*at == 'u' && read_hex(at + 1, end) > 0) {
            n += write_utf8(read_hex(at + 1, end), out + n);
            at += 4;
        }
    }
    if (out)
        out[n] = '\0';
    return out;
}

bool lb_json_number(lb_json_value value, double *out)
{
    return value.length > 0 && value.text[0] != '"' &&
           lb_number_parse(value.text, value.length, out);
}
