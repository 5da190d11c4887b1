/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes, conditions and context of `map`, from the texts of its options (lagesbild-map(1)). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/map/map_spec.h"
#include "render/text/palette.h"

static const double POINTS_PER_MM = 72 / 25.4, MIN_MM = 60, MAX_MM = 2000;

/* Page sizes ----------------------------------------------------------------------------------- */

static lb_status refuse_size(const char *text, lb_error *err)
{
    return lb_error_set(err, LB_E_USAGE,
                        "--size: '%s' found, expected A2, A3, A4 or A5, with -landscape or "
                        "-portrait or neither, or millimetres as 180x120 (60 to 2000)",
                        text);
}

/* "180x120" */
static bool parse_millimetres(const char *text, double *width, double *height)
{
    size_t x = strcspn(text, "xX");
    return text[x] && lb_number_parse(text, x, width) &&
           lb_number_parse(text + x + 1, strlen(text + x + 1), height) && *width >= MIN_MM &&
           *height >= MIN_MM && *width <= MAX_MM && *height <= MAX_MM;
}

/* "A4", "A4-landscape" or millimetres, as points of 1/72 inch. Without a direction the page is
 * turned as the map is (wide). */
lb_status lb_map_size_parse(const char *text, bool wide, double *width, double *height,
                            lb_error *err)
{
    static const struct {
        const char *name;
        double width, height;
    } pages[] = {{"A4", 210, 297}, {"A3", 297, 420}, {"A5", 148, 210}, {"A2", 420, 594}};
    double w = 0, h = 0;
    const char *rest = text ? text + strcspn(text, "-") : "";
    size_t length = text ? (size_t)(rest - text) : 2;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char name[3];
        snprintf(name, sizeof name, "%.2s", text ? text : "A4");
        if (length == 2 && lb_text_same(name, pages[i].name)) {
            w = pages[i].width;
            h = pages[i].height;
        }
    }
    if (w > 0) {
        bool turned = *rest ? strcmp(rest, "-landscape") == 0 : wide;
        if (*rest && !turned && strcmp(rest, "-portrait") != 0)
            return refuse_size(text, err);
        double high = turned ? w : h;
        w = turned ? h : w;
        h = high;
    } else if (!parse_millimetres(text, &w, &h)) {
        return refuse_size(text, err);
    }
    *width = w * POINTS_PER_MM;
    *height = h * POINTS_PER_MM;
    return LB_OK;
}

/* Conditions ----------------------------------------------------------------------------------- */

/* Signs of two characters are tried before those of one that begin them. "all" is the condition
 * with an empty column. */
lb_status lb_condition_parse(const char *text, lb_condition *out, lb_error *err)
{
    static const char *const signs[] = {">=", ">", "<=", "<", "="};
    static const lb_comparison comparisons[] = {LB_COMPARE_AT_LEAST, LB_COMPARE_ABOVE,
                                                LB_COMPARE_AT_MOST, LB_COMPARE_BELOW,
                                                LB_COMPARE_EQUAL};
    size_t at = strcspn(text, "<>=");
    lb_condition c = {.column = ""};
    if (strcmp(text, "all") == 0) {
        *out = c;
        return LB_OK;
    }
    for (size_t i = 0; at > 0 && at < sizeof c.column && i < 5; i++) {
        const char *value = text + at + strlen(signs[i]);
        if (strncmp(text + at, signs[i], strlen(signs[i])) != 0)
            continue;
        if (!lb_number_parse(value, strlen(value), &c.value))
            break;
        snprintf(c.column, sizeof c.column, "%.*s", (int)at, text);
        c.compare = comparisons[i];
        *out = c;
        return LB_OK;
    }
    return lb_error_set(err, LB_E_USAGE,
                        "--rings-where: '%s' found, expected COLUMN>=VALUE (or > <= < =), or all",
                        text);
}

bool lb_condition_holds(const lb_condition *c, double value)
{
    if (!c->column[0])
        return true;
    switch (c->compare) {
    case LB_COMPARE_AT_LEAST:
        return value >= c->value;
    case LB_COMPARE_ABOVE:
        return value > c->value;
    case LB_COMPARE_AT_MOST:
        return value <= c->value;
    case LB_COMPARE_BELOW:
        return value < c->value;
    case LB_COMPARE_EQUAL:
        return value == c->value;
    }
    return false;
}

/* Context -------------------------------------------------------------------------------------- */

/* "#rrggbb", or "none": 0, nothing is painted. */
static bool parse_ink(const char *text, lb_rgba *out)
{
    if (strcmp(text, "none") == 0) {
        *out = 0;
        return true;
    }
    return lb_ink_parse(text, out);
}

/* One KEY=VALUE behind a source of context; n: the key's length. */
static lb_status parse_context_option(const char *key, size_t n, const char *value,
                                      lb_context_spec *c, lb_error *err)
{
    bool good = false;
    if (n == 4 && strncmp(key, "line", n) == 0)
        good = parse_ink(value, &c->pen.line);
    else if (n == 4 && strncmp(key, "fill", n) == 0)
        good = parse_ink(value, &c->pen.fill);
    else if (n == 5 && strncmp(key, "width", n) == 0)
        good = lb_number_parse(value, strlen(value), &c->pen.width) && c->pen.width > 0 &&
               c->pen.width <= 50;
    else if (n == 5 && strncmp(key, "label", n) == 0)
        good = *value && snprintf(c->label, sizeof c->label, "%s", value) < (int)sizeof c->label;
    if (good)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE,
                        "--context: '%.*s=%s' found, expected line=#rrggbb, fill=#rrggbb, "
                        "width=POINTS or label=FIELD behind the source",
                        (int)n, key, value);
}

/* Options are taken from the end: a source may have commas of its own. */
lb_status lb_context_parse(const char *text, lb_context_spec *out, lb_error *err)
{
    lb_context_spec c = {.pen = {.line = 0x7d7d7dff, .width = 0.5}};
    if (snprintf(c.source, sizeof c.source, "%s", text) >= (int)sizeof c.source)
        return lb_error_set(err, LB_E_USAGE, "--context: '%.60s...' is too long", text);
    for (;;) {
        char *comma = strrchr(c.source, ',');
        size_t n = comma ? strspn(comma + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        if (!comma || n == 0 || comma[1 + n] != '=')
            break;
        lb_status status = parse_context_option(comma + 1, n, comma + 2 + n, &c, err);
        if (status != LB_OK)
            return status;
        *comma = '\0';
    }
    *out = c;
    return LB_OK;
}
