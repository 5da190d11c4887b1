/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "port/cover_file.h"

void lb_laid_clear(lb_laid *laid)
{
    lb_cover_clear(&laid->cover);
    lb_cover_clear(&laid->joined);
    free(laid->true_m2);
    free(laid->overlap);
    *laid = (lb_laid){.overlaps = 0};
}
