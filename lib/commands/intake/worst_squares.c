/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question to each local police area, no finding: the squares of the worst class that lie in no
 * area that was drawn. Squares count where their centre is, once, with the people that their grid
 * may show (coarsened). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/page.h>
#include <lagesbild/recipe.h>
#include "base/try.h"
#include "command/command_list.h"
#include "command/output_check.h"
#include "commands/intake/collection.h"
#include "input/grid/grid_recipe.h"
#include "kernel/geometry/point_in_polygon.h"
#include "render/page/page_json.h"

/* The feature that holds the point; SIZE_MAX: none. Boxes are looked at first. */
static size_t find_feature(const lb_shapes *shapes, const lb_box *box, double x, double y)
{
    for (size_t i = 0; i < shapes->count; i++)
        if (x >= box[i].xmin && x <= box[i].xmax && y >= box[i].ymin && y <= box[i].ymax &&
            lb_polygon_contains(shapes, i, x, y))
            return i;
    return SIZE_MAX;
}

static lb_box *list_boxes(const lb_shapes *shapes)
{
    lb_box *box = calloc(shapes->count + 1, sizeof *box);
    for (size_t i = 0; box && i < shapes->count; i++)
        box[i] = lb_shapes_box(shapes, i);
    return box;
}

static void count_squares(lb_collection *c, const lb_page_squares *squares, const lb_box *lpo_box,
                          const lb_box *area_box)
{
    const lb_page_value *people = lb_page_squares_value(squares, "population");
    for (size_t i = 0; squares->class_of && i < squares->count; i++) {
        double x = squares->square[i].e + squares->square[i].size / 2.0;
        double y = squares->square[i].n + squares->square[i].size / 2.0;
        if (squares->class_of[i] != squares->classes ||
            find_feature(&c->area_shapes, area_box, x, y) != SIZE_MAX)
            continue;
        size_t lpo = find_feature(&c->lpo_shapes, lpo_box, x, y);
        if (lpo == SIZE_MAX)
            continue;
        c->lpo[lpo].worst_squares++;
        if (people && !isnan(people->of[i]))
            c->lpo[lpo].worst_people += people->of[i];
    }
}

static lb_status count_of_grid(lb_collection *c, const lb_page_grid *grid, lb_error *err)
{
    if (grid->crs && strcmp(grid->crs, c->crs) != 0)
        return lb_error_set(err, LB_E_INPUT, "%s: is in %s, the collection in %s; give --crs %s",
                            c->config.grid, grid->crs, c->crs, grid->crs);
    lb_box *lpo_box = list_boxes(&c->lpo_shapes), *area_box = list_boxes(&c->area_shapes);
    bool good = lpo_box && area_box;
    if (good)
        count_squares(c, &grid->squares, lpo_box, area_box);
    free(lpo_box);
    free(area_box);
    return good ? LB_OK : lb_error_memory(err);
}

lb_status lb_worst_squares_count(lb_collection *c, lb_error *err)
{
    lb_own_job own;
    lb_page_grid grid = {.crs = NULL};
    lb_recipe recipe;
    bool found = false;
    const lb_job *job = lb_command_job(&lb_intake_command, c->options, c->job, &own);
    LB_TRY(lb_grid_recipe_read(c->config.grid, job, &found, &recipe, err));
    if (!found)
        LB_TRY(lb_recipe_load(NULL, job, &recipe, err));
    lb_status status = lb_page_grid_read(c->config.grid, &recipe, job, &grid, err);
    if (status == LB_OK)
        status = count_of_grid(c, &grid, err);
    lb_page_grid_clear(&grid);
    lb_recipe_clear(&recipe);
    return status;
}
