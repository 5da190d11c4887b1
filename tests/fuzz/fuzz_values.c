/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the small things that stand in cells and options: numbers, dates, zones, periods,
 * squares' ids, names. What is written is read as itself. */
#include <math.h>

#include <lagesbild.h>

#include "text/date.h"
#include "base/number.h"
#include "base/swedish_text.h"
#include "text/timezone.h"
#include "commands/profile/stat_spec.h"
#include "tests/fuzz/fuzz.h"

static void numbers(const char *text, size_t size)
{
    char shown[LB_NUMBER_SIZE];
    double value, again;
    int64_t whole;
    lb_value_parse(text, size, &value);
    lb_integer_parse(text, size, &whole);
    if (!lb_number_parse(text, size, &value))
        return;
    fuzz_must(!isnan(value), "a number is one");
    for (int decimals = 0; decimals < 10; decimals += 3)
        lb_number_format_fixed(value, decimals, shown);
    lb_number_format(value, shown);
    fuzz_must(isinf(value) || (lb_number_parse(shown, strlen(shown), &again) && again == value),
              "a number reads back as the same");
}

static void dates(const char *text, size_t size)
{
    lb_date date;
    lb_timezone zone = {0};
    lb_period_rule rule;
    bool zoned = lb_timezone_parse(text, &zone);
    if (lb_date_parse(text, size, &date)) {
        fuzz_must(lb_date_is_valid(date.year, date.month, date.day), "a date is of the calendar");
        fuzz_must(date.second >= 0 && date.second < 86401, "a time is of the day");
        const lb_timezone sweden = {.sweden = true};
        lb_timezone_day_at(&sweden, lb_timezone_seconds(&sweden, &date));
        lb_timezone_day_at(&zone, lb_timezone_seconds(&zone, &date));
    }
    if (zoned)
        lb_timezone_offset(&zone, 1600000000);
    if (lb_period_parse(text, &rule) == LB_OK) {
        lb_period period = lb_period_at(&rule, 18000);
        fuzz_must(period.from < period.to, "a period has days");
    }
}

static void ids(const char *text, size_t size)
{
    static const int32_t sizes[] = {0, 100, 250, 1000};
    for (int i = 0; i < 4; i++) {
        lb_square square, again;
        char id[LB_SQUARE_ID_SIZE];
        lb_id_fault fault = lb_square_parse(text, size, sizes[i], &square);
        fuzz_must(lb_id_fault_text(fault) != NULL, "a fault has a name");
        if (fault != LB_ID_OK || square.size == 0)
            continue;
        lb_square_id(square, id);
        fuzz_must(lb_square_parse(id, strlen(id), square.size, &again) == LB_ID_OK &&
                      lb_square_compare(&square, &again) == 0,
                  "an id reads back as the same");
    }
}

static void names(const char *text, size_t size)
{
    lb_categories categories = {0};
    lb_stat_spec spec;
    char *utf8 = lb_text_utf8(text, size), folded[40];
    if (!utf8)
        abort();
    fuzz_must(lb_text_is_utf8(utf8, strlen(utf8)), "what is read is UTF-8");
    fuzz_must(lb_text_fold(utf8, folded, sizeof folded) < sizeof folded, "a fold fits its room");
    fuzz_must(lb_category_same(utf8, utf8), "a category is itself");
    lb_category_is_none(utf8);
    if (lb_categories_add(&categories, utf8, NULL) == LB_OK &&
        lb_categories_add(&categories, "Utsatt område", NULL) == LB_OK) {
        const char *const first[] = {utf8};
        lb_categories_sort(&categories, first, 1, NULL);
        fuzz_must(lb_categories_find(&categories, utf8) == 0, "the priority's first is the first");
    }
    lb_categories_clear(&categories);
    fuzz_must(lb_text_compare(utf8, utf8) == 0, "a text is in order with itself");
    if (size < 300)
        lb_text_distance(utf8, "Särskilt utsatt område");
    lb_stat_spec_parse(utf8, &spec, NULL);
    free(utf8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    numbers(text, size);
    ids(text, size);
    dates(text, size);
    names(text, size);
    free(text);
    return 0;
}
