/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of classes, outlines and series. Series use Okabe and Ito's colours, which stay distinct
 * for colour-blind readers. */
#include <string.h>

#include "model/map/class_ramp.h"
#include "render/text/palette.h"

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

bool lb_ink_parse(const char *text, lb_rgba *out)
{
    lb_rgba ink = 0;
    if (strlen(text) != 7 || text[0] != '#')
        return false;
    for (int i = 1; i < 7; i++) {
        if (hex_digit(text[i]) < 0)
            return false;
        ink = ink << 4 | (lb_rgba)hex_digit(text[i]);
    }
    *out = ink << 8 | 0xff;
    return true;
}

void lb_palette_classes(int classes, char *const *colour, bool colour_blind, lb_rgba *ink)
{
    for (int k = 0; k < classes; k++) {
        ink[k] =
            lb_class_ramp_colour(k, classes, colour_blind ? LB_RAMP_BLUE_RED : LB_RAMP_GREEN_RED);
        if (!colour_blind && colour)
            lb_ink_parse(colour[k], &ink[k]);
    }
}

void lb_palette_neutral(int classes, lb_rgba *ink)
{
    for (int k = 0; k < classes; k++)
        ink[k] = lb_class_ramp_colour(k, classes, LB_RAMP_NEUTRAL);
}

void lb_palette_change(int classes, lb_rgba *ink)
{
    for (int k = 0; k < classes; k++)
        ink[k] = lb_class_ramp_colour(k, classes, LB_RAMP_CHANGE);
}

/* Categories differ by colour and by dash, so that they differ in grey print too; those beyond
 * the fourth look like it. Lengths in 1/72 inch times scale. */
lb_pen lb_palette_outline(size_t category, double scale)
{
    static const lb_pen pens[] = {
        {.line = 0x111111ff, .width = 1.5},
        {.line = 0x5b1a8bff, .width = 1.3, .dash = {4.5, 1.5}},
        {.line = 0x0b3c8cff, .width = 1.1, .dash = {1.8, 1.2}},
        {.line = 0x5a4632ff, .width = 1.0, .dash = {6, 1.2, 1.2, 1.2}},
    };
    size_t last = sizeof pens / sizeof *pens - 1;
    lb_pen pen = pens[category < last ? category : last];
    pen.width *= scale;
    for (int i = 0; i < LB_DASHES; i++)
        pen.dash[i] *= scale;
    return pen;
}

/* Classes 1 to 3 are filled, from dark to light; clusters of the scan are a dashed line. */
lb_pen lb_palette_hotspot(size_t kind, double scale)
{
    static const lb_pen pens[] = {
        {.fill = 0x4a1486c8, .line = 0x2d0a57ff, .width = 0.9},
        {.fill = 0x807dbac0, .line = 0x2d0a57ff, .width = 0.7},
        {.fill = 0xcbc9e2b4, .line = 0x2d0a57ff, .width = 0.5},
        {.line = 0x2d0a57ff, .width = 1.4, .dash = {3.5, 2}},
    };
    size_t last = sizeof pens / sizeof *pens - 1;
    lb_pen pen = pens[kind < last ? kind : last];
    pen.width *= scale;
    for (int i = 0; i < LB_DASHES; i++)
        pen.dash[i] *= scale;
    return pen;
}

lb_rgba lb_palette_series(size_t i)
{
    static const lb_rgba series[] = {0xd55e00ff, 0xe69f00ff, 0x0072b2ff, 0x000000ff,
                                     0x009e73ff, 0xcc79a7ff, 0x56b4e9ff, 0x7f7f7fff};
    return series[i % (sizeof series / sizeof *series)];
}
