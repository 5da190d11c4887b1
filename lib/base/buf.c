/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growable text. Every append goes through reserve_text, which keeps room for the closing NUL and
 * remembers a failure, so that writers check once, at the end. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/number.h"

void lb_buf_clear(lb_buf *buf)
{
    free(buf->text);
    *buf = (lb_buf){0};
}

/* Room for `more` bytes and the NUL behind them; false: out of memory, now or before. */
static bool reserve_text(lb_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (buf->capacity - buf->length > more && buf->text)
        return true;
    buf->failed = !lb_array_reserve(&buf->text, &buf->capacity, buf->length + more + 1, 1);
    return !buf->failed;
}

void lb_buf_append(lb_buf *buf, const char *text, size_t length)
{
    if (!reserve_text(buf, length))
        return;
    memcpy(buf->text + buf->length, text, length);
    buf->length += length;
    buf->text[buf->length] = '\0';
}

void lb_buf_puts(lb_buf *buf, const char *text)
{
    lb_buf_append(buf, text, strlen(text));
}

void lb_buf_putc(lb_buf *buf, char c)
{
    if (!reserve_text(buf, 1))
        return;
    buf->text[buf->length++] = c;
    buf->text[buf->length] = '\0';
}

static void LB_PRINTF(2, 0) append_format(lb_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length >= 0 && reserve_text(buf, (size_t)length)) {
        vsnprintf(buf->text + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

void lb_buf_printf(lb_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    append_format(buf, format, args);
    va_end(args);
}

char *lb_buf_format(const char *format, ...)
{
    lb_buf buf = {0};
    va_list args;
    va_start(args, format);
    append_format(&buf, format, args);
    va_end(args);
    return lb_buf_detach(&buf);
}

void lb_buf_choices(lb_buf *buf, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        lb_buf_printf(buf, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
}

/* From the last digit to the first: a table may have millions, and printf is slow. */
void lb_buf_integer(lb_buf *buf, int64_t value)
{
    char text[24], *end = text + sizeof text, *at = end;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--at = '-';
    lb_buf_append(buf, at, (size_t)(end - at));
}

void lb_buf_real(lb_buf *buf, double value)
{
    char text[LB_NUMBER_SIZE];
    lb_number_format(value, text);
    lb_buf_puts(buf, text);
}

char *lb_buf_detach(lb_buf *buf)
{
    lb_buf_append(buf, "", 0);
    char *text = buf->failed ? NULL : buf->text;
    if (buf->failed)
        free(buf->text);
    *buf = (lb_buf){0};
    return text;
}
