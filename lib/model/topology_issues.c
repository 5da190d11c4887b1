/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of the overlaps and gaps of an area set (docs/methods.md, Topology issues). */
#include <stdlib.h>

#include <lagesbild/topology_issues.h>

void lb_topology_issues_clear(lb_topology_issues *issues)
{
    free(issues->overlap);
    free(issues->gap);
    *issues = (lb_topology_issues){0};
}
