/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground that holds the place has 1, and each piece takes what lies behind it, seen from the
 * place, from one side's ground and gives it to the other's. Masses are whole numbers modulo 2^64,
 * so that the order of pieces does not show, and pieces that lie on each other in opposite
 * directions cancel to the last digit.
 *
 * Behind a piece through the place lies half of all, but which half no rounded number says: such a
 * place is moved by 4e-10 sigma, some units, or as little as its coordinates can be, which changes
 * no probability by more than half as many sigmas. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "kernel/geometry/normal_edge.h"
#include "kernel/overlap/ground_chances.h"

static const double reach_sigmas = 8;   /* beyond it lies less than 1e-13 */
static const double whole = 0x1p62;     /* parts of a probability of 1 */
static const double least_mass = 1e-12; /* less is rounding */

/* No nearer to a piece, whose ends are rounded to units. */
static const double near_sigmas = 1e-10, near_units = 8;

void lb_ground_chances_clear(lb_ground_chances *chances)
{
    free(chances->mass);
    free(chances->met);
    free(chances->item);
    *chances = (lb_ground_chances){.mass = NULL};
}

/* One place, or one near it. */
typedef struct chance_sum {
    lb_ground_chances *chances;
    const size_t *kind;
    double place[2];        /* in units from the lattice's origin */
    lb_lattice_point whole; /* its whole units, unless it is far beyond the lattice */
    bool is_far;
    double sigmas; /* a unit in sigmas */
    double least2; /* the square of the least distance to a piece, sigmas */
    bool failed;   /* out of memory */
} chance_sum;

static void add_mass(chance_sum *s, size_t kind, uint64_t mass)
{
    lb_ground_chances *c = s->chances;
    if (c->mass[kind] == 0) {
        if (c->n_met == c->met_capacity &&
            !lb_array_reserve(&c->met, &c->met_capacity, c->n_met + 1, sizeof *c->met)) {
            s->failed = true;
            return;
        }
        c->met[c->n_met++] = kind;
    }
    c->mass[kind] += mass;
}

/* From the place to a corner of a piece, in sigmas. The difference of whole units is exact. */
static void vector_to(const chance_sum *s, lb_lattice_point p, double v[2])
{
    v[0] = s->sigmas * (s->is_far ? (double)p.x - s->place[0] : (double)(p.x - s->whole.x));
    v[1] = s->sigmas * (s->is_far ? (double)p.y - s->place[1] : (double)(p.y - s->whole.y));
}

/* Either direction of a piece has one mass, so that both cancel. */
static void add_piece(void *udata, const lb_ground_piece *p)
{
    chance_sum *s = udata;
    double a[2], b[2];
    size_t left = s->kind[p->left], right = s->kind[p->right];
    if (left == right)
        return;
    bool turned = p->from.x > p->to.x || (p->from.x == p->to.x && p->from.y > p->to.y);
    vector_to(s, turned ? p->to : p->from, a);
    vector_to(s, turned ? p->from : p->to, b);
    double distance2 = lb_normal_edge_distance2(a, b);
    if (distance2 > reach_sigmas * reach_sigmas)
        return;
    s->least2 = distance2 < s->least2 ? distance2 : s->least2;
    if (distance2 == 0)
        return;
    uint64_t mass = (uint64_t)(int64_t)(lb_normal_mass_behind(a, b, distance2) * whole);
    add_mass(s, turned ? left : right, mass);
    add_mass(s, turned ? right : left, -mass);
}

static void forget_masses(lb_ground_chances *c)
{
    for (size_t i = 0; i < c->n_met; i++)
        c->mass[c->met[i]] = 0;
    c->n_met = 0;
}

/* The place of an event in units, and the box of what is within reach, a little more. */
static lb_edge_box take_place(chance_sum *s, const lb_lattice *l, const double xy[2], double sigma)
{
    static const double far_units = 0x1p60, rounding = 1e-6 /* some roundings of a float */;
    double reach = reach_sigmas * sigma * l->scale, x = (xy[0] - l->x0) * l->scale,
           y = (xy[1] - l->y0) * l->scale, most = fmax(fabs(x), fabs(y));
    s->place[0] = x;
    s->place[1] = y;
    s->is_far = most > far_units;
    if (!s->is_far)
        s->whole = lb_lattice_place(l, xy);
    s->sigmas = l->unit / sigma;
    s->least2 = INFINITY;
    reach += rounding * (most + reach);
    return (lb_edge_box){(float)(x - reach), (float)(y - reach), -(float)(x + reach),
                         -(float)(y + reach)};
}

/* Adds the pieces round a place. False: it is too near to one. */
static bool add_pieces(chance_sum *s, const lb_ground_borders *b, const double xy[2], double sigma)
{
    lb_edge_box box = take_place(s, &b->lattice, xy, sigma);
    for (int t = 0; t < b->lists; t++)
        lb_ground_list_visit(&b->list[t], box, add_piece, s);
    double near = fmax(near_sigmas, near_units * s->sigmas);
    return s->least2 >= near * near;
}

static bool reserve_kinds(lb_ground_chances *c, size_t kinds)
{
    size_t before = c->room;
    if (!lb_array_reserve(&c->mass, &c->room, kinds, sizeof *c->mass))
        return false;
    for (size_t k = before; k < c->room; k++)
        c->mass[k] = 0;
    return true;
}

/* From masses to the list, parts of the sum of those that are more than rounding. */
static lb_status list_chances(lb_ground_chances *c)
{
    uint64_t sum = 0;
    c->count = 0;
    if (!lb_array_reserve(&c->item, &c->capacity, c->n_met + 1, sizeof *c->item))
        return LB_E_MEMORY;
    for (size_t i = 0; i < c->n_met; i++) {
        uint64_t mass = c->mass[c->met[i]];
        c->mass[c->met[i]] = 0; /* met once only */
        if (!((double)(int64_t)mass >= least_mass * whole))
            continue;
        c->item[c->count++] = (lb_ground_chance){c->met[i], (double)mass};
        sum += mass;
    }
    c->n_met = 0;
    for (size_t i = 0; i < c->count; i++)
        c->item[i].probability /= (double)sum;
    return LB_OK;
}

lb_status lb_ground_chances_find(lb_ground_chances *chances, const lb_ground_places *places,
                                 const double xy[2])
{
    enum { TRIES = 12 };
    static const double toward[][2] = {{0.83, 0.5577}, {-0.3817, 0.9243}, {0.1219, -0.9925}};
    chance_sum s = {.chances = chances, .kind = places->kind};
    double unit = places->borders->lattice.unit, moved[2] = {xy[0], xy[1]};
    /* and no less than what coordinates so large can be moved by */
    double least = DBL_EPSILON * fmax(fabs(xy[0]), fabs(xy[1]));
    double step = fmax(4 * fmax(near_sigmas * places->sigma, near_units * unit), 2 * least);
    for (int i = 0; i < TRIES; i++) {
        size_t own = places->locate(places->udata, moved[0], moved[1]);
        forget_masses(chances);
        if (own == SIZE_MAX ||
            !reserve_kinds(chances, own < places->kinds ? places->kinds : own + 1))
            return LB_E_MEMORY;
        add_mass(&s, own, (uint64_t)whole);
        if (add_pieces(&s, places->borders, moved, places->sigma) || s.failed)
            break;
        moved[0] = xy[0] + step * toward[i % 3][0];
        moved[1] = xy[1] + step * toward[i % 3][1];
        step *= i % 3 == 2 ? 4 : 1;
    }
    return s.failed ? LB_E_MEMORY : list_chances(chances);
}
