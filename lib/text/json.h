/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as JSON (RFC 8259). */
#ifndef LB_TEXT_JSON_H
#define LB_TEXT_JSON_H

#include "base/buf.h"

/* A quoted string, which YAML reads as the same; NULL gives null. Text that is not UTF-8 (a file
 * name may be) is read as Windows-1252. */
void lb_json_text(lb_buf *buf, const char *text);

/* The shortest decimal that reads back as the same double; NaN and infinities give null. */
void lb_json_real(lb_buf *buf, double value);

#endif
