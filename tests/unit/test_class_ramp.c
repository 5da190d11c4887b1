/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Default colours of classes: how far apart they are in CIELAB as they are, as deuteranopes and
 * protanopes see them (Machado, Oliveira and Fernandes 2009, severity 1), and in grey. */
#include "model/map/class_ramp.h"
#include "tests/support/support.h"

enum { CLASSES = 5, VISIONS = 4 };

static const double pi = 3.14159265358979323846;

typedef struct lab_colour {
    double l, a, b;
} lab_colour;

/* On linear RGB. */
static const double vision[VISIONS][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}};

static void multiply(const double m[3][3], const double in[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = m[i][0] * in[0] + m[i][1] * in[1] + m[i][2] * in[2];
}

/* sRGB under D65. */
static lab_colour lab_of(lb_rgba colour, const double seen[3][3])
{
    static const double xyz[3][3] = {{0.4124564, 0.3575761, 0.1804375},
                                     {0.2126729, 0.7151522, 0.0721750},
                                     {0.0193339, 0.1191920, 0.9503041}};
    static const double white[3] = {0.95047, 1, 1.08883};
    double linear[3], shown[3], f[3];
    for (int i = 0; i < 3; i++) {
        double c = (colour >> (24 - 8 * i) & 255) / 255.0;
        linear[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    multiply(seen, linear, shown);
    for (int i = 0; i < 3; i++)
        shown[i] = fmin(1, fmax(0, shown[i]));
    multiply(xyz, shown, f);
    for (int i = 0; i < 3; i++) {
        double t = f[i] / white[i];
        f[i] = t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return (lab_colour){116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

static double cie76(lab_colour p, lab_colour q)
{
    return sqrt(pow(p.l - q.l, 2) + pow(p.a - q.a, 2) + pow(p.b - q.b, 2));
}

static double degrees(double radians)
{
    double d = radians * 180 / pi;
    return d < 0 ? d + 360 : d;
}

static double cosine(double angle)
{
    return cos(angle * pi / 180);
}

/* CIEDE2000 with weights 1 (CIE 142-2001). */
static double ciede2000(lab_colour p, lab_colour q)
{
    double c7 = pow((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, 7);
    double g = 1.5 - 0.5 * sqrt(c7 / (c7 + pow(25, 7)));
    double c1 = hypot(g * p.a, p.b), c2 = hypot(g * q.a, q.b), c = (c1 + c2) / 2;
    double h1 = degrees(atan2(p.b, g * p.a)), h2 = degrees(atan2(q.b, g * q.a));
    double turn = h2 - h1, h = (h1 + h2) / 2;
    if (fabs(turn) > 180) {
        turn += turn > 0 ? -360 : 360;
        h += h1 + h2 < 360 ? 180 : -180;
    }
    double hue = 2 * sqrt(c1 * c2) * sin(turn / 2 * pi / 180), l = (p.l + q.l) / 2 - 50;
    double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) -
               0.2 * cosine(4 * h - 63);
    double sl = 1 + 0.015 * l * l / sqrt(20 + l * l), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double rotation = -2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) *
                      sin(60 * exp(-pow((h - 275) / 25, 2)) * pi / 180);
    double dl = (q.l - p.l) / sl, dc = (c2 - c1) / sc, dh = hue / sh;
    return sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh);
}

/* The first two pairs of Sharma, Wu and Dalal (2005), table 1, and one across blue. */
START_TEST(distances_of_colours_are_those_published)
{
    ck_near(ciede2000((lab_colour){50, 2.6772, -79.7751}, (lab_colour){50, 0, -82.7485}), 2.0425,
            5e-5);
    ck_near(ciede2000((lab_colour){50, 2.5, 0}, (lab_colour){61, -5, 29}), 22.8977, 5e-5);
    ck_near(
        ciede2000((lab_colour){6.7747, -0.2908, -2.4247}, (lab_colour){5.8714, -0.0985, -2.2286}),
        0.6377, 5e-5);
}
END_TEST

START_TEST(classes_can_be_told_apart_by_every_reader_and_in_grey)
{
    for (int v = 0; v < VISIONS; v++) {
        lab_colour seen[CLASSES];
        for (int k = 0; k < CLASSES; k++)
            seen[k] = lab_of(lb_class_ramp_colour(k, CLASSES, false), vision[v]);
        for (int k = 0; k + 1 < CLASSES; k++) {
            ck_assert_msg(seen[k].l > seen[k + 1].l, "class %d is not darker, vision %d", k + 2, v);
            ck_assert_msg(cie76(seen[k], seen[k + 1]) >= 10, "classes %d, vision %d", k + 1, v);
            ck_assert_msg(ciede2000(seen[k], seen[k + 1]) >= 10, "classes %d, vision %d", k + 1, v);
        }
        ck_assert_double_ge(cie76(seen[0], seen[CLASSES - 1]), 40);
        ck_assert_double_ge(ciede2000(seen[0], seen[CLASSES - 1]), 40);
    }
}
END_TEST

START_TEST(other_numbers_of_classes_darken_from_green_to_red)
{
    for (int classes = 2; classes <= 11; classes++) {
        double before = 101;
        for (int k = 0; k < classes; k++) {
            lab_colour c = lab_of(lb_class_ramp_colour(k, classes, false), vision[0]);
            ck_assert_double_lt(c.l, before);
            before = c.l;
        }
        ck_assert_uint_eq(lb_class_ramp_colour(0, classes, false), 0xc9fab6ff);
        ck_assert_uint_eq(lb_class_ramp_colour(classes - 1, classes, false), 0xa11e21ff);
    }
}
END_TEST

/* `lagesbild recipe` prints the same colours to be changed. */
START_TEST(built_in_recipes_name_the_default_colours)
{
    for (const char *const *name = lb_recipe_builtins(); *name; name++) {
        lb_recipe recipe;
        char text[8];
        ck_assert_int_eq(lb_recipe_load(*name, &(lb_job){.log = NULL}, &recipe, NULL), LB_OK);
        for (int k = 0; k < recipe.classes; k++) {
            snprintf(text, sizeof text, "#%06x",
                     (unsigned)(lb_class_ramp_colour(k, recipe.classes, false) >> 8));
            ck_assert_str_eq(recipe.colour[k], text);
        }
        lb_recipe_clear(&recipe);
    }
}
END_TEST

LB_TEST_MAIN("class ramp", distances_of_colours_are_those_published,
             classes_can_be_told_apart_by_every_reader_and_in_grey,
             other_numbers_of_classes_darken_from_green_to_red,
             built_in_recipes_name_the_default_colours)
