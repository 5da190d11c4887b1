/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round numbers for axes, scale bars and legends: 1, 2 or 5 times a power of ten. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "render/text/nice_numbers.h"

/* A little slack: 5 computed as 4.9999999999 is 5. */
static const double ROUNDING_SLACK = 1e-9;

static int nice_digit(double value, double *power)
{
    *power = pow(10, floor(log10(value) + ROUNDING_SLACK));
    double digit = value / *power + ROUNDING_SLACK;
    return digit >= 5 ? 5 : digit >= 2 ? 2 : 1;
}

double lb_nice_number_below(double max_value)
{
    double power;
    int digit = nice_digit(max_value, &power);
    return digit * power;
}

double lb_nice_step(double range, int parts)
{
    double power, wanted = range / parts;
    if (!(wanted > 0))
        return 1;
    int digit = nice_digit(wanted, &power);
    if (digit * power >= wanted * (1 - ROUNDING_SLACK))
        return digit * power;
    return digit == 1 ? 2 * power : digit == 2 ? 5 * power : 10 * power;
}

lb_scale_bar lb_scale_bar_within(double max_value)
{
    double power;
    int digit = nice_digit(max_value, &power);
    return (lb_scale_bar){digit * power, digit == 5 ? 5 : digit == 2 ? 4 : 2};
}

void lb_length_text(double metres, double whole, int unit, int english, char text[LB_LENGTH_SIZE])
{
    char number[LB_NUMBER_SIZE];
    int km = whole >= 1000;
    lb_number_format(km ? metres / 1000 : metres, number);
    char *point = strchr(number, '.');
    if (point && !english)
        *point = ',';
    snprintf(text, LB_LENGTH_SIZE, "%.20s%s", number, !unit ? "" : km ? " km" : " m");
}
