/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to and from text, independent of the locale (docs/methods.md, Rounding).
 *
 * Reading: numbers of at most 15 digits, nearly all there are, need one division of exact doubles
 * (Clinger 1990); the rest goes to strtod. Writing: the shortest of 15 to 17 digits that reads back
 * as the same double; numbers from 1e-11 to 1e17, nearly all there are, by whole numbers of 128
 * bits, the others by printf. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* Powers of ten that are exact doubles: mantissa < 2^53 times or over one of these is correctly
 * rounded (Clinger 1990), which covers nearly every number in a statistical table. */
static const double power_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* printf and strtod use the decimal sign of the host program's locale, which a library cannot
 * choose. */
static void use_point(char *text)
{
    char *comma = strchr(text, ',');
    if (comma)
        *comma = '.';
}

/* isdigit depends on the locale. */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number as decimal digits: the first stands before the point, all times ten to the exponent. */
typedef struct decimal {
    char digit[LB_NUMBER_SIZE];
    int digits, exponent;
    bool negative;
} decimal;

enum { MAX_DIGITS = 17 }; /* so many distinguish every double from every other */

enum { LAST_POWER = 27 }; /* of five within 64 bits */

/* The least numbers of 53 bits and of 18 digits. */
#define LEAST_MANTISSA (UINT64_C(1) << 52)
#define LEAST_OF_18    UINT64_C(100000000000000000)

__extension__ typedef unsigned __int128 wide_number;

/* |value| * 10^power = product / 2^right exactly, of which MAX_DIGITS digits stand before the point
 * (`whole`). gap: to the next double, in the unit of product. */
typedef struct scaled_number {
    uint64_t mantissa, whole;
    wide_number product, gap;
    int power, right;
} scaled_number;

/* False: out of the range of 128 bits, which numbers from 1e-11 to 1e17 keep to: mantissa < 2^53
 * and power <= LAST_POWER, so that mantissa * 5^power is below 2^117. */
static bool scale_number(double value, scaled_number *out)
{
    uint64_t bits, five = 1;
    memcpy(&bits, &value, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff) - 1075;
    uint64_t mantissa = LEAST_MANTISSA | (bits & (LEAST_MANTISSA - 1));
    /* 0.30103 is log10(2): the digits before the point, or one fewer. */
    int power = MAX_DIGITS - ((int)floor((exponent + 52) * 0.30103) + 1);
    if (power < 0 || power > LAST_POWER)
        return false;
    for (int i = 0; i < power; i++)
        five *= 5;
    for (;; power--, five /= 5) {
        int right = -(exponent + power), left = right < 0 ? -right : 0;
        *out = (scaled_number){.mantissa = mantissa,
                               .product = (wide_number)mantissa * five << left,
                               .gap = (wide_number)five << left,
                               .power = power,
                               .right = right + left};
        out->whole = (uint64_t)(out->product >> out->right);
        if (out->whole < LEAST_OF_18 || power == 0)
            return out->whole < LEAST_OF_18;
    }
}

/* Rounds to fewer digits, halves to even, as printf does. Are these read as the same double, which
 * numbers up to halfway to the next one are? Below a power of two the next one is half as far. */
static bool round_number(const scaled_number *x, int digits, uint64_t *rounded)
{
    uint64_t unit = 1;
    for (int i = digits; i < MAX_DIGITS; i++)
        unit *= 10;
    wide_number step = (wide_number)unit << x->right;
    wide_number rest = x->product - x->whole / unit * step, over = step - rest;
    *rounded = x->whole / unit;
    bool up = rest > over || (rest == over && (*rounded & 1));
    wide_number off = up ? over : x->mantissa == LEAST_MANTISSA ? 2 * rest : rest;
    *rounded += up;
    return 2 * off < x->gap || (2 * off == x->gap && !(x->mantissa & 1));
}

/* The digits of a rounded number, which may be one more than asked for: 9.99 becomes 10. */
static decimal list_digits(uint64_t number, int digits, int exponent)
{
    decimal d = {.digits = digits, .exponent = exponent};
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        d.digit[i] = (char)('0' + number % 10);
    if (number > 0) {
        d.digit[0] = '1';
        d.exponent++;
    }
    return d;
}

/* As %.{precision}g: no zeros at the end, an exponent where there would be many at either end. */
static void format_decimal(const decimal *d, int precision, char *text)
{
    int n = d->digits, e = d->exponent, i = 0;
    bool scientific = e < -4 || e >= precision;
    int before = scientific ? 1 : e + 1; /* digits before the point */
    while (n > 1 && d->digit[n - 1] == '0')
        n--;
    if (d->negative)
        *text++ = '-';
    if (before <= 0) {
        *text++ = '0';
        *text++ = '.';
        for (int zero = before; zero < 0; zero++)
            *text++ = '0';
    }
    for (; i < n; i++) {
        if (i == before && i > 0)
            *text++ = '.';
        *text++ = d->digit[i];
    }
    for (; i < before; i++)
        *text++ = '0';
    if (scientific)
        text += sprintf(text, "e%c%02d", e < 0 ? '-' : '+', abs(e));
    *text = '\0';
}

