/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CRS of a source, decided by the share of its coordinates that lie in the area of use of each
 * CRS they may be in. Ranges of Sweden in other systems are known only to word the advice. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "model/crs_detect.h"

/* Sweden in SWEREF 99 TM (metres) and in degrees: disjoint ranges, also with the axes turned. */
static const lb_box sweden_sweref = {250000, 6100000, 950000, 7700000};
static const lb_box sweden_degrees = {10, 54.5, 25, 70};
static const lb_box all_degrees = {-180, -90, 180, 90};

int32_t lb_crs_epsg(const char *crs)
{
    int64_t code;
    bool coded = strncmp(crs, "EPSG:", 5) == 0 || strncmp(crs, "epsg:", 5) == 0;
    return coded && lb_integer_parse(crs + 5, strlen(crs + 5), &code) && code > 0 &&
                   code <= INT32_MAX
               ? (int32_t)code
               : 0;
}

static bool box_holds(lb_box box, double x, double y)
{
    return x >= box.xmin && x <= box.xmax && y >= box.ymin && y <= box.ymax;
}

/* Inside the ring of n corners, by the number of edges that a ray to the east crosses? */
static bool ring_holds(const double *ring, size_t n, double x, double y)
{
    bool inside = false;
    for (size_t i = 0, k = n - 1; i < n; k = i++) {
        double xi = ring[2 * i], yi = ring[2 * i + 1], xk = ring[2 * k], yk = ring[2 * k + 1];
        if ((yi > y) != (yk > y) && x < xi + (y - yi) / (yk - yi) * (xk - xi))
            inside = !inside;
    }
    return inside;
}

/* Is the place in the area of the candidate? */
static bool area_holds(const lb_crs_candidate *c, double x, double y)
{
    return box_holds(c->extent, x, y) &&
           (!c->outline || box_holds(c->inner, x, y) || ring_holds(c->outline, c->n_outline, x, y));
}

static bool box_within(lb_box box, lb_box extent)
{
    return box.xmin >= extent.xmin && box.xmax <= extent.xmax && box.ymin >= extent.ymin &&
           box.ymax <= extent.ymax;
}

static bool boxes_apart(lb_box a, lb_box b)
{
    return a.xmin > b.xmax || a.xmax < b.xmin || a.ymin > b.ymax || a.ymax < b.ymin;
}

/* Are all places of the box in the area, for certain? Its corners are, and no corner of the outline
 * is in the box. */
static bool area_holds_box(const lb_crs_candidate *c, lb_box box)
{
    if (!box_within(box, c->extent))
        return false;
    if (!c->outline || box_within(box, c->inner))
        return true;
    for (size_t i = 0; i < c->n_outline; i++)
        if (box_holds(box, c->outline[2 * i], c->outline[2 * i + 1]))
            return false;
    return area_holds(c, box.xmin, box.ymin) && area_holds(c, box.xmax, box.ymin) &&
           area_holds(c, box.xmin, box.ymax) && area_holds(c, box.xmax, box.ymax);
}

/* The area of use as a ring, x y in the CRS. `inner` is the largest of the boxes about the
 * middle that lie within it, so that most places need four comparisons. */
void lb_crs_candidate_outline(lb_crs_candidate *c, const double *outline, size_t n)
{
    const lb_box none = lb_box_empty(), *e = &c->extent;
    double x = (e->xmin + e->xmax) / 2, y = (e->ymin + e->ymax) / 2;
    if (n == 0 || !ring_holds(outline, n, x, y))
        return;
    c->outline = outline;
    c->n_outline = n;
    c->inner = none;
    for (double part = 0.95; part > 0 && c->inner.xmin > c->inner.xmax; part -= 0.05) {
        double w = part * (e->xmax - x), h = part * (e->ymax - y);
        lb_box box = {x - w, y - h, x + w, y + h};
        if (area_holds_box(c, box))
            c->inner = box;
    }
}

void lb_crs_tally_init(lb_crs_tally *tally)
{
    tally->candidate[LB_CRS_SWEREF] =
        (lb_crs_candidate){.crs = "EPSG:3006", .extent = sweden_sweref};
    tally->candidate[LB_CRS_WGS84] =
        (lb_crs_candidate){.crs = "EPSG:4326", .extent = sweden_degrees, .degrees = true};
    tally->candidate[LB_CRS_DEGREES] =
        (lb_crs_candidate){.crs = "EPSG:4326", .extent = all_degrees, .degrees = true};
}

/* Counts, for every CRS that may be meant, whether the pair fits, else whether it fits with the
 * axes exchanged; the first places are kept as examples for messages. */
