/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/reserve.h"
#include "base/sum.h"
#include "kernel/guard_rows.h"

/* Ways to share a whole out that are tried, at most; and how deep. */
enum { MOST_TRIES = 2000, MOST_DEPTH = 200 };

/* A row that is hidden, because another, less rows that are shown, would tell of few. */
typedef struct reason {
    size_t row;
    double told;         /* the row and the few: what the others tell */
    size_t first, count; /* of a->used: the others */
} reason;

typedef struct audit {
    lb_guard_rows rows;
    lb_cell_index key, all; /* all: made when it is first needed */
    size_t *key_of, keys;   /* [cells]: of the row in hand */
    size_t *key_cell;       /* [rows] */
    size_t *order;          /* [rows]: as they are looked at */
    size_t *rank;           /* [rows] */
    lb_guard_reason *state; /* [rows] */
    bool *kept;             /* [rows]: shown, and looked at before the one in hand */
    size_t *twin;           /* [rows]: one that is kept and tells the same; SIZE_MAX: none */
    reason *because;
    size_t becauses, capacity;
    size_t *used, useds, used_capacity; /* rows */
    size_t *inside, insides;            /* areas and cells of a family, as they were chosen */
    double *taken;                      /* [cells], 0 between turns */
    bool *chosen;                       /* [areas] */
    bool *left;                         /* [cells]: is left over */
    size_t tries;
    bool failed;
} audit;

static bool is_few(const audit *a, double people)
{
    return lb_guard_is_few(&a->rows, people);
}

/* The row that is looked at for one, and for all that tell the same. */
static size_t root_of(const audit *a, size_t row)
{
    while (a->twin[row] != SIZE_MAX)
        row = a->twin[row];
    return row;
}

static bool tells_of_few(const audit *a, size_t row)
{
    return is_few(a, a->rows.total[row]) || a->rows.small[row];
}

/* Rows in order ------------------------------------------------------------------------------- */

typedef struct place {
    double figure, total;
    size_t row;
} place;

/* Of two that tell of few the later one is hidden: small figures after large ones. */
static int by_figure(const void *p, const void *q)
{
    const place *x = p, *y = q;
    if (x->figure != y->figure)
        return x->figure > y->figure ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Bounds come after the figures. */
static bool sort_rows(audit *a)
{
    const lb_guard_rows *rows = &a->rows;
    place *all = malloc((rows->areas + 1) * sizeof *all);
    if (!all)
        return false;
    for (size_t r = 0; r < rows->areas; r++)
        all[r] = (place){rows->figure[r], rows->total[r], r};
    qsort(all, rows->areas, sizeof *all, by_figure);
    for (size_t i = 0; i < rows->rows; i++) {
        a->order[i] = i < rows->areas ? all[i].row : i;
        a->rank[a->order[i]] = i;
        a->twin[i] = SIZE_MAX;
    }
    free(all);
    return true;
}

/* Key cells ----------------------------------------------------------------------------------- */

/* A row that differs from another in few people has the same part of every cell whose square holds
 * more: the one that fewest areas meet is enough to find the other by. SIZE_MAX: no such cell. */
static size_t key_cell(const audit *a, lb_span span)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        bool large = a->rows.around[cell] >= a->rows.in->minimum;
        if (large && lb_guard_fraction(span.kind, span.share[i].fraction) > 0 &&
            (best == SIZE_MAX || a->rows.degree[cell] < a->rows.degree[best]))
            best = cell;
    }
    return best;
}

/* Where squares are all small, one of those that hold enough together must be the same. */
static void list_small_keys(audit *a, lb_span span)
{
    double people = 0;
    lb_guard_turn(&a->rows);
    for (size_t i = 0; i < span.count && people < a->rows.in->minimum; i++) {
        size_t cell = span.share[i].at;
        double fraction = lb_guard_fraction(span.kind, span.share[i].fraction);
        double added = fraction > 0 ? lb_guard_add(&a->rows, cell) : 0;
        people += added;
        if (added > 0)
            a->key_of[a->keys++] = cell;
    }
}

