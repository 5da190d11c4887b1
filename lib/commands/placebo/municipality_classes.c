/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/locate.h>
#include "base/number.h"
#include "base/sum.h"
#include "base/try.h"
#include "commands/placebo/municipality_classes.h"
#include "input/areas/areas.h"

/* The municipality of each cell, count where it is in none. */
static lb_status locate_cells(const lb_areas *areas, const lb_event_support *support, int threads,
                              size_t *of)
{
    lb_locator *locator;
    LB_TRY(lb_locator_new(&areas->shapes, &support->grid.grid, threads, &locator));
    for (size_t i = 0; i < support->grid.cells; i++) {
        double x, y;
        lb_event_support_centre(support, i, &x, &y);
        if (lb_locator_find(locator, x, y, &of[i], 1) == 0)
            of[i] = areas->shapes.count;
    }
    lb_locator_free(locator);
    return LB_OK;
}

/* Class 1 and on by the people in each municipality. */
static void class_by_size(const lb_event_support *support, const size_t *of, lb_sum *people,
                          size_t *class_of_zone, size_t zones)
{
    static const double limit[] = {20000, 50000, 100000, 200000};
    const double *value = support->grid.value[LB_SUPPORT_PEOPLE];
    for (size_t i = 0; i < support->grid.cells; i++)
        if (value && !isnan(value[i]))
            lb_sum_add(&people[of[i]], value[i]);
    for (size_t z = 0; z < zones; z++) {
        class_of_zone[z] = 1;
        for (size_t k = 0; k < sizeof limit / sizeof *limit; k++)
            class_of_zone[z] += lb_sum_value(people[z]) >= limit[k];
    }
}

static lb_status find_classes(const lb_areas *areas, const char *field,
                              const lb_event_support *support, int threads, size_t *of)
{
    size_t zones = areas->shapes.count;
    size_t *class_of_zone = calloc(zones + 1, sizeof *class_of_zone);
    lb_sum *people = calloc(zones + 1, sizeof *people);
    lb_status status =
        class_of_zone && people ? locate_cells(areas, support, threads, of) : LB_E_MEMORY;
    if (status == LB_OK && !field)
        class_by_size(support, of, people, class_of_zone, zones);
    for (size_t z = 0; z < zones && field && status == LB_OK; z++)
        class_of_zone[z] = areas->category[z] + 1;
    for (size_t i = 0; i < support->grid.cells && status == LB_OK; i++)
        of[i] = class_of_zone[of[i]];
    free(class_of_zone);
    free(people);
    return status;
}

/* of[cell]: class of the municipality that holds the cell's centre, from 1; 0 in none, which is a
 * class of its own. */
static lb_status classes_of_areas(const lb_areas *areas, const char *field,
                                  const lb_event_support *support, const lb_job *job, size_t *of,
                                  lb_error *err)
{
    size_t inside = 0;
    lb_status status = find_classes(areas, field, support, job->threads, of);
    if (status != LB_OK)
        return lb_error_set(err, status, "%s: %s", areas->source, lb_status_text(status));
    for (size_t i = 0; i < support->grid.cells; i++)
        inside += of[i] > 0;
    if (inside == 0)
        return lb_error_set(err, LB_E_INPUT,
                            "%s: no cell of the grid is in a municipality; is its CRS right?",
                            areas->source);
    if (inside < support->grid.cells)
        lb_log_warning(job->log, "%s: %zu of %zu cells %s in no municipality; a class of their own",
                       areas->source, support->grid.cells - inside, support->grid.cells,
                       lb_number_word(support->grid.cells - inside, "is", "are"));
    return LB_OK;
}

lb_status lb_municipality_classes_read(const char *zones, const char *field,
                                       const lb_event_support *support, const lb_job *job,
                                       size_t **class_of, lb_error *err)
{
    lb_areas areas = {.label = NULL};
    lb_area_fields fields = {.category = field};
    size_t *of = calloc(support->grid.cells + 1, sizeof *of);
    lb_status status = of ? lb_areas_read(zones, &fields, support->grid.crs, job, &areas, err)
                          : lb_error_memory(err);
    if (status == LB_OK)
        status = classes_of_areas(&areas, field, support, job, of, err);
    lb_areas_clear(&areas);
    if (status == LB_OK)
        *class_of = of;
    else
        free(of);
    return status;
}