void lb_crs_tally_add(lb_crs_tally *tally, double x, double y)
{
    if (tally->places < LB_CRS_TALLY_SAMPLE) {
        tally->sample[2 * tally->places] = x;
        tally->sample[2 * tally->places + 1] = y;
    }
    tally->places++;
    for (int i = 0; i < LB_CRS_RANKS; i++) {
        if (!tally->candidate[i].crs)
            continue;
        bool fits = area_holds(&tally->candidate[i], x, y);
        tally->fits[i] += fits;
        tally->swapped[i] += !fits && area_holds(&tally->candidate[i], y, x);
    }
}

/* Does the box alone decide of all its pairs whether they lie in the area? */
static bool box_decides(lb_box box, const lb_crs_candidate *c)
{
    return area_holds_box(c, box) || boxes_apart(box, c->extent);
}

static lb_box turned_box(lb_box box)
{
    return (lb_box){box.ymin, box.xmin, box.ymax, box.xmax};
}

/* n places at once, where the box lies wholly inside or outside of every candidate, both ways
 * round; false: it does not, and each is to be added. */
bool lb_crs_tally_add_box(lb_crs_tally *tally, lb_box box, int64_t n)
{
    for (int i = 0; i < LB_CRS_RANKS; i++)
        if (tally->candidate[i].crs && !(box_decides(box, &tally->candidate[i]) &&
                                         box_decides(turned_box(box), &tally->candidate[i])))
            return false;
    for (int i = 0; i < LB_CRS_RANKS; i++) {
        const lb_crs_candidate *c = &tally->candidate[i];
        bool fits = c->crs && area_holds_box(c, box);
        tally->fits[i] += fits ? n : 0;
        tally->swapped[i] += c->crs && !fits && area_holds_box(c, turned_box(box)) ? n : 0;
    }
    tally->places += n;
    return true;
}

void lb_crs_tally_add_all(lb_crs_tally *tally, lb_box box, const double *xy, int64_t n)
{
    int64_t k = 0;
    for (; k < n && k < LB_CRS_TALLY_SAMPLE; k++)
        lb_crs_tally_add(tally, xy[2 * k], xy[2 * k + 1]);
    if (k < n && !lb_crs_tally_add_box(tally, box, n - k))
        for (; k < n; k++)
            lb_crs_tally_add(tally, xy[2 * k], xy[2 * k + 1]);
}

void lb_crs_tally_merge(lb_crs_tally *tally, const lb_crs_tally *part)
{
    for (int64_t i = 0; i < part->places && tally->places + i < LB_CRS_TALLY_SAMPLE; i++) {
        tally->sample[2 * (tally->places + i)] = part->sample[2 * i];
        tally->sample[2 * (tally->places + i) + 1] = part->sample[2 * i + 1];
    }
    tally->places += part->places;
    for (int i = 0; i < LB_CRS_RANKS; i++) {
        tally->fits[i] += part->fits[i];
        tally->swapped[i] += part->swapped[i];
    }
}

/* More than half of the places. */
static bool is_majority(const lb_crs_tally *t, int64_t count)
{
    return 2 * count > t->places;
}

static bool most_fit(const lb_crs_tally *t, lb_crs_rank rank)
{
    return t->candidate[rank].crs && is_majority(t, t->fits[rank]);
}

static bool most_are_swapped(const lb_crs_tally *t, lb_crs_rank rank)
{
    return t->candidate[rank].crs && is_majority(t, t->swapped[rank]);
}

static const char *label_of(const lb_crs_candidate *candidate)
{
    return candidate->label ? candidate->label : candidate->crs;
}

/* Words ---------------------------------------------------------------------------------------- */

/* "x 18.01 to 18.2, y 59.3 to 59.4": where the first places lie. */
static void describe_sample(const lb_crs_tally *t, char *text, size_t size)
{
    char x0[LB_NUMBER_SIZE], x1[LB_NUMBER_SIZE], y0[LB_NUMBER_SIZE], y1[LB_NUMBER_SIZE];
    lb_box box = lb_box_empty();
    for (int64_t i = 0; i < t->places && i < LB_CRS_TALLY_SAMPLE; i++)
        box = lb_box_add(box, t->sample[2 * i], t->sample[2 * i + 1]);
    lb_number_format(box.xmin, x0);
    lb_number_format(box.xmax, x1);
    lb_number_format(box.ymin, y0);
    lb_number_format(box.ymax, y1);
    snprintf(text, size, "x %s to %s, y %s to %s", x0, x1, y0, y1);
}