static void list_keys(audit *a, size_t row)
{
    a->keys = 0;
    if (a->key_cell[row] == SIZE_MAX)
        list_small_keys(a, lb_guard_span(&a->rows, row));
    else
        a->key_of[a->keys++] = a->key_cell[row];
}

static bool is_bare(const audit *a, size_t row)
{
    return !(a->rows.total[row] > 0) || tells_of_few(a, row);
}

static lb_status index_keys(audit *a)
{
    bool *wanted = calloc(a->rows.in->cells + 1, sizeof *wanted);
    if (!wanted)
        return LB_E_MEMORY;
    for (size_t r = 0; r < a->rows.rows; r++) {
        a->keys = 0;
        if (is_bare(a, r))
            continue;
        a->key_cell[r] = key_cell(a, lb_guard_span(&a->rows, r));
        list_keys(a, r);
        for (size_t k = 0; k < a->keys; k++)
            wanted[a->key_of[k]] = true;
    }
    lb_status status = lb_cell_index_make(&a->rows, wanted, &a->key);
    free(wanted);
    return status;
}

/* Hiding -------------------------------------------------------------------------------------- */

static void note_use(audit *a, size_t row)
{
    if (lb_reserve(&a->used, &a->used_capacity, a->useds + 1, sizeof *a->used))
        a->used[a->useds++] = row;
    else
        a->failed = true;
}

/* The rows noted as used since `first`. */
static void note(audit *a, size_t row, double told, size_t first)
{
    if (lb_reserve(&a->because, &a->capacity, a->becauses + 1, sizeof *a->because))
        a->because[a->becauses++] = (reason){row, told, first, a->useds - first};
    else
        a->failed = true;
}

/* An area's bounds would tell what its figure does not. */
static void hide(audit *a, size_t row, lb_guard_reason state)
{
    a->state[row] = state;
    a->kept[row] = false;
    if (lb_guard_kind(&a->rows, row) != LB_ROW_FIGURE || !a->rows.in->bounds)
        return;
    for (lb_row_kind kind = LB_ROW_HIGH; kind <= LB_ROW_LOW; kind++) {
        size_t bound = lb_guard_row(&a->rows, kind, row);
        if (!(a->rows.total[bound] > 0) || a->state[bound] == LB_GUARD_FEW)
            continue;
        a->state[bound] = tells_of_few(a, bound) ? LB_GUARD_FEW : LB_GUARD_DIFFERENCE;
        a->kept[bound] = false;
    }
}

/* Pairs --------------------------------------------------------------------------------------- */

/* Two rows of which one is hidden: the other, where it is shown in the end, tells what it may be.
 */
static void tell_of(audit *a, size_t hidden, size_t other)
{
    note_use(a, other);
    note(a, hidden, a->rows.figure[other], a->useds - 1);
}

/* The row in hand against an earlier one. False: they tell the same, no more to see. */
static bool hold_against(audit *a, size_t row, size_t other)
{
    bool open = a->kept[other] || (other < a->rows.areas && a->rank[other] < a->rank[row] &&
                                   a->state[other] == LB_GUARD_DIFFERENCE);
    if (!open || fabs(a->rows.total[row] - a->rows.total[other]) >= a->rows.in->minimum)
        return true;
    double people = lb_guard_differ(&a->rows, row, other);
    if (people == 0 && a->kept[other] && a->state[row] == LB_GUARD_SHOWN) {
        a->twin[row] = other;
        return false;
    }
    if (!is_few(a, people))
        return true;
    if (!a->kept[other]) {
        tell_of(a, other, row);
        return true;
    }
    if (a->state[row] == LB_GUARD_SHOWN)
        hide(a, row, LB_GUARD_DIFFERENCE);
    tell_of(a, row, other);
    return true;
}

