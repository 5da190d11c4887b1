/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of squares: SCB's 13 digits (easting first), the INSPIRE form (northing first) and those of
 * other statistical offices. They differ in the order of axes, a classic source of errors
 * (docs/methods.md, Squares). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/grid.h>
#include "base/array.h"
#include "base/number.h"
#include "model/radix_sort.h"

/* Metres of SWEREF 99 TM between which corners of Swedish squares lie (docs/methods.md, Squares).
 */
enum { E_MIN = 200000, E_MAX = 1000000, N_MIN = 6100000, N_MAX = 7700000 };

/* Metres: no coordinate of a projection is larger, no northing of a place in Europe. */
enum { COORDINATE_MAX = 100000000, NORTHING_MAX = 10000000 };

int lb_square_compare(const lb_square *a, const lb_square *b)
{
    LB_COMPARE(b->n, a->n);
    LB_COMPARE(a->e, b->e);
    return (b->size > a->size) - (b->size < a->size);
}

/* Rises from north to south, then from west to east. */
static uint64_t order_key(const lb_square *square)
{
    const uint32_t sign = UINT32_C(1) << 31;
    return (uint64_t) ~((uint32_t)square->n ^ sign) << 32 | ((uint32_t)square->e ^ sign);
}

/* The order of squares from north to south, then west to east, the larger first; equal ones as
 * given. NULL: out of memory. */
size_t *lb_square_order(const lb_square *square, size_t n)
{
    lb_sort_item *item = malloc((n + 1) * sizeof *item);
    size_t *order = malloc((n + 1) * sizeof *order);
    for (size_t i = 0; item && i < n; i++)
        item[i] = (lb_sort_item){(uint64_t)(INT32_MAX - (int64_t)square[i].size), i};
    bool good = item && order && lb_radix_sort(item, n);
    for (size_t i = 0; good && i < n; i++)
        item[i].key = order_key(&square[item[i].at]);
    good = good && lb_radix_sort(item, n); /* keeps the order of sizes */
    for (size_t i = 0; good && i < n; i++)
        order[i] = item[i].at;
    free(item);
    if (good)
        return order;
    free(order);
    return NULL;
}

/* `digits` digits, zeros before the number's own. */
static void write_digits(int32_t value, int digits, char *to)
{
    for (; digits > 0; value /= 10)
        to[--digits] = (char)('0' + value % 10);
}