/* By printf, which takes some ten times as long. */
static void print_number(double value, char text[LB_NUMBER_SIZE])
{
    double back = NAN;
    for (int digits = MAX_DIGITS - 2; digits <= MAX_DIGITS && back != value; digits++) {
        snprintf(text, LB_NUMBER_SIZE, "%.*g", digits, value);
        use_point(text);
        lb_number_parse(text, strlen(text), &back);
    }
}

/* The shortest of 15 to 17 digits that is read as the same number. */
void lb_number_format(double value, char text[LB_NUMBER_SIZE])
{
    scaled_number scaled;
    uint64_t rounded;
    int digits = MAX_DIGITS - 2;
    if (isnan(value) || value == 0 || isinf(value)) {
        strcpy(text, isnan(value) ? "" : value == 0 ? "0" : value < 0 ? "-inf" : "inf");
    } else if (scale_number(value, &scaled)) {
        while (!round_number(&scaled, digits, &rounded) && digits < MAX_DIGITS)
            digits++;
        decimal shortest = list_digits(rounded, digits, MAX_DIGITS - 1 - scaled.power);
        shortest.negative = value < 0;
        format_decimal(&shortest, digits, text);
    } else {
        print_number(value, text);
    }
}

void lb_number_format_fixed(double value, int decimals, char text[LB_NUMBER_SIZE])
{
    if (isnan(value)) {
        text[0] = '\0';
        return;
    }
    /* A hair outwards, far below what 15 digits show, makes 0.25 and 2.675 round as they read. */
    snprintf(text, LB_NUMBER_SIZE, "%.*f", decimals, value * (1 + 4e-16));
    use_point(text);
    if (text[0] == '-' && strspn(text + 1, "0.") == strlen(text + 1))
        memmove(text, text + 1, strlen(text));
}

/* The length of a space at text: ' ', tab, or UTF-8 no-break space (U+00A0, U+202F); 0: none. */
static size_t space_at(const char *text, size_t length)
{
    if (length >= 1 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\r'))
        return 1;
    if (length >= 1 && text[0] == '\xA0') /* Windows-1252 */
        return 1;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    if (length >= 3 && memcmp(text, "\xE2\x80\xAF", 3) == 0)
        return 3;
    return 0;
}

/* Spaces of any kind at both ends; a no-break space is two or three bytes in UTF-8 and one in
 * Windows-1252. */
static void trim_spaces(const char **text, size_t *length)
{
    size_t space;
    while ((space = space_at(*text, *length)) > 0) {
        *text += space;
        *length -= space;
    }
    while (*length > 0) {
        const char *end = *text + *length;
        if (space_at(end - 1, 1) == 1 && !(*length >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0))
            *length -= 1;
        else if (*length >= 2 && space_at(end - 2, 2) == 2)
            *length -= 2;
        else if (*length >= 3 && space_at(end - 3, 3) == 3)
            *length -= 3;
        else
            return;
    }
}

/* The general case: rewritten with a point and without spaces, then read by the C library. */
static bool parse_general_number(const char *text, size_t length, double *value)
{
    char copy[400], *end;
    size_t n = 0, digits = 0;
    bool point = false, exponent = false;
    for (size_t i = 0; i < length;) {
        size_t space = space_at(text + i, length - i);
        char c = text[i];
        if (n + 2 >= sizeof copy)
            return false;
        if (space > 0) { /* between two digits, before exactly three more */
            i += space;
            size_t run = 0;
            while (i + run < length && is_digit(text[i + run]))
                run++;
            if (run != 3 || digits == 0 || point)
                return false;
            continue;
        }
        if (is_digit(c)) {
            digits++;
        } else if ((c == '.' || c == ',') && !point && !exponent) {
            point = true;
            c = '.';
        } else if ((c == 'e' || c == 'E') && digits > 0 && !exponent) {
            exponent = true;
            if (i + 1 < length && (text[i + 1] == '+' || text[i + 1] == '-')) {
                copy[n++] = c;
                c = text[++i];
            }
        } else if (!((c == '-' || c == '+') && i == 0)) {
            return false;
        }
        copy[n++] = c;
        i++;
    }
    copy[n] = '\0';
    if (digits == 0 || !is_digit(copy[n - 1] == '.' ? '0' : copy[n - 1]))
        return false;
    double result = strtod(copy, &end);
    if (*end == '.') { /* a host locale with a decimal comma */
        *end = ',';
        result = strtod(copy, &end);
    }
    if (*end != '\0' || !isfinite(result))
        return false;
    *value = result;
    return true;
}

/* Up to 15 digits with at most one decimal sign among them, no sign, no spaces: the fast way for
 * nearly every number. The digits fit a double exactly, and so does the power of ten: one division
 * rounds correctly. */
static bool parse_short_number(const char *text, size_t length, double *value)
{
    uint64_t mantissa = 0;
    size_t point = length;
    if (length == 0 || length > 16)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned char)text[i] - (unsigned)'0';
        if (digit <= 9)
            mantissa = mantissa * 10 + digit;
        else if ((text[i] == '.' || text[i] == ',') && point == length && length > 1)
            point = i;
        else
            return false;
    }
    if (point == length) {
        if (length > 15)
            return false;
        *value = (double)mantissa;
    } else {
        *value = (double)mantissa / power_of_ten[length - point - 1];
    }
    return true;
}

