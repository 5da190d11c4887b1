/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "port/sqlite/cover_file.h"

void lb_laid_clear(lb_laid *laid)
{
    lb_cover_clear(&laid->cover);
    lb_cover_clear(&laid->joined);
    free(laid->true_m2);
    lb_meeting_clear(&laid->meeting);
    *laid = (lb_laid){.true_m2 = NULL};
}
