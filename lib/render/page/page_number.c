/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as the page shows them, in both languages: by unit, with a decimal comma and thin spaces
 * in Swedish. The plain number goes with it as data, for sorting and for the other language. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "render/page/page_number.h"

const char *lb_page_unit_name(lb_unit unit, bool integer)
{
    static const char *const names[] = {
        [LB_UNIT_NONE] = "none",   [LB_UNIT_SHARE] = "share", [LB_UNIT_RATIO] = "ratio",
        [LB_UNIT_COUNT] = "count", [LB_UNIT_RATE] = "rate",   [LB_UNIT_KM2] = "km2",
        [LB_UNIT_SCORE] = "score"};
    return integer && unit == LB_UNIT_NONE ? "id" : names[unit];
}

/* Decimals that carry meaning to a reader; the file downloaded has them all. */
static int unit_decimals(lb_unit unit, double value)
{
    double size = fabs(value);
    switch (unit) {
    case LB_UNIT_COUNT:
        return 0;
    case LB_UNIT_SHARE: /* some is not 0.0 % */
        return size < 0.05 && size >= 1e-9 ? -(int)floor(log10(size)) : 1;
    case LB_UNIT_RATE:
        return 1;
    case LB_UNIT_KM2:
        return 2;
    case LB_UNIT_SCORE:
    case LB_UNIT_NONE:
    case LB_UNIT_RATIO:
        break;
    }
    if (size == floor(size) || size >= 100)
        return 0;
    if (size < 0.01 && size >= 1e-9) /* two digits that count */
        return 1 - (int)floor(log10(size));
    return size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

/* Groups of three with a narrow no-break space, as both languages may have it (ISO 31-0). */
static void write_grouped(lb_buf *buf, const char *number, bool english)
{
    if (*number == '-') {
        lb_buf_puts(buf, "−");
        number++;
    }
    size_t whole = strcspn(number, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            lb_buf_puts(buf, "\u202f");
        lb_buf_putc(buf, number[i]);
    }
    if (number[whole] == '.') {
        lb_buf_putc(buf, english ? '.' : ',');
        lb_buf_puts(buf, number + whole + 1);
    }
}

/* Rounded as its unit asks (docs/methods.md, Rounding); beyond 1e15 digits behind the point are
 * meaningless and the shortest form is written. */
void lb_page_number(lb_buf *buf, double value, lb_unit unit, bool english)
{
    char number[LB_NUMBER_SIZE];
    double shown = unit == LB_UNIT_SHARE ? 100 * value : value;
    if (!isfinite(shown)) {
        lb_buf_puts(buf, isnan(shown) ? "–" : shown > 0 ? "∞" : "−∞");
        return;
    }
    if (fabs(shown) < 1e15)
        lb_number_format_fixed(shown, unit_decimals(unit, shown), number);
    else
        lb_number_format(shown, number);
    write_grouped(buf, number, english);
    if (unit == LB_UNIT_SHARE)
        lb_buf_puts(buf, "\u00a0%");
}

/* <data value>: the script writes it anew in the other language. */
void lb_page_number_element(lb_buf *buf, double value, lb_unit unit, bool english)
{
    lb_buf_puts(buf, "<data value=\"");
    lb_buf_real(buf, value);
    lb_buf_printf(buf, "\" data-u=\"%s\">", lb_page_unit_name(unit, false));
    lb_page_number(buf, value, unit, english);
    lb_buf_puts(buf, "</data>");
}

void lb_page_range_text(const lb_table_range *range, char text[LB_PAGE_RANGE_SIZE])
{
    char plain[LB_TABLE_RANGE_SIZE];
    size_t used = 0;
    lb_table_range_text(range, plain);
    for (size_t i = 0; plain[i]; i++) { /* a digit with three, six ... from it and one before it */
        size_t digits = strspn(plain + i, "0123456789");
        bool within = i > 0 && plain[i - 1] >= '0' && plain[i - 1] <= '9';
        used += (size_t)snprintf(text + used, LB_PAGE_RANGE_SIZE - used, "%s%c",
                                 within && digits > 0 && digits % 3 == 0 ? "\u202f" : "", plain[i]);
    }
}