/* At most 18 digits fit 64 bits; a mantissa up to 2^53 over an exact power of ten is rounded
 * once, so the result is correctly rounded [Clinger 1990]. All else goes the general way. */
bool lb_number_parse(const char *text, size_t length, double *value)
{
    if (parse_short_number(text, length, value))
        return true;
    trim_spaces(&text, &length);
    size_t i = 0, digits = 0, decimals = 0;
    uint64_t mantissa = 0;
    bool negative = false, point = false;
    if (i < length && (text[i] == '-' || text[i] == '+'))
        negative = text[i++] == '-';
    for (; i < length; i++) {
        if (is_digit(text[i])) {
            mantissa = mantissa * 10 + (uint64_t)(text[i] - '0');
            digits++;
            decimals += point;
        } else if ((text[i] == '.' || text[i] == ',') && !point) {
            point = true;
        } else {
            return parse_general_number(text, length, value);
        }
        if (digits > 18)
            return parse_general_number(text, length, value);
    }
    if (digits == 0)
        return false;
    if (mantissa > (UINT64_C(1) << 53) || decimals > 22)
        return parse_general_number(text, length, value);
    double result = (double)mantissa / power_of_ten[decimals];
    *value = negative ? -result : result;
    return true;
}

/* At most 18 digits, which int64_t always holds. */
bool lb_integer_parse(const char *text, size_t length, int64_t *value)
{
    uint64_t magnitude = 0;
    bool negative = length > 0 && text[0] == '-';
    size_t i = length > 0 && (text[0] == '-' || text[0] == '+');
    if (i == length || length - i > 18)
        return false;
    for (; i < length; i++) {
        if (!is_digit(text[i]))
            return false;
        magnitude = magnitude * 10 + (uint64_t)(text[i] - '0');
    }
    *value = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

/* An unsigned whole number, all of the text. */
static bool is_whole_number(const char *text, size_t length)
{
    int64_t value;
    return length > 0 && text[0] >= '0' && text[0] <= '9' && lb_integer_parse(text, length, &value);
}

/* "<5" or "10–14": a small count as our own tables show it (lb_table_set_range). */
static bool is_range(const char *text, size_t length)
{
    static const char dash[] = "\xE2\x80\x93";
    if (length > 1 && text[0] == '<')
        return is_whole_number(text + 1, length - 1);
    for (size_t i = 1; i + 3 < length; i++)
        if (memcmp(text + i, dash, 3) == 0)
            return is_whole_number(text, i) && is_whole_number(text + i + 3, length - i - 3);
    return false;
}

/* A cell of a table (docs/methods.md, Rounding, Reading): suppressed and empty are NaN and
 * differ in kind; dashes are zero, as in SCB's tables. */
lb_value_kind lb_value_parse(const char *text, size_t length, double *value)
{
    if (parse_short_number(text, length, value))
        return LB_VALUE_NUMBER;
    trim_spaces(&text, &length);
    *value = NAN;
    if (length == 0 || (length == 1 && text[0] == '.'))
        return LB_VALUE_EMPTY;
    if ((length == 2 && memcmp(text, "..", 2) == 0) ||
        (length == 1 && text[0] == '\x85') || /* "…" in Windows-1252 */
        (length == 3 && memcmp(text, "\xE2\x80\xA6", 3) == 0) || is_range(text, length))
        return LB_VALUE_SUPPRESSED;
    if (length == 1 && text[0] == '-') {
        *value = 0;
        return LB_VALUE_NUMBER;
    }
    if (length == 3 && memcmp(text, "\xE2\x80\x93", 3) == 0) { /* an en dash, from spreadsheets */
        *value = 0;
        return LB_VALUE_NUMBER;
    }
    return lb_number_parse(text, length, value) ? LB_VALUE_NUMBER : LB_VALUE_INVALID;
}
