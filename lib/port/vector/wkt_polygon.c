/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of the text is read before anything is appended. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/try.h"
#include "port/vector/wkt_polygon.h"

/* What is left to be read: end exclusive, without a terminating 0. */
typedef struct wkt_text {
    const char *at, *end;
} wkt_text;

void lb_wkt_rings_clear(lb_wkt_rings *rings)
{
    free(rings->item);
    *rings = (lb_wkt_rings){.item = NULL};
}

static void skip_spaces(wkt_text *t)
{
    while (t->at < t->end && *t->at == ' ')
        t->at++;
}

/* Passes the character, with spaces before it. */
static bool pass_char(wkt_text *t, char c)
{
    skip_spaces(t);
    bool found = t->at < t->end && *t->at == c;
    t->at += found;
    return found;
}

static bool is_number_char(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

static lb_status add_number(wkt_text *t, lb_wkt_rings *rings)
{
    double value;
    skip_spaces(t);
    const char *begin = t->at;
    while (t->at < t->end && is_number_char(*t->at))
        t->at++;
    if (t->at == begin || *begin == '+' || /* which OGR does not take for a number */
        !lb_number_parse(begin, (size_t)(t->at - begin), &value) || !isfinite(value))
        return LB_E_INPUT;
    if (!lb_array_reserve(&rings->item, &rings->capacity, rings->count + 1, sizeof value))
        return LB_E_MEMORY;
    rings->item[rings->count++] = value;
    return LB_OK;
}

/* "(x y, x y, ...)" */
static lb_status read_ring(wkt_text *t, lb_wkt_rings *rings)
{
    size_t first = rings->count;
    if (!pass_char(t, '('))
        return LB_E_INPUT;
    if (!lb_array_reserve(&rings->item, &rings->capacity, first + 1, sizeof *rings->item))
        return LB_E_MEMORY;
    rings->count++;
    do {
        LB_TRY(add_number(t, rings));
        LB_TRY(add_number(t, rings));
    } while (pass_char(t, ','));
    rings->item[first] = (double)((rings->count - first - 1) / 2);
    return pass_char(t, ')') ? LB_OK : LB_E_INPUT;
}

/* POLYGON ((x y, ...), ...) and nothing after it; other geometries are LB_E_INPUT. */
static lb_status read_rings(wkt_text *t, lb_wkt_rings *rings)
{
    static const char name[] = "POLYGON";
    size_t length = sizeof name - 1;
    rings->count = 0;
    skip_spaces(t);
    if ((size_t)(t->end - t->at) < length || memcmp(t->at, name, length) != 0)
        return LB_E_INPUT;
    t->at += length;
    if (!pass_char(t, '('))
        return LB_E_INPUT;
    do
        LB_TRY(read_ring(t, rings));
    while (pass_char(t, ','));
    if (!pass_char(t, ')'))
        return LB_E_INPUT;
    skip_spaces(t);
    return t->at == t->end ? LB_OK : LB_E_INPUT;
}

lb_status lb_wkt_add_polygon(const lb_csv_value *field, lb_wkt_rings *rings, lb_shapes *out)
{
    wkt_text t = {field->text, field->text + field->length};
    if (field->kind != LB_CSV_VALUE_TEXT)
        return LB_E_INPUT;
    LB_TRY(read_rings(&t, rings));
    LB_TRY(lb_shapes_add_part(out));
    for (size_t at = 0, n; at < rings->count; at += 2 * n + 1) {
        n = (size_t)rings->item[at];
        LB_TRY(lb_shapes_add_ring(out, rings->item + at + 1, n));
    }
    return LB_OK;
}

int lb_wkt_pass_srid(lb_csv_value *field)
{
    static const char name[] = "SRID=";
    size_t length = sizeof name - 1;
    wkt_text t = {field->text, field->text + field->length};
    double number;
    if (field->kind != LB_CSV_VALUE_TEXT)
        return 0;
    skip_spaces(&t);
    if ((size_t)(t.end - t.at) <= length || strncasecmp(t.at, name, length) != 0)
        return 0;
    const char *digits = t.at += length;
    while (t.at < t.end && *t.at >= '0' && *t.at <= '9')
        t.at++;
    if (!lb_number_parse(digits, (size_t)(t.at - digits), &number) || number > INT_MAX ||
        !pass_char(&t, ';'))
        return 0;
    field->text = t.at;
    field->length = (size_t)(t.end - t.at);
    return (int)number;
}
