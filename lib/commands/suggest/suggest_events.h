/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Police indicators of model B: events round each square. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_EVENTS_H
#define LB_COMMANDS_SUGGEST_SUGGEST_EVENTS_H

#include "commands/suggest/suggest_data.h"
#include "output/provenance.h"

/* The day of --label-date; LB_UNDATED_DAY: it was not given. LB_E_USAGE. */
lb_status lb_suggest_label_day(const char *text, int64_t *day, lb_error *err);

/* LB_E_USAGE: two --events have one name, folded. */
lb_status lb_suggest_check_types(const lb_suggest_options *options, lb_error *err);

/* A predictor for each --events TYPE=SOURCE. Events on the day of --label-date or later are what
 * the list may have brought about: LB_E_INPUT, or a warning with --despite-refusal; undated ones
 * are then left out. Sources go to the provenance. */
lb_status lb_suggest_add_events(lb_suggest_data *data, lb_provenance *p, lb_error *err);

#endif
