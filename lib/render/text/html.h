/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML: everything that comes from outside goes through here. */
#ifndef LB_RENDER_TEXT_HTML_H
#define LB_RENDER_TEXT_HTML_H

#include <lagesbild/page.h>
#include "base/buf.h"

/* Fit for an element's content and for a quoted attribute; NULL is nothing. Text that is not UTF-8
 * is read as Windows-1252, control characters become spaces. */
void lb_html_text(lb_buf *buf, const char *text);

/* Both languages, one of them hidden; one text when they are the same or one is missing. */
void lb_html_bilingual(lb_buf *buf, lb_page_text text);

/* The same of two texts. */
void lb_html_both(lb_buf *buf, const char *sv, const char *en);

/* The same as a JSON object {"sv": ..., "en": ...}, or null. */
void lb_html_bilingual_json(lb_buf *buf, lb_page_text text);

/* JSON inside <script>: no "<" can end the element. */
void lb_html_script_json(lb_buf *buf, const char *json);

/* "#rrggbb", or grey for what is not. */
const char *lb_html_colour(const char *colour);

#endif
