/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a share is unsure, in one interval (docs/methods.md, Joint uncertainty). */
#ifndef LB_COMMANDS_SHARE_UNCERTAINTY_TEXT_H
#define LB_COMMANDS_SHARE_UNCERTAINTY_TEXT_H

#include <stdbool.h>

#include <lagesbild/share.h>

/* What is drawn. */
enum {
    LB_DRAW_COUNTING = 1,
    LB_DRAW_CHAINS = 2,
    LB_DRAW_POSITION = 4,
    LB_DRAW_TIME = 8,
    LB_DRAW_BORDERS = 16,
    LB_SHARE_SOURCES = 5
};

/* --uncertainty as LB_DRAW_...; 0: not asked for. LB_E_USAGE: another word, or one whose size no
 * other option says. */
lb_status lb_share_sources_parse(const lb_share_options *options, unsigned *sources, lb_error *err);

/* Are chains of events drawn, for this or for the interval? They need days. */
bool lb_share_draws_chains(const lb_share_options *options);

/* What a sentence says of one row. */
typedef struct lb_share_sentence {
    double share, area_share;
    const char *reference;       /* what the area is a share of; NULL: not said */
    lb_interval joint, quotient; /* of share / area_share; NaN: no quotient */
    unsigned sources;
    double part[LB_SHARE_SOURCES]; /* of the share's variance; NaN: not known */
    bool english;
} lb_share_sentence;

/* "28.4 % (22.1 to 35.0) of the events on 0.020 % of the area (Sweden): 1420 (1100 to 1750) times
 * as many ...", to be freed. LB_E_MEMORY. */
lb_status lb_share_sentence_write(const lb_share_sentence *sentence, char **text);

#endif
