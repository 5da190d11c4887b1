/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of squares: SCB's 13 digits (easting first) and the INSPIRE form (northing first). The two
 * reverse the axis order, a classic source of errors (docs/methods.md, Squares). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/grid.h>
#include "base/number.h"

/* Metres of SWEREF 99 TM between which corners of Swedish squares lie (docs/methods.md, Squares).
 */
enum { E_MIN = 200000, E_MAX = 1000000, N_MIN = 6100000, N_MAX = 7700000 };

int lb_square_compare(const lb_square *a, const lb_square *b)
{
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    if (a->e != b->e)
        return a->e < b->e ? -1 : 1;
    return (b->size > a->size) - (b->size < a->size);
}

typedef struct numbered_square {
    lb_square square;
    size_t number;
} numbered_square;

static int compare_numbered(const void *a, const void *b)
{
    const numbered_square *x = a, *y = b;
    int order = lb_square_compare(&x->square, &y->square);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

size_t *lb_square_order(const lb_square *square, size_t n)
{
    numbered_square *all = malloc((n + 1) * sizeof *all);
    size_t *order = malloc((n + 1) * sizeof *order);
    for (size_t i = 0; all && i < n; i++)
        all[i] = (numbered_square){square[i], i};
    if (all && n > 0)
        qsort(all, n, sizeof *all, compare_numbered);
    for (size_t i = 0; all && order && i < n; i++)
        order[i] = all[i].number;
    if (!all) {
        free(order);
        order = NULL;
    }
    free(all);
    return order;
}

void lb_square_id(lb_square square, char id[LB_SQUARE_ID_SIZE])
{
    snprintf(id, LB_SQUARE_ID_SIZE, "%06d%07d", square.e, square.n);
}

void lb_square_inspire_id(lb_square square, char id[LB_SQUARE_ID_SIZE])
{
    snprintf(id, LB_SQUARE_ID_SIZE, "SE_CRS3006RES%dmN%dE%d", square.size, square.n, square.e);
}

static bool in_sweden(int64_t e, int64_t n)
{
    return e >= E_MIN && e <= E_MAX && n >= N_MIN && n <= N_MAX;
}

/* Is the corner in Sweden and, where the size is known, on the lattice of its size? */
static lb_id_fault check_corner(int64_t e, int64_t n, int32_t size, lb_square *square)
{
    if (!in_sweden(e, n))
        return in_sweden(n, e) ? LB_ID_SWAPPED : LB_ID_RANGE;
    *square = (lb_square){size, (int32_t)e, (int32_t)n};
    if (size > 0 && (e % size != 0 || n % size != 0))
        return LB_ID_OFF_LATTICE;
    return LB_ID_OK;
}

/* How many digits the text begins with. */
static size_t count_digits(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

/* An id of digits alone: E6 N7; with N7 E6 recognised as swapped and 14 digits as RT 90. */
static lb_id_fault parse_digits(const char *text, size_t length, int32_t size, lb_square *square)
{
    int64_t e, n;
    if (length == 14)
        return LB_ID_RT90;
    if (length != 13)
        return LB_ID_LENGTH;
    lb_integer_parse(text, 6, &e);
    lb_integer_parse(text + 6, 7, &n);
    if (in_sweden(e, n))
        return check_corner(e, n, size, square);
    /* Seven digits of northing and then six of easting: the axes swapped. */
    lb_integer_parse(text, 7, &n);
    lb_integer_parse(text + 7, 6, &e);
    return in_sweden(e, n) ? LB_ID_SWAPPED : LB_ID_RANGE;
}

/* Reads a run of 1 to 9 digits at *at and moves on; false: there is none, or it is longer. */
static bool parse_number(const char **at, const char *end, int64_t *value)
{
    size_t n = count_digits(*at, (size_t)(end - *at));
    if (n == 0 || n > 9 || !lb_integer_parse(*at, n, value))
        return false;
    *at += n;
    return true;
}

/* Moves past `text` if it stands at *at. */
static bool skip_text(const char **at, const char *end, const char *text)
{
    size_t n = strlen(text);
    if ((size_t)(end - *at) < n || memcmp(*at, text, n) != 0)
        return false;
    *at += n;
    return true;
}

/* [SE_]CRS3006RES<size>mN<northing>E<easting>, exactly. */
static lb_id_fault parse_inspire(const char *text, size_t length, lb_square *square)
{
    const char *at = text, *end = text + length;
    int64_t crs, size, n, e;
    skip_text(&at, end, "SE_");
    if (!skip_text(&at, end, "CRS") || !parse_number(&at, end, &crs))
        return LB_ID_NOT_DIGITS;
    if (crs != 3006)
        return LB_ID_CRS;
    if (!skip_text(&at, end, "RES") || !parse_number(&at, end, &size) ||
        !skip_text(&at, end, "mN") || !parse_number(&at, end, &n) || !skip_text(&at, end, "E") ||
        !parse_number(&at, end, &e) || at != end || size <= 0)
        return LB_ID_NOT_DIGITS;
    return check_corner(e, n, (int32_t)size, square);
}

lb_id_fault lb_square_parse(const char *text, size_t length, int32_t size, lb_square *square)
{
    lb_square read = {0};
    lb_id_fault fault;
    if (length > 0 && count_digits(text, length) == length)
        fault = parse_digits(text, length, size, &read);
    else
        fault = parse_inspire(text, length, &read);
    if (fault == LB_ID_OK || fault == LB_ID_OFF_LATTICE)
        *square = read;
    return fault;
}

const char *lb_id_fault_text(lb_id_fault fault)
{
    switch (fault) {
    case LB_ID_OK:
        return "is good";
    case LB_ID_LENGTH:
        return "has the wrong length; expected 13 digits, E6 and N7 of the south-west corner "
               "(a spreadsheet may have dropped digits: keep ids as text)";
    case LB_ID_RT90:
        return "has 14 digits, as RT90 squares have; those are not squares of SWEREF 99 TM";
    case LB_ID_NOT_DIGITS:
        return "is no square id; expected 13 digits or SE_CRS3006RES250mN...E...";
    case LB_ID_CRS:
        return "is of another CRS; expected CRS3006 (squares of CRS3035 are other squares)";
    case LB_ID_OFF_LATTICE:
        return "is off the lattice; the corner must be a multiple of the size";
    case LB_ID_SWAPPED:
        return "has northing before easting (swapped axes); expected E6 then N7";
    case LB_ID_RANGE:
        return "is outside Sweden; expected E 200000-1000000 and N 6100000-7700000";
    }
    return "";
}
