/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "port/sqlite/cover_file.h"

void lb_area_cover_clear(lb_area_cover *area_cover)
{
    lb_cover_clear(&area_cover->cover);
    lb_cover_clear(&area_cover->union_cover);
    free(area_cover->true_m2);
    lb_topology_issues_clear(&area_cover->topology);
    *area_cover = (lb_area_cover){.true_m2 = NULL};
}
