/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the sentence that `share --uncertainty` says of a row, and the sentence on a page,
 * which has both languages where the file has that of the run. */
#ifndef LB_RENDER_PAGE_SHARE_SENTENCE_H
#define LB_RENDER_PAGE_SHARE_SENTENCE_H

#include <stdbool.h>
#include <lagesbild/page.h>
#include "base/buf.h"

/* What stands between its numbers; from LB_SAYS_COUNTING on what it is unsure by, in the order of
 * LB_DRAW_... */
typedef enum lb_sentence_part {
    LB_SAYS_TO,
    LB_SAYS_EVENTS,
    LB_SAYS_ON,
    LB_SAYS_AREA, /* the reference may follow, in parentheses */
    LB_SAYS_TIMES,
    LB_SAYS_UNSURE,
    LB_SAYS_COUNTING,
    LB_SAYS_CHAINS,
    LB_SAYS_POSITION,
    LB_SAYS_TIME,
    LB_SAYS_BORDERS,
    LB_SENTENCE_PARTS
} lb_sentence_part;

const char *lb_sentence_words(lb_sentence_part part, bool english);

/* Is it such a sentence, in either language? */
bool lb_sentence_is_one(const char *text);

/* Writes such a sentence in that language, whichever it is in. */
void lb_sentence_translate(const char *sentence, bool english, lb_buf *out);

#endif
