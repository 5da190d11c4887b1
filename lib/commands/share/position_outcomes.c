/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which areas count differs by day, and by split the area that a link names is no area of its own
 * but an addition to all places. Events for which the same areas count are one group, whose borders
 * between grounds are walked once; those of linked areas near their events alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/threads.h"
#include "base/try.h"
#include "commands/share/position_outcomes.h"
#include "commands/share/validity_periods.h"
#include "kernel/overlap/ground_chances.h"

enum { FEW_EVENTS = 32, PLACES_AT_ONCE = 1024, PIECES_AT_ONCE = 1 << 24 /* 640 MB */ };

static const double reach_sigmas = 8.1; /* of probabilities, and of places moved */

void lb_position_outcomes_clear(lb_position_outcomes *o)
{
    lb_category_credit_clear(&o->credits);
    free(o->event);
    free(o->outcome);
    o->event = NULL;
    o->outcome = NULL;
    o->events = o->event_capacity = o->outcomes = o->outcome_capacity = 0;
}

bool lb_position_outcomes_add(lb_position_outcomes *o, const lb_share_event *e)
{
    const lb_share_set *set = o->set;
    size_t valid = 0;
    if (set->times.limited)
        valid = e->dated ? (size_t)(lb_validity_period_at(set, true, e->event->day) - set->valid)
                         : set->n_valid;
    if (!lb_array_reserve(&o->event, &o->event_capacity, o->events + 1, sizeof *o->event))
        return false;
    o->event[o->events++] = (lb_doubtful_event){
        .x = e->event->x, .y = e->event->y, .linked = e->linked, .valid = (uint32_t)valid};
    return true;
}

/* Groups --------------------------------------------------------------------------------------- */

/* An event in the order of groups and places. */
typedef struct placed_event {
    uint32_t valid;
    size_t without; /* the linked area, which does not count as one; SIZE_MAX: all do */
    size_t added;   /* the category of the linked area, which counts everywhere; SIZE_MAX: none */
    double x, y;
    lb_doubtful_event *event;
} placed_event;

static int compare_groups(const placed_event *p, const placed_event *q)
{
    LB_COMPARE(p->valid, q->valid);
    LB_COMPARE(p->without, q->without);
    return 0;
}

static int compare_places(const placed_event *p, const placed_event *q)
{
    int order = compare_groups(p, q);
    if (order != 0)
        return order;
    LB_COMPARE(p->x, q->x);
    LB_COMPARE(p->y, q->y);
    LB_COMPARE(p->added, q->added);
    return 0;
}

static int compare_placed(const void *a, const void *b)
{
    return compare_places(a, b);
}

static bool is_within(lb_box box, double x, double y, double reach)
{
    return x >= box.xmin - reach && x <= box.xmax + reach && y >= box.ymin - reach &&
           y <= box.ymax + reach;
}

/* By the other rules it does not matter how many areas of a category there are. */
static placed_event place_event(const lb_position_outcomes *o, lb_doubtful_event *e)
{
    placed_event p = {e->valid, SIZE_MAX, SIZE_MAX, e->x, e->y, e};
    if (e->linked == SIZE_MAX)
        return p;
    p.added = o->set->areas.category[e->linked];
    if (o->in->options->overlap == LB_OVERLAP_SPLIT && o->set->n_categories > 1 &&
        is_within(lb_shapes_box(&o->set->areas.shapes, e->linked), e->x, e->y,
                  reach_sigmas * o->in->sigma))
        p.without = e->linked;
    return p;
}

/* Events for which the same areas count. */
typedef struct event_group {
    lb_position_outcomes *of;
    size_t *category; /* [areas]: as lb_ground_request has it */
    size_t **kind_of; /* [n_categories + 1] by what is added, the last nothing: [keys], credits of
                       * keys; NULL: no event asks for it */
    lb_ground_borders borders;
    placed_event *event; /* [events] */
    size_t events;
    int threads; /* 1 for few events of a linked area: others would only be waited for */
} event_group;

/* Of all areas of a validity period. */
static void find_categories(const lb_share_set *set, uint32_t valid, size_t *category)
{
    bool dated = valid < set->n_valid;
    int64_t day = dated ? set->valid[valid].from : 0;
    for (size_t i = 0; i < set->areas.shapes.count; i++)
        category[i] =
            lb_area_valid_on(&set->times, i, dated, day) ? set->areas.category[i] : SIZE_MAX;
}