/* Systems in which Swedish data come, by the range of Sweden in each. */
static const struct known_system {
    const char *name, *crs; /* crs NULL: `advice` says what to do instead */
    const char *advice;
    lb_box range;
} known_systems[] = {
    {"SWEREF 99 TM", "EPSG:3006", NULL, {250000, 6100000, 950000, 7700000}},
    {"longitude and latitude", "EPSG:4326", NULL, {10, 54.5, 25, 70}},
    {"a local zone of SWEREF 99",
     NULL,
     "say which of EPSG:3007 to EPSG:3018, as |crs=EPSG:n behind the source",
     {40000, 6100000, 249999, 7700000}},
    {"RT 90 2.5 gon V", "EPSG:3021", NULL, {1200000, 6100000, 1949999, 7700000}},
    {"Web Mercator", "EPSG:3857", NULL, {1110000, 7300000, 2790000, 11060000}},
    {"ETRS89-LAEA", "EPSG:3035", NULL, {4350000, 3550000, 5150000, 5150000}},
    {"kilometres of SWEREF 99 TM", NULL, "write them in metres", {250, 6100, 950, 7700}},
};

/* The system in whose range most of the sample lies; NULL: none. */
static const struct known_system *find_known(const lb_crs_tally *t, bool swapped)
{
    int64_t n = t->places < LB_CRS_TALLY_SAMPLE ? t->places : LB_CRS_TALLY_SAMPLE;
    for (size_t k = 0; k < sizeof known_systems / sizeof *known_systems; k++) {
        int64_t inside = 0;
        for (int64_t i = 0; i < n; i++) {
            double x = t->sample[2 * i], y = t->sample[2 * i + 1];
            inside += box_holds(known_systems[k].range, swapped ? y : x, swapped ? x : y);
        }
        if (2 * inside > n)
            return &known_systems[k];
    }
    return NULL;
}

/* "; 500 of 1000 places have the axes turned ...": where those that fit a CRS are no majority, but
 * with those that would fit it turned they are. False: it is not so. */
static bool write_half_turned(const lb_crs_tally *t, char *text, size_t size)
{
    for (lb_crs_rank i = LB_CRS_GIVEN; i <= LB_CRS_WGS84; i++)
        if (t->candidate[i].crs && t->swapped[i] > 0 && t->fits[i] > 0 &&
            is_majority(t, t->fits[i] + t->swapped[i])) {
            snprintf(text, size,
                     "; %lld of %lld lie in %.100s, %lld with the axes turned: write all of them "
                     "with easting or longitude first",
                     (long long)t->fits[i], (long long)t->places, label_of(&t->candidate[i]),
                     (long long)t->swapped[i]);
            return true;
        }
    return false;
}

/* "; they look like RT 90 2.5 gon V: write SOURCE|crs=EPSG:3021". */
static void write_advice(const lb_crs_tally *t, const lb_crs_source *source, char *text,
                         size_t size)
{
    const char *said = strstr(source->file, "|crs=");
    int length = said ? (int)(said - source->file) : (int)strlen(source->file);
    const struct known_system *straight = find_known(t, false);
    const struct known_system *turned = straight ? NULL : find_known(t, true);
    const struct known_system *k = straight ? straight : turned;
    if (write_half_turned(t, text, size))
        return;
    if (source->square_ids && (!k || !k->crs || turned))
        snprintf(text, size, "; use a recipe with the crs that the ids are of");
    else if (source->square_ids)
        snprintf(text, size, "; they look like %s: use a recipe with crs: %s", k->name, k->crs);
    else if (!k)
        snprintf(text, size, "; say the CRS that they are in: %.*s|crs=EPSG:n", length,
                 source->file);
    else if (turned)
        snprintf(text, size, "; they look like %s with northing or latitude first: %s%s%s", k->name,
                 source->point_columns ? "name the columns the other way round with --x and --y"
                                       : "write easting or longitude first",
                 k->crs ? ", and say |crs=" : "", k->crs ? k->crs : "");
    else if (k->crs)
        snprintf(text, size, "; they look like %s: write %.*s|crs=%s", k->name, length,
                 source->file, k->crs);
    else
        snprintf(text, size, "; they look like %s: %s", k->name, k->advice);
}

/* The error shows some of the coordinates and, where another system fits them, which. */
static lb_status refuse_outside(const lb_crs_tally *t, const lb_crs_source *source,
                                lb_crs_rank rank, lb_error *err)
{
    char where[200], advice[300];
    describe_sample(t, where, sizeof where);
    write_advice(t, source, advice, sizeof advice);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: %s %.110s, but its coordinates (%s) are outside the area of use of "
                        "that%s",
                        source->file,
                        source->square_ids        ? "its ids are read as squares of"
                        : rank == LB_CRS_DECLARED ? "declares"
                                                  : "is said to be in",
                        label_of(&t->candidate[rank]), where, advice);
}

