/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "base/sum.h"
#include "kernel/disclosure/suppress_nested.h"

/* Ways to share a whole out that are tried, at most; and how deep. */
enum { MOST_TRIES = 2000, MOST_DEPTH = 200 };

typedef struct whole {
    size_t row;
    lb_span span;
} whole;

static double fraction_at(const whole *w, size_t i)
{
    return lb_guard_fraction(w->span.kind, w->span.share[i].fraction);
}

/* A shown area that may be a part of the whole, going by one cell. */
static bool may_be_part(const lb_guard_state *a, const whole *w, lb_meeting meeting, double room)
{
    return a->kept[lb_guard_root(a, meeting.area)] && !a->chosen[meeting.area] &&
           meeting.area != w->row &&
           (meeting.fraction < room || lb_guard_same(meeting.fraction, room));
}

/* Do others cover a cell whose square holds more than few? If not, what is left is not few. */
static bool may_be_filled(const lb_guard_state *a, const whole *w)
{
    size_t cell = a->key_cell[w->row];
    if (cell == SIZE_MAX)
        return true;
    if (w->span.kind == LB_ROW_GRID && a->rows.degree[cell] == 0)
        return false;
    double fraction = lb_guard_fraction_of(w->span, cell), sum = 0;
    for (size_t m = a->key.first[cell]; m < a->key.first[cell + 1]; m++)
        if (may_be_part(a, w, a->key.meeting[m], fraction))
            sum += a->key.meeting[m].fraction;
    return sum > fraction || lb_guard_same(sum, fraction);
}

static bool fits(const lb_guard_state *a, size_t area)
{
    lb_span span = lb_guard_span(&a->rows, area);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        if (!(a->rows.in->value[cell] > 0))
            continue;
        double limit = a->limit[cell], sum = a->taken[cell] + span.share[i].fraction;
        if (a->left[cell] || (sum > limit && !lb_guard_same(sum, limit)))
            return false;
    }
    return true;
}

/* What the whole holds of each cell, or no more. */
static void set_limits(lb_guard_state *a, const whole *w, bool on)
{
    for (size_t i = 0; i < w->span.count; i++)
        a->limit[w->span.share[i].at] = on ? fraction_at(w, i) : 0;
}

static void take(lb_guard_state *a, size_t area, double times)
{
    lb_span span = lb_guard_span(&a->rows, area);
    for (size_t i = 0; i < span.count; i++)
        a->taken[span.share[i].at] += times * span.share[i].fraction;
}

static double people_left(lb_guard_state *a, const whole *w)
{
    double people = 0;
    lb_guard_turn(&a->rows);
    for (size_t i = 0; i < w->span.count; i++) {
        size_t cell = w->span.share[i].at;
        if (a->rows.in->value[cell] > 0 && !lb_guard_same(fraction_at(w, i), a->taken[cell]))
            people += lb_guard_add(&a->rows, cell);
    }
    return people;
}

/* The first place, from one on, whose cell is neither shared out nor left over. */
static size_t next_open(const lb_guard_state *a, const whole *w, size_t from)
{
    for (size_t i = from; i < w->span.count; i++) {
        size_t cell = w->span.share[i].at;
        if (a->rows.in->value[cell] > 0 && !a->left[cell] &&
            !lb_guard_same(fraction_at(w, i), a->taken[cell]))
            return i;
    }
    return w->span.count;
}

/* What is chosen is a part (its area) or a cell that is left over (behind the areas). */
static void choose(lb_guard_state *a, size_t what)
{
    a->inside[a->insides++] = what;
    if (what < a->rows.areas) {
        take(a, what, 1);
        a->chosen[what] = true;
    } else {
        a->left_at[a->lefts++] = what - a->rows.areas;
        a->left[what - a->rows.areas] = true;
    }
}

static void undo(lb_guard_state *a, size_t to)
{
    while (a->insides > to) {
        size_t what = a->inside[--a->insides];
        if (what < a->rows.areas) {
            take(a, what, -1);
            a->chosen[what] = false;
        } else {
            a->left[a->left_at[--a->lefts]] = false;
        }
    }
}

/* The next choice for a cell after `before` (SIZE_MAX: the first): the parts that fit, then to
 * leave it over, where few are left so far. SIZE_MAX: none. */
