/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In area_of while areas grow: -1 none, -2 in a component without a core, else the component's
 * first cell, which makes room for no table of components. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "base/try.h"
#include "kernel/suggest/area_growth.h"

enum { NO_AREA = -1 };

typedef struct growth {
    const lb_square_lattice *lattice;
    const double *score, *people; /* [cells] */
    const lb_growth_rule *rule;
    uint32_t *stack;    /* [cells]: cells whose neighbours are looked at */
    int32_t *area_of;   /* [cells]: a cell of the area, at the end its number; or NO_AREA */
    int own_neighbours; /* of an area's cells: 4 or 8 */
} growth;

void lb_growth_memory_clear(lb_growth_memory *memory)
{
    free(memory->stack);
    memory->stack = NULL;
}

/* Marks the component of a cell with `mark`; area_of is `from` in cells that can be in it. Returns
 * whether one of its cells is a core. */
static bool mark_component(growth *g, uint32_t cell, int32_t from, int32_t mark)
{
    size_t top = 0;
    bool core = false;
    g->stack[top++] = cell;
    g->area_of[cell] = mark;
    while (top > 0) {
        uint32_t at = g->stack[--top];
        core |= g->score[at] >= g->rule->high;
        for (int k = 0; k < g->own_neighbours; k++) {
            uint32_t next = g->lattice->neighbour[at][k];
            if (next == LB_NO_CELL || g->area_of[next] != from || !(g->score[next] >= g->rule->low))
                continue;
            g->area_of[next] = mark;
            g->stack[top++] = next;
        }
    }
    return core;
}

/* Components, the coreless ones left with no area. Cells before `cell` are all decided. */
static void mark_components(growth *g)
{
    size_t cells = g->lattice->rows.count;
    for (size_t i = 0; i < cells; i++)
        g->area_of[i] = NO_AREA;
    for (size_t i = 0; i < cells; i++) {
        if (g->area_of[i] != NO_AREA || !(g->score[i] >= g->rule->low))
            continue;
        if (!mark_component(g, (uint32_t)i, NO_AREA, (int32_t)i))
            mark_component(g, (uint32_t)i, (int32_t)i, NO_AREA - 1);
    }
    for (size_t i = 0; i < cells; i++)
        if (g->area_of[i] < NO_AREA)
            g->area_of[i] = NO_AREA;
}

static bool is_among(const uint32_t *cell, size_t n, uint32_t wanted)
{
    for (size_t i = 0; i < n; i++)
        if (cell[i] == wanted)
            return true;
    return false;
}

/* The connected component of cells outside the area that `start` is in: how many, 0 where they are
 * more than a hole has. Outside is connected the other way than the area: by corners too where the
 * area is by sides alone. */
static size_t find_hole(const growth *g, uint32_t start, int32_t area,
                        uint32_t hole[LB_HOLE_CELLS_MAX])
{
    size_t n = 1;
    hole[0] = start;
    for (size_t at = 0; at < n; at++)
        for (int k = 0; k < (g->rule->queen ? 4 : 8); k++) {
            uint32_t next = g->lattice->neighbour[hole[at]][k];
            if (next == LB_NO_CELL)
                return 0;
            if (g->area_of[next] == area || is_among(hole, n, next))
                continue;
            if (n == LB_HOLE_CELLS_MAX)
                return 0;
            hole[n++] = next;
        }
    return n;
}

/* From each cell of an area, look at the cells beside it that are not of the area: their
 * connected component is a hole, or is found to be too large after a few steps. */
static void fill_holes(growth *g)
{
    uint32_t hole[LB_HOLE_CELLS_MAX];
    for (size_t i = 0; i < g->lattice->rows.count; i++) {
        int32_t area = g->area_of[i];
        for (int k = 0; area != NO_AREA && k < 8; k++) {
            uint32_t next = g->lattice->neighbour[i][k];
            if (next == LB_NO_CELL || g->area_of[next] == area)
                continue;
            for (size_t n = find_hole(g, next, area, hole); n > 0; n--)
                g->area_of[hole[n - 1]] = area;
        }
    }
}

/* Below the high threshold, or without a score, with at most one neighbour in its area. */
static bool is_tail(const growth *g, uint32_t cell)
{
    int neighbours = 0;
    if (g->area_of[cell] == NO_AREA || g->score[cell] >= g->rule->high)
        return false;
    for (int k = 0; k < g->own_neighbours; k++) {
        uint32_t next = g->lattice->neighbour[cell][k];
        neighbours += next != LB_NO_CELL && g->area_of[next] == g->area_of[cell];
    }
    return neighbours <= 1;
}

/* Cuts a tail from its end, as long as what is left is one. */
static void cut_tail(growth *g, uint32_t cell)
{
    while (cell != LB_NO_CELL && is_tail(g, cell)) {
        int32_t area = g->area_of[cell];
        uint32_t rest = LB_NO_CELL;
        for (int k = 0; k < g->own_neighbours; k++) {
            uint32_t next = g->lattice->neighbour[cell][k];
            if (next != LB_NO_CELL && g->area_of[next] == area)
                rest = next;
        }
        g->area_of[cell] = NO_AREA;
        cell = rest;
    }
}

/* Populated squares and people of each area, by its mark. */
typedef struct area_size {
    size_t squares;
    lb_sum people;
    int32_t number;
} area_size;

/* Numbers the areas that are large enough by their first cell. A mark is a cell's number, but its
 * cell may have been cut. */
static lb_status number_areas(growth *g, size_t *areas)
{
    size_t cells = g->lattice->rows.count, n = 0;
    area_size *size = calloc(cells + 1, sizeof *size);
    if (!size)
        return LB_E_MEMORY;
    for (size_t i = 0; i < cells; i++) {
        if (g->area_of[i] == NO_AREA || !(g->people[i] > 0))
            continue;
        size[g->area_of[i]].squares++;
        lb_sum_add(&size[g->area_of[i]].people, g->people[i]);
    }
    for (size_t i = 0; i < cells; i++)
        size[i].number = NO_AREA - 1;
    for (size_t i = 0; i < cells; i++) {
        if (g->area_of[i] == NO_AREA)
            continue;
        area_size *s = &size[g->area_of[i]];
        bool kept = s->squares >= g->rule->min_squares && s->squares > 0 &&
                    lb_sum_value(s->people) >= g->rule->min_people;
        if (s->number < NO_AREA)
            s->number = kept ? (int32_t)n++ : NO_AREA;
        g->area_of[i] = s->number;
    }
    free(size);
    *areas = n;
    return LB_OK;
}

/* Components of cells that pass, then their holes, then thin tails, then areas that are too
 * small; the stack is kept in `memory` over calls, so that many thresholds need one allocation. */
lb_status lb_areas_grow(const lb_square_lattice *lattice, const double *score, const double *people,
                        const lb_growth_rule *rule, lb_growth_memory *memory, int32_t *area_of,
                        size_t *areas)
{
    growth g = {.lattice = lattice,
                .score = score,
                .people = people,
                .rule = rule,
                .area_of = area_of,
                .own_neighbours = rule->queen ? 8 : 4};
    if (!memory->stack)
        memory->stack = malloc((lattice->rows.count + 1) * sizeof *memory->stack);
    if (!memory->stack)
        return LB_E_MEMORY;
    g.stack = memory->stack;
    mark_components(&g);
    fill_holes(&g);
    for (size_t i = 0; i < lattice->rows.count; i++)
        cut_tail(&g, (uint32_t)i);
    return number_areas(&g, areas);
}
