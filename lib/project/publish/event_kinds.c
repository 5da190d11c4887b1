/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "base/number.h"
#include "base/try.h"
#include "input/areas/name_index.h"
#include "input/tables/typed_reader.h"
#include "port/gdal/source_spec.h"
#include "project/publish/event_kinds.h"
#include "project/publish/event_readings.h"

/* Fewest events of a kind, in the mean, that are counted as kinds. */
enum { EVENTS_OF_KIND = 2 };

typedef struct kind_counter {
    lb_name_index kinds; /* compared as indicators of `rate` */
    size_t events;       /* that have one */
} kind_counter;

static lb_status add_kind(void *udata, const lb_typed_row *row)
{
    kind_counter *c = udata;
    size_t at;
    if (!row->value[0].text)
        return LB_OK;
    c->events++;
    return lb_name_index_add(&c->kinds, row->value[0].text, &at);
}

lb_status lb_event_kinds_check(const char *source, const char *field, const lb_job *job,
                               char why[300])
{
    const lb_input_column column = {
        .what = "indicator", .requested = field, .missing = LB_VALUE_OPTIONAL};
    kind_counter c = {.kinds = {.folded = true}};
    lb_job quiet = *job;
    lb_typed_reader reader;
    lb_error ignored;
    quiet.log = NULL;
    why[0] = '\0';
    if (lb_source_is_read_once(source)) {
        snprintf(why, 300, "%s", lb_event_pipe_reason);
        return LB_OK;
    }
    lb_status status = lb_typed_reader_open(source, &column, 1, &quiet, &reader, &ignored);
    if (status == LB_OK)
        status = lb_typed_reader_each(&reader, add_kind, &c, &ignored);
    lb_typed_reader_close(&reader);
    if (status == LB_OK && c.events < EVENTS_OF_KIND * c.kinds.count)
        snprintf(why, 300,
                 "it has %zu %s for %zu %s, nearly one each, so that counts are of single events; "
                 "published are counts by kinds of %d events or more in the mean",
                 c.kinds.count, lb_number_word((double)c.kinds.count, "value", "values"), c.events,
                 lb_number_word((double)c.events, "event", "events"), EVENTS_OF_KIND);
    lb_name_index_clear(&c.kinds);
    return status == LB_E_MEMORY ? status : LB_OK;
}