static size_t next_choice(lb_guard_state *a, const whole *w, size_t i, size_t before)
{
    size_t cell = w->span.share[i].at;
    double room = fraction_at(w, i) - a->taken[cell];
    bool passed = before == SIZE_MAX;
    if (!passed && before >= a->rows.areas)
        return SIZE_MAX;
    for (size_t m = a->all.first[cell]; m < a->all.first[cell + 1]; m++) {
        lb_meeting meeting = a->all.meeting[m];
        if (passed && may_be_part(a, w, meeting, room) && fits(a, meeting.area))
            return meeting.area;
        passed |= meeting.area == before;
    }
    double people = 0;
    lb_guard_turn(&a->rows);
    for (size_t k = 0; k < a->lefts; k++)
        people += lb_guard_add(&a->rows, a->left_at[k]);
    people += lb_guard_add(&a->rows, cell);
    return people < a->rows.in->minimum ? a->rows.areas + cell : SIZE_MAX;
}

/* True: the choices in a->inside leave few. Cells are settled in their order; where one can be
 * settled in several ways, each is tried. */
static bool share_out(lb_guard_state *a, const whole *w, size_t from, int depth)
{
    size_t begun = a->insides, at, what, other;
    for (; (at = next_open(a, w, from)) < w->span.count; from = at) {
        what = next_choice(a, w, at, SIZE_MAX);
        if (what == SIZE_MAX)
            break;
        while (depth < MOST_DEPTH && a->tries < MOST_TRIES &&
               (other = next_choice(a, w, at, what)) != SIZE_MAX) {
            size_t before = a->insides;
            a->tries++;
            choose(a, what);
            if (share_out(a, w, at, depth + 1))
                return true;
            undo(a, before);
            what = other;
        }
        choose(a, what);
    }
    if (at == w->span.count && lb_guard_is_few(&a->rows, people_left(a, w)))
        return true;
    undo(a, begun);
    return false;
}

/* Hides a part of a->inside, or the whole itself, and undoes what was chosen. SIZE_MAX: nothing. */
static void hide_part(lb_guard_state *a, const whole *w, size_t part)
{
    size_t first = a->useds;
    lb_sum told = {0};
    lb_sum_add(&told, a->rows.figure[w->row]);
    lb_guard_use(a, w->row);
    for (size_t i = 0; i < a->insides; i++)
        if (a->inside[i] < a->rows.areas && a->inside[i] != part) {
            lb_sum_add(&told, -a->rows.figure[a->inside[i]]);
            lb_guard_use(a, lb_guard_root(a, a->inside[i]));
        }
    undo(a, 0);
    memset(a->taken, 0, a->rows.in->cells * sizeof *a->taken);
    if (part == SIZE_MAX)
        return;
    lb_guard_hide(a, lb_guard_root(a, part), LB_GUARD_DIFFERENCE);
    lb_guard_note(a, lb_guard_root(a, part), lb_sum_value(told), first);
}

static bool find_family(lb_guard_state *a, const whole *w)
{
    a->tries = a->insides = a->lefts = 0;
    set_limits(a, w, true);
    bool found = share_out(a, w, 0, 0);
    set_limits(a, w, false);
    return found;
}

/* The part with the smallest figure; SIZE_MAX: there is none. */
static size_t smallest_part(const lb_guard_state *a)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < a->insides; i++)
        if (a->inside[i] < a->rows.areas &&
            (least == SIZE_MAX || a->rank[a->inside[i]] > a->rank[least]))
            least = a->inside[i];
    return least;
}

/* True: something was hidden. */
static bool look_inside(lb_guard_state *a, size_t row)
{
    whole w = {row, lb_guard_span(&a->rows, row)};
    bool hidden = false, gives_way = w.span.kind != LB_ROW_FIGURE && w.span.kind != LB_ROW_GRID;
    while (a->kept[row] && may_be_filled(a, &w)) {
        if (!a->all.first && lb_cell_index_make(&a->rows, NULL, &a->all) != LB_OK)
            a->failed = true;
        if (a->failed || !find_family(a, &w))
            break;
        size_t least = gives_way ? row : smallest_part(a);
        hidden |= least != SIZE_MAX;
        hide_part(a, &w, least);
        if (least == SIZE_MAX)
            break;
    }
    return hidden;
}

void lb_guard_look_inside(lb_guard_state *a)
{
    bool changed = true;
    while (changed && !a->failed) {
        changed = false;
        for (size_t i = 0; i < a->rows.rows && !a->failed; i++)
            changed |= look_inside(a, a->order[i]);
    }
}

void lb_guard_look_at_overlaps(lb_guard_state *a)
{
    size_t row = a->rows.rows - 2;
    if (!a->rows.in->joined || !a->kept[row])
        return;
    for (size_t i = 0; i < a->rows.areas; i++)
        take(a, i, 1);
    whole w = {row, lb_guard_span(&a->rows, row)};
    if (lb_guard_is_few(&a->rows, people_left(a, &w)))
        lb_guard_hide(a, row, LB_GUARD_DIFFERENCE);
    memset(a->taken, 0, a->rows.in->cells * sizeof *a->taken);
}
