/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text in both languages of the command, its page and its figures. */
#ifndef LAGESBILD_BILINGUAL_H
#define LAGESBILD_BILINGUAL_H

/* UTF-8, borrowed. en NULL: the Swedish text is shown in both languages. sv NULL: no text. */
typedef struct lb_bilingual {
    const char *sv, *en;
} lb_bilingual;

#endif
