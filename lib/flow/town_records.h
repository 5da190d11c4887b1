/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts, phones and answers of Lindvik. */
#ifndef LB_FLOW_TOWN_RECORDS_H
#define LB_FLOW_TOWN_RECORDS_H

#include "flow/town.h"

enum {
    LB_TOWN_FIRST_YEAR = 2019,
    LB_TOWN_YEARS = 3,
    LB_TOWN_INDICATORS = 4,
    LB_TOWN_QUESTIONS = 80,
    LB_TOWN_PHONES = 90,
    LB_TOWN_DAYS = 7
};

/* i < LB_TOWN_INDICATORS; static. */
const char *lb_town_indicator(size_t i);

/* People of an area, and of the country, in a year. */
int lb_town_people_in(const lb_town *town, size_t area, int year);
int lb_town_country_people(int year);

/* Reports of an indicator from an area or the whole country in a year. */
int lb_town_reports(const lb_town *town, size_t indicator, size_t area, int year);
int lb_town_country_reports(size_t indicator, int year);

/* Question 1..80: 1 to 5, or 0 when it was not answered. */
typedef struct lb_town_answer {
    int level, uncertainty;
} lb_town_answer;

lb_town_answer lb_town_answer_of(size_t area, int year, int question);

/* The subarea of a question; static. */
const char *lb_town_subarea(int question);

/* The footprints of a phone on a day: as many as are returned, at most 8. */
typedef struct lb_town_print {
    int minute;  /* of the day */
    double e, n; /* the base station */
} lb_town_print;

size_t lb_town_prints(const lb_town *town, int phone, int day, lb_town_print out[8]);

#endif