static bool hold_against_cell(audit *a, size_t row, size_t cell, double fraction)
{
    lb_row_kind last = a->rows.in->bounds ? LB_ROW_LOW : LB_ROW_FIGURE;
    for (size_t m = a->key.first[cell]; m < a->key.first[cell + 1]; m++) {
        lb_meeting meeting = a->key.meeting[m];
        for (lb_row_kind kind = LB_ROW_FIGURE; kind <= last; kind++) {
            size_t other = lb_guard_row(&a->rows, kind, meeting.area);
            if (other != row &&
                lb_guard_same(lb_guard_fraction(kind, meeting.fraction), fraction) &&
                !hold_against(a, row, other))
                return false;
        }
    }
    return true;
}

static double fraction_of(lb_span span, size_t cell)
{
    size_t low = 0, high = span.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span.share[middle].at < cell)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < span.count && span.share[low].at == cell;
    return found ? lb_guard_fraction(span.kind, span.share[low].fraction) : 0;
}

static void search_pairs(audit *a, size_t row)
{
    lb_span span = lb_guard_span(&a->rows, row);
    list_keys(a, row);
    for (size_t k = 0; k < a->keys; k++)
        if (!hold_against_cell(a, row, a->key_of[k], fraction_of(span, a->key_of[k])))
            return;
}

/* The lower bound of few and the figure give the rest away, where that is one square in one part:
 * the upper bound goes with the lower. */
static void hide_few(audit *a, size_t row)
{
    hide(a, row, LB_GUARD_FEW);
    if (lb_guard_kind(&a->rows, row) == LB_ROW_LOW) {
        size_t high = lb_guard_row(&a->rows, LB_ROW_HIGH, row % a->rows.areas);
        if (a->state[high] == LB_GUARD_SHOWN)
            hide(a, high, LB_GUARD_DIFFERENCE);
    }
}

static bool is_bound_of_whole(const audit *a, size_t row)
{
    lb_row_kind kind = lb_guard_kind(&a->rows, row);
    return (kind == LB_ROW_HIGH || kind == LB_ROW_LOW) && a->rows.whole[row % a->rows.areas];
}

static void look_at_row(audit *a, size_t row)
{
    size_t grid = a->rows.rows - 1;
    if (tells_of_few(a, row)) {
        hide_few(a, row);
    } else if (is_bound_of_whole(a, row)) {
        a->twin[row] = row % a->rows.areas;
    } else {
        if (hold_against(a, row, grid))
            search_pairs(a, row);
        a->kept[row] = a->state[row] == LB_GUARD_SHOWN && a->twin[row] == SIZE_MAX;
    }
}

static void look_at_rows(audit *a)
{
    a->kept[a->rows.rows - 1] = true;
    for (size_t i = 0; i + 1 < a->rows.rows; i++)
        if (a->state[a->order[i]] == LB_GUARD_SHOWN && a->rows.total[a->order[i]] > 0)
            look_at_row(a, a->order[i]);
}

/* Families: shown areas that lie apart inside a whole and leave few ---------------------------- */

typedef struct whole {
    size_t row;
    lb_span span;
} whole;

static double fraction_at(const whole *w, size_t i)
{
    return lb_guard_fraction(w->span.kind, w->span.share[i].fraction);
}

/* A shown area that may be a part of the whole, going by one cell. */
static bool may_be_part(const audit *a, const whole *w, lb_meeting meeting, double room)
{
    return a->kept[root_of(a, meeting.area)] && !a->chosen[meeting.area] &&
           meeting.area != w->row &&
           (meeting.fraction < room || lb_guard_same(meeting.fraction, room));
}

/* Do others cover a cell whose square holds more than few? If not, what is left is not few. */
static bool may_be_filled(const audit *a, const whole *w)
{
    size_t cell = a->key_cell[w->row];
    if (cell == SIZE_MAX)
        return true;
    if (w->span.kind == LB_ROW_GRID && a->rows.degree[cell] == 0)
        return false;
    double fraction = fraction_of(w->span, cell), sum = 0;
    for (size_t m = a->key.first[cell]; m < a->key.first[cell + 1]; m++)
        if (may_be_part(a, w, a->key.meeting[m], fraction))
            sum += a->key.meeting[m].fraction;
    return sum > fraction || lb_guard_same(sum, fraction);
}

