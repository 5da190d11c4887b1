/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of `placebo` that are read from text. */
#ifndef LB_COMMANDS_PLACEBO_PLACEBO_OPTIONS_H
#define LB_COMMANDS_PLACEBO_PLACEBO_OPTIONS_H

#include <lagesbild/placebo.h>
#include "input/events/event_points.h"

/* What a place has alike beside its people. */
typedef struct lb_placebo_match {
    bool index, urban, municipality;
} lb_placebo_match;

/* "people,index,municipality,urban"; municipalities: the source that --match municipality needs, or
 * NULL. LB_E_USAGE. */
lb_status lb_placebo_match_parse(const char *text, const char *municipalities,
                                 lb_placebo_match *match, lb_error *err);

/* Members match, municipalities and municipality_class. */
#define LB_PLACEBO_MATCH_OPTIONS_OF(needs_)                                                          \
    LB_OPTION("match", 0, JOINED, LB_AT(match), "A,B",                                               \
              "vad en jämförbar plats har lika: people (inom 20 %), index (inom 5), municipality " \
              "(kommuner av samma klass), urban (andel i tätort inom 0,1)",                          \
              "what a comparable place has alike: people (within 20 %), index (within 5), "          \
              "municipality (of the same class), urban (share in urban cells within 0.1)",           \
              .standard = "people", .needs = needs_),                                                \
        LB_OPTION("municipalities", 0, SOURCE, LB_AT(municipalities), "ZONES", "kommunerna",         \
                  "municipalities", .needs = "match=municipality"),                                  \
        LB_OPTION(                                                                                   \
            "municipality-class", 0, TEXT, LB_AT(municipality_class), "FIELD",                       \
            "kommunernas fält med klassen; utan det är klassen deras storlek",                       \
            "field of the municipalities with their class; without it their size is the class",      \
            .needs = "municipalities")

/* "2021-06-30". NULL or the name of a field, which begins with no digit: LB_UNDATED_DAY.
 * LB_E_USAGE. */
lb_status lb_placebo_listed_parse(const char *text, int64_t *day, lb_error *err);

#endif
