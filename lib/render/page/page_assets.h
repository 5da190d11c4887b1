/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's style and script, from lib/render/page at build (tools/embed). */
#ifndef LB_RENDER_PAGE_PAGE_ASSETS_H
#define LB_RENDER_PAGE_PAGE_ASSETS_H

extern const char *const lb_page_css[], *const lb_page_js[]; /* lines, NULL-ended */
extern const char lb_page_css_hash[], lb_page_js_hash[];     /* base64 SHA-256 of all lines */

#endif
