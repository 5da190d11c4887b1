/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of spreadsheets (ECMA-376 part 1, 22.9.2.19, ST_Xstring): what XML cannot hold is written
 * as _xHHHH_, its UTF-16 code in four hexadecimal digits, and so is the '_' of a text that would
 * read as such an escape: "_x0041_" is _x005F_x0041_, and "_x0041" before a character that is
 * escaped itself is _x005F_x0041. */
#ifndef LB_TEXT_WORKBOOK_TEXT_H
#define LB_TEXT_WORKBOOK_TEXT_H

#include "base/buf.h"

/* Has the text what must be escaped? */
bool lb_workbook_text_is_special(const char *text);

/* Appends UTF-8 as a cell has it, or a cell's text as UTF-8. A half of a surrogate pair is U+FFFD.
 */
void lb_workbook_text_escape(lb_buf *out, const char *text);
void lb_workbook_text_decode(lb_buf *out, const char *text);

#endif
