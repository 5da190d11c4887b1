/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `stability` and `trend` say of the area of a brief, in one line. */
#ifndef LB_COMMANDS_BRIEF_BRIEF_FINDINGS_H
#define LB_COMMANDS_BRIEF_BRIEF_FINDINGS_H

#include <lagesbild/brief.h>

enum { LB_FINDINGS_SIZE = 200 };

/* "class 5; firm in 93 % of 1,080 recipes; change since 2020 within noise", in Swedish and English,
 * of the tables that the options name; "": of none. A table without the area is warned of.
 * LB_E_INPUT: a table of something else. */
lb_status lb_brief_findings_write(const lb_brief_options *options, const char *area,
                                  const lb_job *job, char text[2][LB_FINDINGS_SIZE], lb_error *err);

#endif