/* What is within reach of its events; all is for the groups of all areas. */
static lb_box window_of(const event_group *g)
{
    lb_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double reach = reach_sigmas * g->of->in->sigma;
    for (size_t i = 0; i < g->events; i++) {
        box.xmin = fmin(box.xmin, g->event[i].x - reach);
        box.ymin = fmin(box.ymin, g->event[i].y - reach);
        box.xmax = fmax(box.xmax, g->event[i].x + reach);
        box.ymax = fmax(box.ymax, g->event[i].y + reach);
    }
    return box;
}

/* Credits ---------------------------------------------------------------------------------------
 */

/* The credit of a ground in count[c] areas of each category c and one more of `added`. */
static size_t credit_of(event_group *g, const uint32_t *count, size_t added, size_t *category)
{
    size_t n = 0;
    for (size_t c = 0; c < g->of->set->n_categories; c++)
        for (uint32_t k = 0; k < count[c]; k++)
            category[n++] = c;
    if (added != SIZE_MAX)
        category[n++] = added;
    return lb_category_credit_find(&g->of->credits, category, n);
}

static size_t sum_counts(const uint32_t *count, size_t n)
{
    size_t sum = 0;
    for (size_t c = 0; c < n; c++)
        sum += count[c];
    return sum;
}

/* The credits of all keys, for the category that is added. */
static bool find_credits(event_group *g, size_t added)
{
    const lb_ground_keys *keys = &g->borders.keys;
    size_t **kind_of = &g->kind_of[added == SIZE_MAX ? keys->categories : added];
    size_t *category = NULL, room = 0;
    bool good = true;
    if (*kind_of)
        return true;
    *kind_of = malloc((keys->keys + 1) * sizeof **kind_of);
    good = *kind_of != NULL;
    for (uint32_t k = 0; good && k < keys->keys; k++) {
        const uint32_t *count = lb_ground_keys_count(keys, k);
        size_t n = sum_counts(count, keys->categories) + 1;
        good = lb_array_reserve(&category, &room, n, sizeof *category);
        (*kind_of)[k] = good ? credit_of(g, count, added, category) : SIZE_MAX;
        good = (*kind_of)[k] != SIZE_MAX;
    }
    free(category);
    return good;
}

/* Outcomes ------------------------------------------------------------------------------------- */

/* One thread's work. */
typedef struct outcome_search {
    event_group *group;
    size_t added; /* of the event at hand */
    size_t *area; /* [room]: that hold its place, then their categories */
    size_t room;
    lb_ground_chances chances;
    lb_position_outcome *outcome; /* [outcomes] */
    size_t outcomes, capacity;
    size_t joined; /* where they are among those of all */
} outcome_search;

/* The credit at a place. SIZE_MAX: out of memory. */
static size_t locate_credit(void *udata, double x, double y)
{
    outcome_search *s = udata;
    const lb_locator *locator = s->group->of->set->locator;
    size_t n = 0, credit, found = lb_locator_find(locator, x, y, s->area, s->room);
    if (found + 1 > s->room) {
        if (!lb_array_reserve(&s->area, &s->room, found + 1, sizeof *s->area))
            return SIZE_MAX;
        found = lb_locator_find(locator, x, y, s->area, s->room);
    }
    for (size_t k = 0; k < found; k++) {
        size_t category = s->group->category[s->area[k]];
        s->area[n] = category;
        n += category != SIZE_MAX;
    }
    if (s->added != SIZE_MAX)
        s->area[n++] = s->added;
#pragma omp critical(position_credits)
    credit = lb_category_credit_find(&s->group->of->credits, s->area, n);
    return credit;
}

