/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <lagesbild/topology_issues.h>

void lb_meeting_clear(lb_meeting *meeting)
{
    free(meeting->overlap);
    free(meeting->gap);
    *meeting = (lb_meeting){0};
}
