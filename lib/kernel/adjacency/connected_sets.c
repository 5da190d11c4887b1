/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each connected set once (Wernicke 2006): a set grows from its first zone by zones after that one,
 * and only by such neighbours of the newest zone as no older zone had. Zones are taken by falling
 * area, so that a set whose area is beyond the target soon ends, and what the next zones could add
 * is known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lagesbild/equivalent.h>

#include "base/array.h"

static const double examined_max = 5e8;

typedef struct set_search {
    const lb_zone_graph *graph;
    const lb_connected_options *options;
    size_t *order;   /* [zones]: by falling area; the zone `with` first */
    size_t *rank;    /* [zones]: place in order */
    double *largest; /* [zones + 1]: area of all zones of order before this place */
    size_t *touched; /* [zones]: how many zones of the set it is or adjoins */
    size_t *pending; /* [max_zones][zones]: candidates at each depth */
    size_t member[LB_CONNECTED_ZONES_MAX], members;
    double area;           /* of the members, in the unit of the graph */
    lb_connected_set *set; /* the nearest so far, in order */
    double *compactness;   /* [top], of those */
    size_t found;
    double examined; /* sets so far; a double, as there may be more than 2^32 */
} set_search;

static double error_of(const set_search *s, double area)
{
    return fabs(area - s->options->target);
}

/* Perimeter^2 over area of the set: shared borders are inside. 0: perimeters are not known. */
static double compactness_of(const set_search *s, const lb_connected_set *set)
{
    const lb_zone_graph *g = s->graph;
    double perimeter = 0;
    if (!g->perimeter)
        return 0;
    for (size_t i = 0; i < set->zones; i++) {
        size_t zone = set->zone[i];
        perimeter += g->perimeter[zone];
        for (size_t k = g->first[zone]; k < g->first[zone + 1]; k++)
            for (size_t j = 0; j < set->zones; j++)
                perimeter -= set->zone[j] == g->neighbour[k] ? g->shared[k] : 0;
    }
    return perimeter * perimeter / set->area;
}

/* Is set a, of that compactness, to stand before set b? */
static bool is_nearer(const set_search *s, const lb_connected_set *a, double compact_a,
                      const lb_connected_set *b, double compact_b)
{
    double difference = error_of(s, a->area) - error_of(s, b->area);
    if (difference != 0)
        return difference < 0;
    if (a->zones != b->zones)
        return a->zones < b->zones;
    if (compact_a != compact_b)
        return compact_a < compact_b;
    for (size_t i = 0; i < a->zones; i++)
        if (a->zone[i] != b->zone[i])
            return a->zone[i] < b->zone[i];
    return false;
}

/* The present set with its zones ascending and its area summed in that order, so that it does not
 * depend on how the set was reached. */
static lb_connected_set present_set(const set_search *s)
{
    lb_connected_set set = {.zones = s->members};
    for (size_t i = 0; i < s->members; i++) {
        size_t at = i;
        for (; at > 0 && set.zone[at - 1] > s->member[i]; at--)
            set.zone[at] = set.zone[at - 1];
        set.zone[at] = s->member[i];
    }
    for (size_t i = 0; i < set.zones; i++)
        set.area += s->graph->area[set.zone[i]];
    return set;
}

/* Keeps the present set if it is among the nearest. */
static void examine_set(set_search *s)
{
    size_t top = s->options->top, at = s->found;
    s->examined++;
    if (s->found == top && error_of(s, s->area) > error_of(s, s->set[top - 1].area) * (1 + 1e-9))
        return;
    lb_connected_set set = present_set(s);
    double compactness = compactness_of(s, &set);
    while (at > 0 && is_nearer(s, &set, compactness, &s->set[at - 1], s->compactness[at - 1]))
        at--;
    if (at == top)
        return;
    s->found += s->found < top;
    size_t moved = s->found - 1 - at;
    memmove(&s->set[at + 1], &s->set[at], moved * sizeof *s->set);
    memmove(&s->compactness[at + 1], &s->compactness[at], moved * sizeof *s->compactness);
    s->set[at] = set;
    s->compactness[at] = compactness;
}

/* How far from the target a set may be to matter; rounding of sums is allowed for. */
static double error_limit(const set_search *s)
{
    return s->found < s->options->top
               ? INFINITY
               : error_of(s, s->set[s->found - 1].area) + 1e-9 * s->options->target;
}

/* May a set that grows from here, by zones behind `root` in order, come near enough? */
static bool can_matter(const set_search *s, size_t root)
{
    size_t more = s->options->max_zones - s->members, last = root + 1 + more;
    double limit = error_limit(s);
    if (last > s->graph->zones)
        last = s->graph->zones;
    return s->area - s->options->target <= limit &&
           s->options->target - (s->area + s->largest[last] - s->largest[root + 1]) <= limit;
}

static void touch_zone(set_search *s, size_t zone, int by)
{
    const lb_zone_graph *g = s->graph;
    s->touched[zone] += (size_t)by;
    for (size_t k = g->first[zone]; k < g->first[zone + 1]; k++)
        s->touched[g->neighbour[k]] += (size_t)by;
}

