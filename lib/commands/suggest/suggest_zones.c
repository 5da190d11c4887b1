/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <lagesbild/locate.h>
#include "base/try.h"
#include "commands/suggest/suggest_zones.h"

lb_status lb_suggest_locate(const lb_suggest_data *data, const lb_areas *zones, const double *xy,
                            size_t n, size_t *zone)
{
    lb_locator *locator;
    LB_TRY(lb_locator_new(&zones->shapes, &data->lattice.rows.grid, data->job->threads, &locator));
    for (size_t i = 0; i < n; i++)
        if (lb_locator_find(locator, xy[2 * i], xy[2 * i + 1], &zone[i], 1) == 0)
            zone[i] = zones->shapes.count;
    lb_locator_free(locator);
    return LB_OK;
}
