/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Device-days per area (docs/methods.md, Footprints). Sums are fixed point with 64 bits after
 * the point: additions are exact, so that no order of records, days or pieces of work changes a
 * digit. */
#include <math.h>
#include <stdlib.h>

#include <lagesbild/footprint.h>

const char *const lb_missing_rule_names[] = {
    [LB_MISSING_DROP] = "drop", [LB_MISSING_OUTSIDE] = "outside", NULL};

/* Units of a whole device-day. */
static const double two_to_64 = 18446744073709551616.0;

/* 128-bit addition: carry when the low part wraps. */
static void fixed_add(lb_footprint_sum *sum, lb_footprint_sum term)
{
    sum->part += term.part;
    sum->whole += term.whole + (sum->part < term.part);
}

/* 0 <= value <= 1 in fixed point; a double below 1 times 2^64 fits 64 bits, and at most half of
 * 2^-64 is lost. */
static lb_footprint_sum fixed_from_double(double value)
{
    if (!(value > 0))
        return (lb_footprint_sum){0, 0};
    if (value >= 1)
        return (lb_footprint_sum){1, 0};
    return (lb_footprint_sum){0, (uint64_t)(value * two_to_64)};
}

/* Rounded once. */
static double fixed_to_double(lb_footprint_sum sum)
{
    return (double)sum.whole + (double)sum.part / two_to_64;
}

/* last_phone is the number from 1 on of the device last counted in an area, so that `phones`
 * counts each once while the records of a device come together. */
lb_status lb_footprints_init(lb_footprints *footprints, size_t areas)
{
    size_t room = areas ? areas : 1;
    lb_footprints result = {
        .areas = areas,
        .device_days = calloc(room, sizeof *result.device_days),
        .phones = calloc(room, sizeof *result.phones),
        .last_phone = calloc(room, sizeof *result.last_phone),
    };
    if (!result.device_days || !result.phones || !result.last_phone) {
        lb_footprints_clear(&result);
        return LB_E_MEMORY;
    }
    *footprints = result;
    return LB_OK;
}

void lb_footprints_clear(lb_footprints *footprints)
{
    free(footprints->device_days);
    free(footprints->phones);
    free(footprints->last_phone);
    *footprints = (lb_footprints){0};
}

/* 1 / k of the day times the share of the circle goes to the area; the phone counts once an area,
 * since its days follow one another. */
static void add_part(lb_footprints *f, uint64_t phone, const lb_footprint_part *part, size_t k)
{
    fixed_add(&f->device_days[part->area], fixed_from_double(part->share / (double)k));
    if (f->last_phone[part->area] != phone + 1) {
        f->last_phone[part->area] = phone + 1;
        f->phones[part->area]++;
    }
}

/* One device-day over k footprints; the records of a device must come together, as `current`
 * counts devices by their change. */
void lb_footprints_add_day(lb_footprints *footprints, uint64_t phone, const lb_footprint *footprint,
                           size_t k)
{
    if (k == 0)
        return;
    footprints->n_days++;
    footprints->n_footprints += k;
    footprints->n_phones += footprints->current != phone + 1;
    footprints->current = phone + 1;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < footprint[i].parts; j++)
            add_part(footprints, phone, &footprint[i].part[j], k);
}

/* Moves device-days between an area and `other` so that their sum stays exact in fixed point. */
void lb_footprints_set(lb_footprints *footprints, size_t area, double device_days, size_t other)
{
    lb_footprint_sum *from = &footprints->device_days[area];
    lb_footprint_sum *to = &footprints->device_days[other], both = *from;
    double whole = floor(device_days);
    fixed_add(&both, *to);
    *from = fixed_from_double(device_days - whole);
    from->whole += (uint64_t)whole;
    if (from->whole > both.whole || (from->whole == both.whole && from->part > both.part))
        *from = both;
    *to = (lb_footprint_sum){both.whole - from->whole - (both.part < from->part),
                             both.part - from->part};
}

double lb_footprints_in_area(const lb_footprints *footprints, size_t area)
{
    return fixed_to_double(footprints->device_days[area]);
}

/* Days minus the sum of all areas, in fixed point too: the small remainder of a large total keeps
 * its digits. */
double lb_footprints_outside(const lb_footprints *footprints)
{
    lb_footprint_sum inside = {0, 0};
    for (size_t i = 0; i < footprints->areas; i++)
        fixed_add(&inside, footprints->device_days[i]);
    if (inside.whole >= footprints->n_days)
        return 0;
    lb_footprint_sum outside = {footprints->n_days - inside.whole - (inside.part > 0),
                                UINT64_C(0) - inside.part};
    return fixed_to_double(outside);
}

/* Adds one area to the summary of its category; phones_mean holds the sum until all are in. */
static void summary_add_area(lb_footprint_summary *s, const lb_footprints *f, size_t area)
{
    double days = lb_footprints_in_area(f, area), phones = f->phones[area];
    s->areas++;
    s->min = fmin(s->min, days);
    s->max = fmax(s->max, days);
    s->phones_mean += phones; /* the sum, until all are in */
    s->phones_min = fmin(s->phones_min, phones);
    s->phones_max = fmax(s->phones_max, phones);
}

/* Sums of device-days are fixed point and turn to a double once, at the end; an area counts by
 * itself in mean, least and greatest. NaN where the category has no area. */
lb_footprint_summary lb_footprints_summary(const lb_footprints *footprints, const size_t *category,
                                           size_t wanted)
{
    lb_footprint_summary s = {0, NAN, NAN, NAN, NAN, 0, NAN, NAN};
    lb_footprint_sum sum = {0, 0};
    for (size_t i = 0; i < footprints->areas; i++) {
        if (category[i] != wanted)
            continue;
        fixed_add(&sum, footprints->device_days[i]);
        summary_add_area(&s, footprints, i);
    }
    if (footprints->n_days > 0)
        s.share = fixed_to_double(sum) / (double)footprints->n_days;
    s.mean = s.areas ? fixed_to_double(sum) / (double)s.areas : (double)NAN;
    s.phones_mean = s.areas ? s.phones_mean / (double)s.areas : (double)NAN;
    return s;
}