static void grow_set(set_search *s, size_t root, size_t candidates);

/* Adds the zone with its own new candidates behind the `candidates` of this depth, grows the set,
 * and takes the zone away again. */
static void grow_by(set_search *s, size_t root, size_t zone, size_t candidates)
{
    const lb_zone_graph *g = s->graph;
    size_t *pending = &s->pending[(s->members - 1) * g->zones], *next = pending + g->zones;
    size_t n = candidates;
    bool deeper = s->members + 1 < s->options->max_zones;
    if (deeper) {
        memcpy(next, pending, candidates * sizeof *next);
        for (size_t k = g->first[zone]; k < g->first[zone + 1]; k++) {
            size_t other = g->neighbour[k];
            if (s->touched[other] == 0 && s->rank[other] > root)
                next[n++] = other;
        }
    }
    s->member[s->members++] = zone;
    s->area += g->area[zone];
    touch_zone(s, zone, 1);
    grow_set(s, root, deeper ? n : 0);
    touch_zone(s, zone, -1);
    s->area -= g->area[zone];
    s->members--;
}

/* Depth is at most max_zones. */
static void grow_set(set_search *s, size_t root, size_t candidates)
{
    examine_set(s);
    size_t *pending = &s->pending[(s->members - 1) * s->graph->zones];
    while (candidates > 0 && s->members < s->options->max_zones && can_matter(s, root) &&
           s->examined < examined_max) {
        size_t zone = pending[--candidates];
        grow_by(s, root, zone, candidates);
    }
}

static void grow_from(set_search *s, size_t root)
{
    const lb_zone_graph *g = s->graph;
    size_t zone = s->order[root], n = 0;
    s->members = 1;
    s->member[0] = zone;
    s->area = g->area[zone];
    for (size_t k = g->first[zone]; k < g->first[zone + 1]; k++)
        if (s->rank[g->neighbour[k]] > root)
            s->pending[n++] = g->neighbour[k];
    touch_zone(s, zone, 1);
    grow_set(s, root, n);
    touch_zone(s, zone, -1);
}

/* Square metres of a zone, for sorting. */
typedef struct zone_area {
    double area;
    size_t zone;
} zone_area;

static int by_falling_area(const void *a, const void *b)
{
    const zone_area *x = a, *y = b;
    LB_COMPARE(y->area, x->area);
    return (x->zone > y->zone) - (x->zone < y->zone);
}

/* Zones by falling area, but `with` first, which stands for no addition. */
static bool order_zones(set_search *s)
{
    size_t n = s->graph->zones;
    zone_area *sorted = calloc(n + 1, sizeof *sorted);
    for (size_t i = 0; sorted && i < n; i++)
        sorted[i] = (zone_area){i == s->options->with ? INFINITY : s->graph->area[i], i};
    if (!sorted)
        return false;
    qsort(sorted, n, sizeof *sorted, by_falling_area);
    for (size_t i = 0; i < n; i++) {
        s->order[i] = sorted[i].zone;
        s->rank[sorted[i].zone] = i;
        s->largest[i + 1] = s->largest[i] + s->graph->area[sorted[i].zone];
    }
    free(sorted);
    return true;
}

/* Each set is enumerated from its first zone in the order of falling area, so once; with
 * `--with` only from that zone, which then comes first. More than examined_max sets are
 * LB_E_INPUT. */
static lb_status search_sets(set_search *s)
{
    size_t n = s->graph->zones, roots = s->options->with == SIZE_MAX ? n : 1;
    s->order = calloc(n + 1, sizeof *s->order);
    s->rank = calloc(n + 1, sizeof *s->rank);
    s->largest = calloc(n + 2, sizeof *s->largest);
    s->touched = calloc(n + 1, sizeof *s->touched);
    s->pending = calloc(n * s->options->max_zones + 1, sizeof *s->pending);
    s->compactness = calloc(s->options->top + 1, sizeof *s->compactness);
    if (!s->order || !s->rank || !s->largest || !s->touched || !s->pending || !s->compactness ||
        !order_zones(s))
        return LB_E_MEMORY;
    for (size_t root = 0; root < roots && s->examined < examined_max; root++)
        grow_from(s, root);
    return s->examined < examined_max ? LB_OK : LB_E_INPUT;
}

/* *examined is set also on LB_E_INPUT, so that the caller can say how many sets there were. */
lb_status lb_connected_sets_nearest(const lb_zone_graph *graph, const lb_connected_options *options,
                                    lb_connected_set *set, size_t *found, double *examined)
{
    set_search s = {.graph = graph, .options = options, .set = set};
    lb_status status = options->top > 0 ? search_sets(&s) : LB_OK;
    *found = s.found;
    *examined = s.examined;
    free(s.order);
    free(s.rank);
    free(s.largest);
    free(s.touched);
    free(s.pending);
    free(s.compactness);
    return status;
}