static bool fits(const audit *a, const whole *w, size_t area)
{
    lb_span span = lb_guard_span(&a->rows, area);
    for (size_t i = 0; i < span.count; i++) {
        size_t cell = span.share[i].at;
        if (!(a->rows.in->value[cell] > 0))
            continue;
        double limit = w->span.kind == LB_ROW_GRID ? 1 : fraction_of(w->span, cell);
        double sum = a->taken[cell] + span.share[i].fraction;
        if (a->left[cell] || (sum > limit && !lb_guard_same(sum, limit)))
            return false;
    }
    return true;
}

static void take(audit *a, size_t area, double times)
{
    lb_span span = lb_guard_span(&a->rows, area);
    for (size_t i = 0; i < span.count; i++)
        a->taken[span.share[i].at] += times * span.share[i].fraction;
}

static double people_left(audit *a, const whole *w)
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
static size_t next_open(const audit *a, const whole *w, size_t from)
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
static void choose(audit *a, size_t what)
{
    if (what < a->rows.areas)
        take(a, what, 1);
    *(what < a->rows.areas ? &a->chosen[what] : &a->left[what - a->rows.areas]) = true;
    a->inside[a->insides++] = what;
}

static void undo(audit *a, size_t to)
{
    while (a->insides > to) {
        size_t what = a->inside[--a->insides];
        if (what < a->rows.areas)
            take(a, what, -1);
        *(what < a->rows.areas ? &a->chosen[what] : &a->left[what - a->rows.areas]) = false;
    }
}

/* The next choice for a cell after `before` (SIZE_MAX: the first): the parts that fit, then to
 * leave it over, where few are left so far. SIZE_MAX: none. */
static size_t next_choice(audit *a, const whole *w, size_t i, size_t before)
{
    size_t cell = w->span.share[i].at;
    double room = fraction_at(w, i) - a->taken[cell];
    bool passed = before == SIZE_MAX;
    if (!passed && before >= a->rows.areas)
        return SIZE_MAX;
    for (size_t m = a->all.first[cell]; m < a->all.first[cell + 1]; m++) {
        lb_meeting meeting = a->all.meeting[m];
        if (passed && may_be_part(a, w, meeting, room) && fits(a, w, meeting.area))
            return meeting.area;
        passed |= meeting.area == before;
    }
    double people = 0;
    lb_guard_turn(&a->rows);
    for (size_t k = 0; k < a->insides; k++)
        if (a->inside[k] >= a->rows.areas)
            people += lb_guard_add(&a->rows, a->inside[k] - a->rows.areas);
    people += lb_guard_add(&a->rows, cell);
    return people < a->rows.in->minimum ? a->rows.areas + cell : SIZE_MAX;
}

/* True: the choices in a->inside leave few. Cells are settled in their order; where one can be
 * settled in several ways, each is tried. */
static bool share_out(audit *a, const whole *w, size_t from, int depth)
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
    if (at == w->span.count && is_few(a, people_left(a, w)))
        return true;
    undo(a, begun);
    return false;
}

/* Hides a part of a->inside, or the whole itself, and undoes what was chosen. SIZE_MAX: nothing. */
static void hide_part(audit *a, const whole *w, size_t part)
{
    size_t first = a->useds;
    lb_sum told = {0};
    lb_sum_add(&told, a->rows.figure[w->row]);
    note_use(a, w->row);
    for (size_t i = 0; i < a->insides; i++)
        if (a->inside[i] < a->rows.areas && a->inside[i] != part) {
            lb_sum_add(&told, -a->rows.figure[a->inside[i]]);
            note_use(a, root_of(a, a->inside[i]));
        }
    undo(a, 0);
    memset(a->taken, 0, a->rows.in->cells * sizeof *a->taken);
    if (part == SIZE_MAX)
        return;
    hide(a, root_of(a, part), LB_GUARD_DIFFERENCE);
    note(a, root_of(a, part), lb_sum_value(told), first);
}