/* By hand, not by printf, which would take a tenth of the time of a table of squares. */
void lb_square_id(lb_square square, char id[LB_SQUARE_ID_SIZE])
{
    if (square.e < 0 || square.e >= 1000000 || square.n < 0 || square.n >= 10000000) {
        snprintf(id, LB_SQUARE_ID_SIZE, "%06d%07d", square.e, square.n);
        return;
    }
    write_digits(square.e, 6, id);
    write_digits(square.n, 7, id + 6);
    id[13] = '\0';
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

/* A corner of a square in the CRS of the ids. The range is known of Sweden alone; of other CRS the
 * reader holds the squares of a whole source against the area of use. */
static lb_id_fault place_corner(int32_t epsg, int64_t e, int64_t n, int32_t size, lb_square *square)
{
    if (epsg == LB_EPSG_SWEREF99_TM)
        return check_corner(e, n, size, square);
    if (e < -COORDINATE_MAX || e > COORDINATE_MAX || n < -COORDINATE_MAX || n > COORDINATE_MAX)
        return LB_ID_RANGE;
    *square = (lb_square){size, (int32_t)e, (int32_t)n};
    return size > 0 && (e % size != 0 || n % size != 0) ? LB_ID_OFF_LATTICE : LB_ID_OK;
}

/* SCB's digits: E6 N7; with N7 E6 recognised as swapped and 14 digits as RT 90. */
static lb_id_fault parse_swedish_digits(const char *text, size_t length, int32_t size,
                                        lb_square *square)
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

/* Easting and then seven digits of northing, as lb_square_id writes them in any CRS. Statistics
 * Norway adds 2 000 000 to the easting, so that it always has seven digits; eastings of UTM zone 33
 * themselves stay below LEAST_NORWEGIAN. */
static lb_id_fault parse_digits(const char *text, size_t length, int32_t size, int32_t epsg,
                                lb_square *square)
{
    enum { LEAST_NORWEGIAN = 1900000, NORWEGIAN_OFFSET = 2000000 };
    int64_t e, n;
    if (epsg == LB_EPSG_SWEREF99_TM)
        return parse_swedish_digits(text, length, size, square);
    if (length < 13 || length > 15 || !lb_integer_parse(text, length - 7, &e) ||
        !lb_integer_parse(text + length - 7, 7, &n))
        return LB_ID_LENGTH;
    if (epsg == LB_EPSG_ETRS89_UTM33 && e >= LEAST_NORWEGIAN)
        e -= NORWEGIAN_OFFSET;
    return place_corner(epsg, e, n, size, square);
}

/* Reads a run of 1 to 9 digits, a minus sign before them or not, at *at and moves on; false: there
 * is none, or it is longer. */
static bool parse_number(const char **at, const char *end, int64_t *value)
{
    size_t sign = *at < end && **at == '-';
    size_t n = count_digits(*at + sign, (size_t)(end - *at) - sign);
    if (n == 0 || n > 9 || !lb_integer_parse(*at, n + sign, value))
        return false;
    *at += n + sign;
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

/* "<size>mN<northing>E<easting>" or "<size>km...", up to the end of the id: metres, and the two
 * numbers as written. */
static bool parse_cell(const char *at, const char *end, int64_t *size, int64_t *n, int64_t *e)
{
    if (!parse_number(&at, end, size))
        return false;
    if (skip_text(&at, end, "km"))
        *size *= 1000;
    else if (!skip_text(&at, end, "m"))
        return false;
    return skip_text(&at, end, "N") && parse_number(&at, end, n) && skip_text(&at, end, "E") &&
           parse_number(&at, end, e) && at == end && *size > 0 && *size <= LB_SQUARE_SIZE_MAX;
}

/* [XX_]CRS<EPSG code>RES<size>mN<northing>E<easting> in metres, exactly. */
static lb_id_fault parse_inspire(const char *text, size_t length, int32_t epsg, lb_square *square)
{
    const char *at = text, *end = text + length;
    int64_t crs, size, n, e;
    if (length > 3 && at[2] == '_')
        at += 3;
    if (!skip_text(&at, end, "CRS") || !parse_number(&at, end, &crs))
        return LB_ID_NOT_DIGITS;
    if (crs != epsg)
        return LB_ID_CRS;
    if (!skip_text(&at, end, "RES") || !parse_cell(at, end, &size, &n, &e))
        return LB_ID_NOT_DIGITS;
    return place_corner(epsg, e, n, (int32_t)size, square);
}

/* "1kmN2689E4337", "100mN26840E43341", "250mN667625E38475": the metres less as many noughts as the
 * size ends in. Ids with all their digits are known by a northing that would be beyond the earth.
 * They name no CRS; those of ETRS89-LAEA, Eurostat's, are recognised where Sweden is expected. */
static lb_id_fault parse_short(const char *text, size_t length, int32_t epsg, lb_square *square)
{
    int64_t size, n, e, unit = 1;
    if (!parse_cell(text, text + length, &size, &n, &e))
        return LB_ID_NOT_DIGITS;
    while (size % (unit * 10) == 0)
        unit *= 10;
    if (n * unit <= NORTHING_MAX) {
        n *= unit;
        e *= unit;
    }
    lb_id_fault fault = place_corner(epsg, e, n, (int32_t)size, square);
    bool european = e >= 900000 && e <= 7500000 && n >= 900000 && n <= 7500000;
    return fault == LB_ID_RANGE && european ? LB_ID_CRS : fault;
}

/* Statistics Netherlands: "E1234N4567" in hundreds of metres, in some files "E123400N456700". */
static lb_id_fault parse_dutch(const char *text, size_t length, int32_t size, lb_square *square)
{
    const char *at = text, *end = text + length;
    int64_t e, n;
    if (!skip_text(&at, end, "E") || !parse_number(&at, end, &e) || !skip_text(&at, end, "N") ||
        !parse_number(&at, end, &n) || at != end)
        return LB_ID_NOT_DIGITS;
    int64_t unit = n < 10000 ? 100 : 1;
    return place_corner(LB_EPSG_RD_NEW, e * unit, n * unit, size, square);
}

/* Ids of the offices by their form (docs/methods.md, Squares). Off the lattice is still a
 * square, which the caller may show. */
lb_id_fault lb_square_parse_epsg(const char *text, size_t length, int32_t size, int32_t epsg,
                                 lb_square *square)
{
    lb_square read = {0};
    size_t sign = length > 0 && text[0] == '-', digits = count_digits(text + sign, length - sign);
    lb_id_fault fault;
    if (digits > 0 && digits + sign == length)
        fault = parse_digits(text, length, size, epsg, &read);
    else if (digits > 0)
        fault = parse_short(text, length, epsg, &read);
    else if (epsg == LB_EPSG_RD_NEW && length > 0 && text[0] == 'E')
        fault = parse_dutch(text, length, size, &read);
    else
        fault = parse_inspire(text, length, epsg, &read);
    if (fault == LB_ID_OK || fault == LB_ID_OFF_LATTICE)
        *square = read;
    return fault;
}

lb_id_fault lb_square_parse(const char *text, size_t length, int32_t size, lb_square *square)
{
    return lb_square_parse_epsg(text, length, size, LB_EPSG_SWEREF99_TM, square);
}

/* Ends the sentence "the id ...", for squares of SWEREF 99 TM. */
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

/* The forms of ids of one CRS. */
static const char *expected_forms(int32_t epsg)
{
    static const struct {
        int32_t epsg;
        const char *forms;
    } known[] = {{LB_EPSG_ETRS89_LAEA, "CRS3035RES1000mN...E... or 1kmN...E..."},
                 {LB_EPSG_ETRS89_UTM33,
                  "14 digits (easting + 2000000, northing) or CRS25833RES250mN...E..."},
                 {LB_EPSG_ETRS_TM35FIN, "1kmN...E..., 250mN...E... or CRS3067RES1000mN...E..."},
                 {LB_EPSG_RD_NEW, "E1234N4567 in hundreds of metres or CRS28992RES100mN...E..."}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].epsg == epsg)
            return known[i].forms;
    return "CRS...RES...mN...E..., or digits of easting and seven of northing";
}

/* The same with the CRS that an id of another one names, and which recipe would read it. */
void lb_square_id_explain(const char *id, lb_id_fault fault, int32_t epsg, char *text, size_t size)
{
    const char *code = fault == LB_ID_CRS ? strstr(id, "CRS") : NULL;
    int digits = code ? (int)count_digits(code + 3, strlen(code + 3)) : 0;
    if (fault == LB_ID_CRS && digits > 0 && digits < 7)
        snprintf(text, size,
                 "is of another CRS, EPSG:%.*s; the grid's is EPSG:%d, and squares of one are not "
                 "squares of the other; use a recipe with crs: EPSG:%.*s",
                 digits, code + 3, epsg, digits, code + 3);
    else if (fault == LB_ID_CRS)
        snprintf(text, size,
                 "is of another CRS than the grid's, EPSG:%d; ids of this form without a CRS are "
                 "most often of EPSG:3035: use a recipe with that as crs",
                 epsg);
    else if (epsg != LB_EPSG_SWEREF99_TM && (fault == LB_ID_LENGTH || fault == LB_ID_NOT_DIGITS))
        snprintf(text, size, "is no square id of EPSG:%d; expected %s", epsg, expected_forms(epsg));
    else if (epsg != LB_EPSG_SWEREF99_TM && fault == LB_ID_RANGE)
        snprintf(text, size, "lies nowhere on earth");
    else
        snprintf(text, size, "%s", lb_id_fault_text(fault));
}

/* Sizes of squares in which statistics are delivered, by which the number at the end of a column's
 * name differs from a year. */
int32_t lb_square_size_of_name(const char *column)
{
    static const int32_t sizes[] = {100, 125, 200, 250, 500, 1000, 2000, 5000, 10000};
    const char *end = column + strlen(column), *at = end;
    int64_t size = 0, unit = 1;
    if (at > column && (at[-1] == 'm' || at[-1] == 'M')) {
        at--;
        if (at > column && (at[-1] == 'k' || at[-1] == 'K')) {
            at--;
            unit = 1000;
        }
    }
    end = at;
    while (at > column && at[-1] >= '0' && at[-1] <= '9' && end - at < 6)
        at--;
    if (at == end || !lb_integer_parse(at, (size_t)(end - at), &size))
        return 0;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (size * unit == sizes[i])
            return sizes[i];
    return 0;
}