/* Swapped axes are an error with the remedy, never corrected in silence (docs/methods.md,
 * Coordinate reference systems). */
static lb_status refuse_swapped(const lb_crs_tally *t, const lb_crs_source *source,
                                const lb_crs_candidate *candidate, lb_error *err)
{
    char where[200];
    describe_sample(t, where, sizeof where);
    return lb_error_set(err, LB_E_INPUT, "%s: the axes are swapped: %s look like %s of %.110s; %s",
                        source->file, where,
                        candidate->degrees ? "latitude, longitude" : "northing, easting",
                        label_of(candidate),
                        source->point_columns ? "name the columns the other way round with --x and "
                                                "--y"
                        : candidate->degrees  ? "write longitude first"
                                              : "write easting first");
}

static lb_status refuse_unknown(const lb_crs_tally *t, const lb_crs_source *source, lb_error *err)
{
    char where[200], advice[300];
    describe_sample(t, where, sizeof where);
    write_advice(t, source, advice, sizeof advice);
    return lb_error_set(err, LB_E_INPUT,
                        "%s: has no CRS, and its coordinates (%s) are neither SWEREF 99 TM nor "
                        "longitude and latitude of Sweden%s",
                        source->file, where, advice);
}

/* The decision --------------------------------------------------------------------------------- */

/* A CRS that the source does not say itself: noted. */
static lb_status conclude_crs(const lb_crs_tally *t, const lb_crs_source *source, lb_log *log,
                              lb_crs_rank rank, lb_crs_rank *out)
{
    char where[200];
    const lb_crs_candidate *declared = &t->candidate[LB_CRS_DECLARED];
    describe_sample(t, where, sizeof where);
    if (declared->crs)
        lb_log_note(log,
                    "%s: declares %.110s, but its coordinates (%s) cannot be in it; read as %s",
                    source->file, label_of(declared), where, label_of(&t->candidate[rank]));
    else
        lb_log_note(log, "%s: has no CRS; its coordinates (%s) are taken as %s", source->file,
                    where, label_of(&t->candidate[rank]));
    *out = rank;
    return LB_OK;
}

/* The first of the candidates that have a CRS; SWEREF 99 TM otherwise. */
static lb_crs_rank first_rank(const lb_crs_tally *t)
{
    for (lb_crs_rank i = LB_CRS_GIVEN; i < LB_CRS_SWEREF; i++)
        if (t->candidate[i].crs)
            return i;
    return LB_CRS_SWEREF;
}

/* Degrees under a declared metric CRS lie in the square of 180 m around its origin: no place. */
static bool metric_holds_degrees(const lb_crs_tally *t, lb_crs_rank rank)
{
    return t->candidate[rank].crs && !t->candidate[rank].degrees && most_fit(t, LB_CRS_DEGREES);
}

static lb_status decide_undeclared(const lb_crs_tally *t, const lb_crs_source *source, lb_log *log,
                                   lb_crs_rank *out, lb_error *err)
{
    if (source->lonlat_names && most_fit(t, LB_CRS_DEGREES))
        return most_are_swapped(t, LB_CRS_WGS84)
                   ? refuse_swapped(t, source, &t->candidate[LB_CRS_WGS84], err)
                   : conclude_crs(t, source, log, LB_CRS_DEGREES, out);
    if (most_fit(t, LB_CRS_WORKING) && !metric_holds_degrees(t, LB_CRS_WORKING))
        return conclude_crs(t, source, log, LB_CRS_WORKING, out);
    if (most_fit(t, LB_CRS_SWEREF))
        return conclude_crs(t, source, log, LB_CRS_SWEREF, out);
    if (most_fit(t, LB_CRS_WGS84))
        return conclude_crs(t, source, log, LB_CRS_WGS84, out);
    for (lb_crs_rank i = LB_CRS_WORKING; i <= LB_CRS_WGS84; i++)
        if (most_are_swapped(t, i))
            return refuse_swapped(t, source, &t->candidate[i], err);
    /* Without --crs the working CRS is SWEREF 99 TM, which is metric too. */
    if (metric_holds_degrees(t, LB_CRS_WORKING) ||
        (!t->candidate[LB_CRS_WORKING].crs && !source->firm && most_fit(t, LB_CRS_DEGREES)))
        return conclude_crs(t, source, log, LB_CRS_DEGREES, out);
    return t->candidate[LB_CRS_WORKING].crs ? refuse_outside(t, source, LB_CRS_WORKING, err)
                                            : refuse_unknown(t, source, err);
}

