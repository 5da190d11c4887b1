/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/try.h"
#include "commands/hotspot/hotspot_options.h"
#include "input/events/event_points.h"

#define DEFAULT_DISTANCES "0,1,200,400,600"
#define DEFAULT_DAYS      "0,1,7,14,28"

/* The names stand in the order of the bits LB_HOTSPOT_COUNT, _KDE, ...: position k is bit k. */
lb_status lb_hotspot_methods_parse(const char *text, unsigned *methods, lb_error *err)
{
    static const char *const names[] = {"count", "kde", "gi", "excess", "lisa", "scan", NULL};
    *methods = text ? 0 : LB_HOTSPOT_USUAL;
    for (const char *at = text ? text : ""; *at;) {
        size_t length = strcspn(at, ", "), k = 0;
        while (names[k] && !(strlen(names[k]) == length && strncmp(names[k], at, length) == 0))
            k++;
        if (!names[k])
            return lb_error_set(err, LB_E_USAGE,
                                "--method: '%.*s' found, expected count, kde, gi, excess, lisa or "
                                "scan, with commas between",
                                (int)length, at);
        *methods |= 1U << k;
        at += length;
        at += strspn(at, ", ");
    }
    return LB_OK;
}

lb_status lb_hotspot_bandwidth_parse(const char *text, double *bandwidth, lb_error *err)
{
    *bandwidth = text ? 0 : 500;
    if (!text || strcmp(text, "auto") == 0)
        return LB_OK;
    if (lb_number_parse(text, strlen(text), bandwidth) && *bandwidth >= 1 && *bandwidth <= 100e3)
        return LB_OK;
    return lb_error_set(err, LB_E_USAGE,
                        "--bandwidth: '%s' found, expected metres from 1 to 100000, or auto", text);
}

/* "0,1,200": ascending numbers from 0 up to `most`. */
static lb_status parse_edges(const char *option, const char *text, double most, double *edge,
                             size_t *n, lb_error *err)
{
    *n = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double value;
        bool good = *n < LB_NEAR_REPEAT_EDGES && lb_number_parse(at, length, &value) &&
                    value >= 0 && value <= most && (*n == 0 || value > edge[*n - 1]);
        if (!good)
            return lb_error_set(err, LB_E_USAGE,
                                "--%s: '%s' found, expected at most %d ascending numbers from 0 to "
                                "%.0f, the lower bounds of the bins, as 0,1,200",
                                option, text, LB_NEAR_REPEAT_EDGES, most);
        edge[(*n)++] = value;
        at += length + (at[length] == ',');
    }
    return *n > 0 ? LB_OK
                  : lb_error_set(err, LB_E_USAGE,
                                 "--%s: nothing found, expected numbers as 0,1,200", option);
}

lb_status lb_hotspot_edges_parse(const lb_hotspot_options *o, lb_bin_edges *e, lb_error *err)
{
    LB_TRY(parse_edges("distances", o->distances ? o->distances : DEFAULT_DISTANCES, 1e6,
                       e->distance, &e->distances, err));
    LB_TRY(parse_edges("days", o->days ? o->days : DEFAULT_DAYS, LB_NEAR_REPEAT_MAX_DAYS, e->day,
                       &e->day_bins, err));
    for (size_t k = 0; k < e->day_bins; k++) {
        e->days[k] = (int64_t)e->day[k];
        if (e->day[k] != floor(e->day[k]))
            return lb_error_set(err, LB_E_USAGE, "--days: %g found, expected whole days",
                                e->day[k]);
    }
    return LB_OK;
}

lb_status lb_hotspot_percents_parse(const lb_hotspot_options *o, double *area, size_t *n,
                                    lb_error *err)
{
    const char *text = o->people ? o->people : o->area ? o->area : "1,2,5";
    *n = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ",");
        double value;
        if (*n == LB_HITS_MAX_AREAS || !lb_number_parse(at, length, &value) ||
            !(value > 0 && value <= 100))
            return lb_error_set(err, LB_E_USAGE,
                                "--%s: '%s' found, expected at most %d per cents of the %s, as "
                                "1,2,5",
                                o->people ? "people" : "area", text, LB_HITS_MAX_AREAS,
                                o->people ? "people" : "support");
        area[(*n)++] = value;
        at += length + (at[length] == ',');
    }
    return LB_OK;
}

static lb_status check_hits(const lb_hotspot_options *options, lb_error *err)
{
    lb_period period;
    double area[LB_HITS_MAX_AREAS];
    size_t n;
    if (options->rolling && (options->train || options->test))
        return lb_error_set(err, LB_E_USAGE,
                            "--rolling takes each year with that before it: leave --train and "
                            "--test out");
    if (!options->rolling && (!options->train || !options->test))
        return lb_error_set(err, LB_E_USAGE,
                            "--hits needs --train and --test, the period that ranks the cells and "
                            "a later one, or --rolling");
    if (!options->rolling) {
        LB_TRY(lb_event_period_parse("train", options->train, &period, err));
        LB_TRY(lb_event_period_parse("test", options->test, &period, err));
    }
    if (options->people && options->area)
        return lb_error_set(err, LB_E_USAGE,
                            "--area and --people: give one of them: how much of the cells is "
                            "flagged, or of the people");
    return lb_hotspot_percents_parse(options, area, &n, err);
}

lb_status lb_hotspot_texts_check(const lb_hotspot_options *o, lb_error *err)
{
    unsigned methods;
    double bandwidth;
    lb_bin_edges edges;
    LB_TRY(lb_hotspot_methods_parse(o->method, &methods, err));
    LB_TRY(lb_hotspot_bandwidth_parse(o->bandwidth, &bandwidth, err));
    LB_TRY(lb_hotspot_edges_parse(o, &edges, err));
    return o->hits ? check_hits(o, err) : LB_OK;
}