static bool find_family(audit *a, const whole *w)
{
    a->tries = a->insides = 0;
    return share_out(a, w, 0, 0);
}

/* The part with the smallest figure; SIZE_MAX: there is none. */
static size_t smallest_part(const audit *a)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < a->insides; i++)
        if (a->inside[i] < a->rows.areas &&
            (least == SIZE_MAX || a->rank[a->inside[i]] > a->rank[least]))
            least = a->inside[i];
    return least;
}

/* True: something was hidden. */
static bool look_inside(audit *a, size_t row)
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

static void look_inside_all(audit *a)
{
    bool changed = true;
    while (changed && !a->failed) {
        changed = false;
        for (size_t i = 0; i < a->rows.rows && !a->failed; i++)
            changed |= look_inside(a, a->order[i]);
    }
}

/* The sum over areas less their union tells who is counted twice. */
static void look_at_overlaps(audit *a)
{
    size_t row = a->rows.rows - 2;
    if (!a->rows.in->joined || !a->kept[row])
        return;
    for (size_t i = 0; i < a->rows.areas; i++)
        take(a, i, 1);
    whole w = {row, lb_guard_span(&a->rows, row)};
    if (is_few(a, people_left(a, &w)))
        hide(a, row, LB_GUARD_DIFFERENCE);
    memset(a->taken, 0, a->rows.in->cells * sizeof *a->taken);
}

/* What is told ---------------------------------------------------------------------------------
 */

/* Only what is shown may be built on. */
static bool is_told(const audit *a, const reason *why)
{
    for (size_t i = 0; i < why->count; i++)
        if (!a->kept[a->used[why->first + i]])
            return false;
    return true;
}

/* Wider than a minimum on both sides of the figure, wherever in (told - minimum, told] it is, so
 * that what it is taken from, or is taken from it, stays as wide; made of shown figures alone, it
 * tells no more than they do. */
static void widen(const audit *a, size_t row, const double told[2], lb_guarded *out)
{
    double n = a->rows.in->minimum, figure = a->rows.figure[row];
    double low = isnan(told[0]) ? figure : told[0] - n, high = isnan(told[1]) ? figure : told[1];
    out->low = (int64_t)fmax(0, n * (floor(low / n) - 1));
    out->high = (int64_t)(n * (ceil(high / n) + 1)) - (out->low == 0);
}

static int by_row(const void *p, const void *q)
{
    const reason *x = p, *y = q;
    return (x->row > y->row) - (x->row < y->row);
}

static void set_ranges(audit *a, lb_guarded *figure)
{
    if (a->becauses > 0)
        qsort(a->because, a->becauses, sizeof *a->because, by_row);
    for (size_t i = 0; i < a->becauses;) {
        size_t row = a->because[i].row;
        double told[2] = {NAN, NAN};
        for (; i < a->becauses && a->because[i].row == row; i++) {
            if (!is_told(a, &a->because[i]))
                continue;
            told[0] = fmin(told[0], a->because[i].told);
            told[1] = fmax(told[1], a->because[i].told);
        }
        if (row < a->rows.areas)
            widen(a, row, told, &figure[row]);
    }
}

static lb_guarded *answer(const audit *a, lb_row_kind kind)
{
    lb_guarded *out = calloc(a->rows.areas + 1, sizeof *out);
    for (size_t i = 0; out && i < a->rows.areas; i++) {
        size_t row = root_of(a, lb_guard_row(&a->rows, kind, i));
        out[i].reason = a->state[row];
        if (a->state[row] == LB_GUARD_FEW)
            out[i].high = a->rows.in->minimum * (is_few(a, a->rows.total[row]) ? 1 : 2) - 1;
    }
    return out;
}

/* Twins tell the same. */
static void copy_to_twins(const audit *a, lb_guard *out)
{
    for (size_t i = 0; i < a->rows.areas; i++) {
        size_t row = root_of(a, i);
        if (row != i && row < a->rows.areas)
            out->figure[i] = out->figure[row];
        out->hidden += out->figure[i].reason != LB_GUARD_SHOWN;
    }
}

