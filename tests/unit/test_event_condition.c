/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/support.h"
#include "project/publish/event_condition.h"

START_TEST(values_of_one_field_are_kinds)
{
    ck_assert(lb_event_conditions_agree("typ = 'a'", "\"TYP\" IN ('b','c''d') OR typ <> 4"));
    ck_assert(lb_event_conditions_agree("", "typ = -1"));
    ck_assert(lb_event_conditions_agree("typ = 'a'", ""));
    ck_assert(lb_event_conditions_agree("x > 4", "x > 4")); /* the same */
}
END_TEST

START_TEST(other_conditions_are_none)
{
    ck_assert(!lb_event_conditions_agree("typ = 'a'", "plats = 'a'"));
    ck_assert(!lb_event_conditions_agree("typ = 'a'", "typ > 'a'"));
    ck_assert(!lb_event_conditions_agree("typ = 'a'", "typ LIKE 'a%'"));
    ck_assert(!lb_event_conditions_agree("", "typ = 'a' AND plats = 'b'"));
    ck_assert(!lb_event_conditions_agree("", "typ = \"a\"")); /* a field's name */
    ck_assert(!lb_event_conditions_agree("", "x + 1 = 2"));
}
END_TEST

START_TEST(fields_are_found_by_their_folded_names)
{
    ck_assert(lb_event_condition_names("typ = 'a' AND (Datum) > '2020'", "datum"));
    ck_assert(lb_event_condition_names("CAST(\"X Koord\" AS FLOAT) < 1", "x_koord"));
    ck_assert(lb_event_condition_names("m.datum > '2020'", "datum"));
    ck_assert(lb_event_condition_names("\"a.b\" > 1", "a.b"));
    ck_assert(!lb_event_condition_names("datum.typ > 'a'", "datum"));
    ck_assert(!lb_event_condition_names("typ = 'datum'", "datum"));
    ck_assert(!lb_event_condition_names("typ = 'it''s datum'", "datum"));
    ck_assert(!lb_event_condition_names("", "datum"));
    ck_assert(lb_event_condition_names("\"datum", "datum")); /* no end */
}
END_TEST

START_TEST(functions_of_geometry_choose_by_place)
{
    ck_assert(lb_event_condition_measures("typ = 'a' AND st_minx (the_geom) < 600000"));
    ck_assert(!lb_event_condition_measures("st_rank = 4 OR typ = 'ST_X(geom)'"));
    ck_assert(!lb_event_condition_measures("lower(typ) = 'a'"));
}
END_TEST

LB_TEST_MAIN("event_condition", values_of_one_field_are_kinds, other_conditions_are_none,
             fields_are_found_by_their_folded_names, functions_of_geometry_choose_by_place)