static lb_status decide_rank(const lb_crs_tally *t, const lb_crs_source *source, lb_log *log,
                             lb_crs_rank *out, lb_error *err)
{
    const lb_crs_rank said = first_rank(t);
    if (t->places == 0) {
        *out = said;
        return LB_OK;
    }
    if (said > LB_CRS_DECLARED)
        return decide_undeclared(t, source, log, out, err);
    bool sweden_turned = t->candidate[said].degrees && most_are_swapped(t, LB_CRS_WGS84);
    if (most_fit(t, said) && !metric_holds_degrees(t, said) && !sweden_turned) {
        *out = said;
        return LB_OK;
    }
    if (sweden_turned)
        return refuse_swapped(t, source, &t->candidate[LB_CRS_WGS84], err);
    /* In Sweden's range as they stand they are not turned, though that may lie somewhere too. */
    if (most_are_swapped(t, said) && !most_fit(t, LB_CRS_SWEREF))
        return refuse_swapped(t, source, &t->candidate[said], err);
    if (most_are_swapped(t, LB_CRS_SWEREF))
        return refuse_swapped(t, source, &t->candidate[LB_CRS_SWEREF], err);
    /* A declaration that no coordinate can be in is a program's default, as in GeoJSON. */
    if (said == LB_CRS_DECLARED && !source->firm)
        for (lb_crs_rank i = LB_CRS_WORKING; i <= LB_CRS_WGS84; i++)
            if (most_fit(t, i) && !metric_holds_degrees(t, i))
                return conclude_crs(t, source, log, i, out);
    return refuse_outside(t, source, said, err);
}

lb_status lb_crs_decide(const lb_crs_tally *t, const lb_crs_source *source, lb_log *log,
                        lb_crs_choice *out, lb_error *err)
{
    lb_crs_rank rank;
    lb_status status = decide_rank(t, source, log, &rank, err);
    if (status == LB_OK)
        *out = (lb_crs_choice){.rank = rank,
                               .candidate = t->candidate[rank],
                               .in_sweden = t->candidate[rank].degrees && t->places > 0 &&
                                            most_fit(t, LB_CRS_WGS84)};
    return status;
}

void lb_crs_warn_outside_sweden(const lb_crs_tally *t, const lb_crs_source *source,
                                const lb_crs_choice *choice, lb_log *log)
{
    int64_t outside = t->fits[choice->rank] - t->fits[LB_CRS_SWEREF];
    if (lb_crs_epsg(label_of(&choice->candidate)) == LB_EPSG_SWEREF99_TM && outside > 0)
        lb_log_warning(log,
                       "%s: %lld of %lld places are in the area of use of EPSG:3006, but not in "
                       "Sweden (E 250000 to 950000, N 6100000 to 7700000): are they in a local "
                       "zone of SWEREF 99? Then say which, as |crs=EPSG:3007 behind %s",
                       source->file, (long long)outside, (long long)t->places,
                       outside == t->places ? "the source" : "a source of their own");
}

bool lb_crs_in_sweden(bool degrees, double x, double y)
{
    return box_holds(degrees ? sweden_degrees : sweden_sweref, x, y);
}

lb_misplaced lb_crs_misplaced(const lb_crs_choice *choice, double x, double y)
{
    const lb_crs_candidate *c = &choice->candidate;
    if (x == 0 && y == 0)
        return LB_PLACE_ZERO;
    if (choice->in_sweden && box_holds(sweden_degrees, y, x))
        return LB_PLACE_SWAPPED;
    if (area_holds(c, x, y))
        return LB_PLACE_OK;
    return area_holds(c, y, x) ? LB_PLACE_SWAPPED : LB_PLACE_OUTSIDE;
}

bool lb_crs_box_is_placed(const lb_crs_choice *choice, lb_box box)
{
    return area_holds_box(&choice->candidate, box) &&
           !(choice->in_sweden && !boxes_apart(turned_box(box), sweden_degrees)) &&
           boxes_apart(box, (lb_box){0, 0, 0, 0});
}

const char *lb_misplaced_text(lb_misplaced reason)
{
    static const char *const text[LB_PLACE_REASONS] = {[LB_PLACE_OK] = "placed",
                                                       [LB_PLACE_ZERO] = "at (0, 0)",
                                                       [LB_PLACE_SWAPPED] = "with the axes turned",
                                                       [LB_PLACE_OUTSIDE] =
                                                           "outside the area of use of the CRS"};
    return text[reason];
}
