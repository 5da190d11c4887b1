/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/try.h"
#include "commands/before_after/event_grounds.h"

void lb_event_grounds_clear(lb_event_grounds *g)
{
    lb_locator_free(g->areas);
    lb_locator_free(g->controls);
    lb_boundary_index_free(g->areas_border);
    lb_boundary_index_free(g->controls_border);
    *g = (lb_event_grounds){.areas = NULL};
}

static lb_status make_parts(const lb_shapes *areas, const lb_shapes *controls, double ring,
                            lb_event_grounds *g)
{
    LB_TRY(lb_locator_new(areas, NULL, 1, &g->areas));
    if (ring > 0)
        LB_TRY(lb_boundary_index_new(areas, ring, 1, &g->areas_border));
    if (!controls)
        return LB_OK;
    LB_TRY(lb_locator_new(controls, NULL, 1, &g->controls));
    return ring > 0 ? lb_boundary_index_new(controls, ring, 1, &g->controls_border) : LB_OK;
}

lb_status lb_event_grounds_make(const lb_shapes *areas, const lb_shapes *controls, double ring,
                                const bool *compared, lb_event_grounds *out)
{
    lb_event_grounds g = {.compared = compared};
    lb_status status = make_parts(areas, controls, ring, &g);
    LB_HAND_OVER(status, g, out, lb_event_grounds_clear);
}

/* In an area that is compared? *any: in one at all. */
static bool is_treated(const lb_event_grounds *g, double x, double y, bool *any)
{
    return lb_locator_finds_chosen(g->areas, x, y, g->compared, any);
}

/* compared NULL: the ring is round all of them. */
static bool is_in_ring(const lb_boundary_index *border, double x, double y, const bool *compared)
{
    return border && lb_boundary_index_finds_chosen(border, x, y, compared);
}

uint8_t lb_event_ground_at(const lb_event_grounds *g, double x, double y)
{
    bool any;
    size_t ignored;
    if (is_treated(g, x, y, &any))
        return LB_TREATED;
    if (any)
        return LB_GROUNDS;
    if (g->controls && lb_locator_find(g->controls, x, y, &ignored, 1) > 0)
        return LB_CONTROL;
    if (is_in_ring(g->areas_border, x, y, g->compared))
        return LB_RING;
    return is_in_ring(g->controls_border, x, y, NULL) ? LB_RING_CONTROL : LB_GROUNDS;
}

lb_status lb_event_grounds_reserve_ring(const lb_shapes *areas, double ring,
                                        const lb_event_support *support, bool *reserved)
{
    lb_boundary_index *border;
    LB_TRY(lb_boundary_index_new(
        areas, ring + hypot(support->grid.grid.dx, support->grid.grid.dy) / 2, 1, &border));
    for (size_t i = 0; i < support->grid.cells; i++) {
        double x, y;
        lb_event_support_centre(support, i, &x, &y);
        reserved[i] = lb_boundary_index_finds_chosen(border, x, y, NULL);
    }
    lb_boundary_index_free(border);
    return LB_OK;
}