static bool find_outcomes(outcome_search *s, const placed_event *p, size_t kinds)
{
    event_group *g = s->group;
    lb_ground_chances *c = &s->chances;
    s->added = p->added;
    lb_ground_places places = {
        .borders = &g->borders,
        .kind = g->kind_of[p->added == SIZE_MAX ? g->borders.keys.categories : p->added],
        .kinds = kinds,
        .sigma = g->of->in->sigma,
        .locate = locate_credit,
        .udata = s};
    if (lb_ground_chances_find(c, &places, (const double[]){p->x, p->y}) != LB_OK ||
        !lb_array_reserve(&s->outcome, &s->capacity, s->outcomes + c->count, sizeof *s->outcome))
        return false;
    p->event->first = s->outcomes;
    p->event->n = (uint32_t)c->count;
    for (size_t i = 0; i < c->count; i++)
        s->outcome[s->outcomes++] = (lb_position_outcome){c->item[i].probability, c->item[i].kind};
    return true;
}

/* Appends what a thread has found to the outcomes of all. */
static bool join_outcomes(lb_position_outcomes *o, outcome_search *s)
{
    if (!lb_array_reserve(&o->outcome, &o->outcome_capacity, o->outcomes + s->outcomes,
                          sizeof *o->outcome))
        return false;
    if (s->outcomes > 0)
        memcpy(o->outcome + o->outcomes, s->outcome, s->outcomes * sizeof *s->outcome);
    s->joined = o->outcomes;
    o->outcomes += s->outcomes;
    s->outcomes = 0;
    return true;
}

/* The outcomes at some places, which threads share. place: the first event at each. */
static bool search_places(event_group *g, outcome_search *search, const size_t *place,
                          size_t places)
{
    bool good = true;
    size_t kinds = g->of->credits.count;
    int threads = g->threads, thread_of[PLACES_AT_ONCE];
#pragma omp parallel for num_threads(threads) schedule(dynamic, 16) reduction(&& : good)
    for (size_t i = 0; i < places; i++) {
        thread_of[i] = lb_thread_index();
        good = good && find_outcomes(&search[thread_of[i]], &g->event[place[i]], kinds);
    }
    for (int t = 0; t < threads && good; t++)
        good = join_outcomes(g->of, &search[t]);
    for (size_t i = 0; i < places && good; i++)
        g->event[place[i]].event->first += search[thread_of[i]].joined;
    return good;
}

static bool search_all_places(event_group *g, outcome_search *search, const size_t *place,
                              size_t places)
{
    bool good = true;
    for (size_t i = 0; i < places && good; i += PLACES_AT_ONCE)
        good = search_places(g, search, place + i,
                             places - i < PLACES_AT_ONCE ? places - i : PLACES_AT_ONCE);
    return good;
}

static bool search_group(event_group *g)
{
    int threads = g->threads;
    size_t places = 0, *place = malloc((g->events + 1) * sizeof *place);
    outcome_search *search = calloc((size_t)threads, sizeof *search);
    bool good = place && search;
    for (size_t i = 0; good && i < g->events; i++) {
        if (i == 0 || compare_places(&g->event[i - 1], &g->event[i]) != 0)
            place[places++] = i;
        good = find_credits(g, g->event[i].added);
    }
    for (int t = 0; search && t < threads; t++)
        search[t].group = g;
    good = good && search_all_places(g, search, place, places);
    for (size_t i = 1; good && i < g->events; i++)
        if (compare_places(&g->event[i - 1], &g->event[i]) == 0) {
            g->event[i].event->first = g->event[i - 1].event->first;
            g->event[i].event->n = g->event[i - 1].event->n;
        }
    for (int t = 0; search && t < threads; t++) {
        lb_ground_chances_clear(&search[t].chances);
        free(search[t].area);
        free(search[t].outcome);
    }
    free(search);
    free(place);
    return good;
}

/* category: of all areas of the period. */
static lb_status find_group(lb_position_outcomes *o, const lb_overlap *overlap, size_t *category,
                            placed_event *event, size_t n)
{
    size_t categories = o->set->n_categories, without = event->without;
    int threads = without != SIZE_MAX && n < FEW_EVENTS ? 1 : lb_thread_count(o->in->job->threads);
    event_group g = {
        .of = o, .category = category, .event = event, .events = n, .threads = threads};
    lb_box window = window_of(&g);
    lb_ground_request request = {category, categories, o->in->options->overlap, &window, threads};
    size_t own = without != SIZE_MAX ? category[without] : 0;
    g.kind_of = calloc(categories + 1, sizeof *g.kind_of);
    if (!g.kind_of)
        return LB_E_MEMORY;
    if (without != SIZE_MAX)
        category[without] = SIZE_MAX;
    lb_status status = lb_ground_borders_find(overlap, &request, &g.borders);
    if (status == LB_OK && !search_group(&g))
        status = LB_E_MEMORY;
    if (without != SIZE_MAX)
        category[without] = own;
    for (size_t c = 0; c <= categories; c++)
        free(g.kind_of[c]);
    free(g.kind_of);
    lb_ground_borders_clear(&g.borders);
    return status;
}