static bool any_hidden(const audit *a)
{
    for (size_t r = 0; r < a->rows.rows; r++)
        if (a->state[r] != LB_GUARD_SHOWN)
            return true;
    return false;
}

static lb_status make_answer(audit *a, lb_guard *out)
{
    lb_guard made = {.few = true, .count = a->rows.areas};
    if (!any_hidden(a))
        return LB_OK;
    bool bounds = a->rows.in->bounds;
    made.figure = answer(a, LB_ROW_FIGURE);
    made.high = bounds ? answer(a, LB_ROW_HIGH) : NULL;
    made.low = bounds ? answer(a, LB_ROW_LOW) : NULL;
    if (!made.figure || (bounds && (!made.high || !made.low))) {
        lb_guard_clear(&made);
        return LB_E_MEMORY;
    }
    set_ranges(a, made.figure);
    copy_to_twins(a, &made);
    made.no_sums =
        made.hidden > 0 || (a->rows.in->joined && a->state[a->rows.rows - 2] != LB_GUARD_SHOWN);
    *out = made;
    return LB_OK;
}

/* -----------------------------------------------------------------------------------------------
 */

static void clear(audit *a)
{
    lb_guard_rows_clear(&a->rows);
    lb_cell_index_clear(&a->key);
    lb_cell_index_clear(&a->all);
    free(a->key_of);
    free(a->key_cell);
    free(a->order);
    free(a->rank);
    free(a->state);
    free(a->kept);
    free(a->twin);
    free(a->because);
    free(a->used);
    free(a->inside);
    free(a->taken);
    free(a->chosen);
    free(a->left);
}

static bool allocate(audit *a)
{
    size_t rows = a->rows.rows + 1;
    a->key_of = calloc(a->rows.in->cells + 1, sizeof *a->key_of);
    a->key_cell = calloc(rows, sizeof *a->key_cell);
    a->order = calloc(rows, sizeof *a->order);
    a->rank = calloc(rows, sizeof *a->rank);
    a->state = calloc(rows, sizeof *a->state);
    a->kept = calloc(rows, sizeof *a->kept);
    a->twin = calloc(rows, sizeof *a->twin);
    a->inside = calloc(a->rows.areas + a->rows.in->cells + 1, sizeof *a->inside);
    a->taken = calloc(a->rows.in->cells + 1, sizeof *a->taken);
    a->chosen = calloc(a->rows.areas + 1, sizeof *a->chosen);
    a->left = calloc(a->rows.in->cells + 1, sizeof *a->left);
    return a->key_of && a->key_cell && a->order && a->rank && a->state && a->kept && a->twin &&
           a->inside && a->taken;
}

void lb_guard_clear(lb_guard *guard)
{
    free(guard->figure);
    free(guard->low);
    free(guard->high);
    *guard = (lb_guard){0};
}

static lb_status audit_all(audit *a, lb_guard *out)
{
    if (!allocate(a) || !sort_rows(a) || index_keys(a) != LB_OK)
        return LB_E_MEMORY;
    look_at_rows(a);
    look_inside_all(a);
    look_at_overlaps(a);
    return a->failed ? LB_E_MEMORY : make_answer(a, out);
}

lb_status lb_guard_compute(const lb_guard_input *input, lb_guard *out)
{
    audit a = {.failed = false};
    lb_guard made = {0};
    if (input->minimum < 2 || input->profile->count == 0) {
        *out = made;
        return LB_OK;
    }
    lb_status status = lb_guard_rows_make(input, &a.rows);
    made.few = status == LB_OK && lb_guard_any_few(&a.rows);
    if (made.few) {
        status = lb_guard_rows_measure(&a.rows);
        if (status == LB_OK)
            status = audit_all(&a, &made);
    }
    clear(&a);
    if (status == LB_OK)
        *out = made;
    return status;
}
