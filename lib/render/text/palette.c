/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of classes, outlines and series. The ramps are ColorBrewer's RdYlGn and RdYlBu with five
 * colours; other numbers of classes are mixed between them. Series use Okabe and Ito's colours,
 * which stay distinct for colour-blind readers. */
#include <math.h>
#include <string.h>

#include "render/text/palette.h"

enum { ANCHORS = 5 };

static const lb_rgba green_to_red[ANCHORS] = {0x1a9641ff, 0xa6d96aff, 0xffffbfff, 0xfdae61ff,
                                              0xd7191cff};
static const lb_rgba blue_to_red[ANCHORS] = {0x2c7bb6ff, 0xabd9e9ff, 0xffffbfff, 0xfdae61ff,
                                             0xd7191cff};

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

/* Channel by channel, part 0: a, 1: b. */
static lb_rgba mix_inks(lb_rgba a, lb_rgba b, double part)
{
    lb_rgba ink = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        double from = (a >> shift) & 255, to = (b >> shift) & 255;
        ink |= (lb_rgba)lround(from + (to - from) * part) << shift;
    }
    return ink;
}

/* The colour at a position of 0 to 1 between evenly spaced anchors. */
static lb_rgba ramp_colour(const lb_rgba *anchor, double position)
{
    int i = (int)(position * (ANCHORS - 1));
    if (i > ANCHORS - 2)
        i = ANCHORS - 2;
    return mix_inks(anchor[i], anchor[i + 1], position * (ANCHORS - 1) - i);
}

void lb_palette_classes(int classes, char *const *colour, bool colour_blind, lb_rgba *ink)
{
    for (int k = 0; k < classes; k++) {
        double position = classes > 1 ? (double)k / (classes - 1) : 1;
        ink[k] = ramp_colour(colour_blind ? blue_to_red : green_to_red, position);
        if (!colour_blind && colour)
            lb_ink_parse(colour[k], &ink[k]);
    }
}

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

lb_rgba lb_palette_series(size_t i)
{
    static const lb_rgba series[] = {0xd55e00ff, 0xe69f00ff, 0x0072b2ff, 0x000000ff,
                                     0x009e73ff, 0xcc79a7ff, 0x56b4e9ff, 0x7f7f7fff};
    return series[i % (sizeof series / sizeof *series)];
}