/* How many parts events of one group are cut into, from west to east, so that the pieces of borders
 * near each take no more memory than so many. */
static lb_status count_parts(const lb_overlap *overlap, size_t *parts)
{
    double crossings;
    LB_TRY(lb_overlap_estimate_crossings(overlap, &crossings));
    double pieces = crossings + (double)lb_shapes_vertices(overlap->runs.shapes);
    *parts = (size_t)(pieces / PIECES_AT_ONCE) + 1;
    return LB_OK;
}

static lb_status find_groups(lb_position_outcomes *o, const lb_overlap *overlap, size_t *category,
                             placed_event *event)
{
    size_t parts = 1;
    LB_TRY(count_parts(overlap, &parts));
    for (size_t first = 0, end; first < o->events; first = end) {
        if (first == 0 || event[first].valid != event[first - 1].valid)
            find_categories(o->set, event[first].valid, category);
        for (end = first + 1; end < o->events && compare_groups(&event[first], &event[end]) == 0;)
            end++;
        size_t n = end - first;
        for (size_t k = 0, from = 0; k < parts; k++, from = n * k / parts)
            if (n * (k + 1) / parts > from)
                LB_TRY(find_group(o, overlap, category, event + first + from,
                                  n * (k + 1) / parts - from));
    }
    return LB_OK;
}

static lb_status find_all(lb_position_outcomes *o, placed_event *event)
{
    lb_overlap overlap;
    LB_TRY(lb_overlap_init(&overlap, &o->set->areas.shapes, 0, o->in->job->threads));
    size_t *category = malloc((o->set->areas.shapes.count + 1) * sizeof *category);
    lb_status status = category ? find_groups(o, &overlap, category, event) : LB_E_MEMORY;
    free(category);
    lb_overlap_clear(&overlap);
    return status;
}

/* Order ---------------------------------------------------------------------------------------- */

static int compare_outcomes(const void *a, const void *b)
{
    const lb_position_outcome *p = a, *q = b;
    LB_COMPARE(p->credit, q->credit);
    return 0;
}

/* Sorts the outcomes of one place and adds up their probabilities. Events at one place share them:
 * the last of more than one, which is below 1, shows whether it has been done. */
static void add_up(lb_position_outcome *o, size_t n)
{
    double sum = 0;
    if (!(n > 1 && o[n - 1].until < 1))
        return;
    qsort(o, n, sizeof *o, compare_outcomes);
    for (size_t i = 0; i < n; i++)
        o[i].until = sum += o[i].until;
    o[n - 1].until = 1;
}

/* Numbers credits by what they are, and sorts each place's outcomes by them. */
static bool sort_outcomes(lb_position_outcomes *o)
{
    size_t *number = lb_category_credit_sort(&o->credits);
    if (!number)
        return false;
    for (size_t i = 0; i < o->outcomes; i++)
        o->outcome[i].credit = number[o->outcome[i].credit];
    free(number);
    for (size_t i = 0; i < o->events; i++)
        add_up(o->outcome + o->event[i].first, o->event[i].n);
    return true;
}

lb_status lb_position_outcomes_find(lb_position_outcomes *o, lb_error *err)
{
    placed_event *event = malloc((o->events + 1) * sizeof *event);
    lb_status status =
        event ? lb_category_credit_init(&o->credits, o->set->n_categories, o->in->options->overlap)
              : LB_E_MEMORY;
    if (status == LB_OK && o->events > 0) {
        for (size_t i = 0; i < o->events; i++)
            event[i] = place_event(o, &o->event[i]);
        qsort(event, o->events, sizeof *event, compare_placed);
        status = find_all(o, event);
    }
    free(event);
    if (status == LB_OK && !sort_outcomes(o))
        status = LB_E_MEMORY;
    return status == LB_OK ? LB_OK : lb_error_set(err, status, "%s", lb_status_text(status));
}
