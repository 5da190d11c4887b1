/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every output of `suggest` says of itself; no option turns it off. */
#ifndef LB_COMMANDS_SUGGEST_SUGGEST_NOTICE_H
#define LB_COMMANDS_SUGGEST_SUGGEST_NOTICE_H

#include "commands/suggest/suggestions.h"
#include "output/provenance.h"

/* To the provenance, in the job's language, and as a warning. */
void lb_suggest_give_notice(const lb_suggestions *suggestions, lb_provenance *p);

#endif
