/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure: what an analyst should know about the events before believing their shares (docs/
 * methods.md, Validity periods): events older than the area they are in, and links to areas. It has
 * no columns; it writes to the log. The first and last day, between which a period without ends
 * runs, are found here too. */
#include <stdlib.h>

#include "base/number.h"
#include "base/swedish_text.h"
#include "commands/share/share_measure.h"

typedef struct event_checks {
    const lb_share_inputs *in;
    const lb_share_set *set;
    int64_t first_day, last_day;             /* since 1970-01-01, of dated events with a place */
    int64_t before_area;                     /* events older than an area at their place */
    int64_t linked_outside, unmatched_links; /* events */
    int64_t divided, excluded;               /* events whose interval is in several periods */
} event_checks;

static lb_status init_checks(const lb_share_inputs *in, size_t set, void **state, lb_error *err)
{
    event_checks *m = calloc(1, sizeof *m);
    *state = m;
    if (!m)
        return lb_error_memory(err);
    *m = (event_checks){.in = in, .set = &in->set[set], .first_day = 1};
    return LB_OK;
}

static void extend_days(event_checks *m, int64_t first, int64_t last)
{
    bool empty = m->first_day > m->last_day;
    m->first_day = empty || first < m->first_day ? first : m->first_day;
    m->last_day = empty || last > m->last_day ? last : m->last_day;
}

static lb_status add_to_checks(void *state, const lb_share_event *event, size_t n)
{
    event_checks *m = state;
    for (size_t i = 0; i < n; i++) {
        const lb_share_event *e = &event[i];
        bool in_days = e->dated && lb_event_time_has_days(e->event->time);
        if (e->event->placed && e->dated)
            extend_days(m, e->event->day, in_days ? e->event->time->last_day : e->event->day);
        m->divided += in_days && lb_share_event_is_divided(&m->in->periods, e);
        m->excluded += e->excluded;
        m->before_area += e->before_area;
        m->linked_outside += e->linked_outside;
        m->unmatched_links += e->unmatched_link;
    }
    return LB_OK;
}

static void merge_checks(void *state, const void *part)
{
    event_checks *m = state;
    const event_checks *other = part;
    m->before_area += other->before_area;
    m->linked_outside += other->linked_outside;
    m->divided += other->divided;
    m->excluded += other->excluded;
    m->unmatched_links += other->unmatched_links;
    if (other->first_day <= other->last_day)
        extend_days(m, other->first_day, other->last_day);
}

void lb_measure_checks_days(const void *state, int64_t *first, int64_t *last)
{
    const event_checks *m = state;
    *first = m->first_day;
    *last = m->last_day;
}

/* Notes about events in general are given once, with the first set; those about areas with each
 * set. */
void lb_measure_checks_log(const void *state)
{
    const event_checks *m = state;
    const lb_share_options *o = m->in->options;
    lb_log *log = m->in->job->log;
    if (m->before_area > 0 && !m->set->times.limited)
        lb_log_warning(log,
                       "%s: %lld %s in its areas %s older than the areas (by %s); areas drawn with "
                       "knowledge of the events hold more of them; limit with --valid-from FIELD",
                       m->set->areas.label, (long long)m->before_area,
                       lb_number_word(m->before_area, "event", "events"),
                       lb_number_word(m->before_area, "is", "are"), m->set->times.basis);
    if (m->divided > 0 && m->set == m->in->set)
        lb_log_note(log, "%lld %s divided among periods, as %s time is not known",
                    (long long)m->divided, lb_number_word(m->divided, "event is", "events are"),
                    lb_number_word(m->divided, "its", "their"));
    if (m->divided > 0 && m->set == m->in->set && o->position_error > 0)
        lb_log_warning(log,
                       "--position-error: its columns have the %lld %s divided among periods where "
                       "%s interval begins",
                       (long long)m->divided,
                       lb_number_word(m->divided, "event that is", "events that are"),
                       lb_number_word(m->divided, "its", "their"));
    if (m->excluded > 0 && m->set == m->in->set)
        lb_log_warning(log, "--time-rule exclude: %lld %s in none of them, counted as undated%s",
                       (long long)m->excluded,
                       lb_number_word(m->excluded, "event whose interval is in several periods is",
                                      "events whose interval is in several periods are"),
                       m->in->periods.n_rules > 1 ? " where no other --period holds it" : "");
    if (o->linked)
        lb_log_note(log, "%s: %lld %s counted in an area %s happened outside of (%s)",
                    m->set->areas.label, (long long)m->linked_outside,
                    lb_number_word(m->linked_outside, "event", "events"),
                    lb_number_word(m->linked_outside, "it", "they"), o->linked);
    if (m->unmatched_links > 0)
        lb_log_warning(
            log, "%s: %lld %s linked (%s) to a name that no area has%s; %s happened only",
            m->set->areas.label, (long long)m->unmatched_links,
            lb_number_word(m->unmatched_links, "event is", "events are"), o->linked,
            m->set->times.limited ? " on the day" : "",
            lb_number_word(m->unmatched_links, "it counts where it", "they count where they"));
}

const lb_share_measure lb_measure_checks = {
    .init = init_checks, .add = add_to_checks, .merge = merge_checks, .clear = free};
