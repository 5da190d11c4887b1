/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/footprint/external_sort.h"
#include "tests/support/support.h"

enum { RECORDS = 3000, PHONES = 40, DAYS = 7 };

/* Days as they come: how many records and what their stations sum to, by phone and day. */
typedef struct found {
    size_t days, k[PHONES][DAYS];
    uint64_t sum[PHONES][DAYS];
    uint32_t last_phone;
    bool phones_come_in_order;
} found;

/* Station numbers tell phone and day back: station = (phone * DAYS + day) * RECORDS + i. */
static lb_status visit(void *udata, uint32_t phone, const uint32_t *station, size_t k)
{
    found *f = udata;
    size_t day = station[0] / RECORDS % DAYS;
    f->phones_come_in_order &= f->days == 0 || phone >= f->last_phone;
    f->last_phone = phone;
    f->days++;
    for (size_t i = 0; i < k; i++) {
        ck_assert_uint_eq(station[i] / RECORDS, phone * DAYS + day); /* one phone, one day */
        f->sum[phone][day] += station[i];
    }
    ck_assert_uint_eq(f->k[phone][day], 0); /* each day once */
    f->k[phone][day] = k;
    return LB_OK;
}

static found each(size_t max_in_memory, unsigned seed)
{
    lb_external_sort records = {.max_in_memory = max_in_memory};
    lb_random random = {5};
    lb_day_record all[RECORDS];
    found f = {.phones_come_in_order = true};
    for (uint32_t i = 0; i < RECORDS; i++) {
        uint32_t phone = (uint32_t)lb_random_below(&random, PHONES);
        uint32_t day = (uint32_t)lb_random_below(&random, DAYS);
        all[i] = (lb_day_record){phone, (int32_t)day - 3, (phone * DAYS + day) * RECORDS + i};
    }
    random.state = seed;
    for (int i = RECORDS - 1; seed && i > 0; i--) {
        int j = lb_random_below(&random, i + 1);
        lb_day_record swap = all[i];
        all[i] = all[j];
        all[j] = swap;
    }
    for (size_t i = 0; i < RECORDS; i++)
        ck_assert_int_eq(lb_external_sort_add(&records, all[i], NULL), LB_OK);
    ck_assert_int_eq(lb_external_sort_each_day(&records, visit, &f, NULL), LB_OK);
    ck_assert_uint_eq(records.runs,
                      max_in_memory < RECORDS ? (RECORDS + max_in_memory - 1) / max_in_memory : 0);
    lb_external_sort_clear(&records);
    return f;
}

START_TEST(days_are_the_same_in_memory_and_in_runs_in_any_order)
{
    found expected = each(RECORDS, 0);
    size_t records = 0;
    for (size_t p = 0; p < PHONES; p++)
        for (size_t d = 0; d < DAYS; d++)
            records += expected.k[p][d];
    ck_assert_uint_eq(records, RECORDS);
    ck_assert(expected.phones_come_in_order);
    const size_t max_in_memory[] = {RECORDS, RECORDS - 1, 1000, 7};
    for (unsigned seed = 0; seed < 3; seed++)
        for (size_t m = 0; m < 4; m++) {
            found f = each(max_in_memory[m], seed);
            ck_assert(f.phones_come_in_order);
            ck_assert_uint_eq(f.days, expected.days);
            ck_assert_int_eq(memcmp(f.k, expected.k, sizeof f.k), 0);
            ck_assert_int_eq(memcmp(f.sum, expected.sum, sizeof f.sum), 0);
        }
}
END_TEST

START_TEST(no_records_are_no_days)
{
    lb_external_sort records = {.max_in_memory = 10};
    found f = {0};
    ck_assert_int_eq(lb_external_sort_each_day(&records, visit, &f, NULL), LB_OK);
    ck_assert_uint_eq(f.days, 0);
    lb_external_sort_clear(&records);
}
END_TEST

static lb_status refuse(void *udata, uint32_t phone, const uint32_t *station, size_t k)
{
    (void)udata, (void)phone, (void)station, (void)k;
    return LB_E_MEMORY;
}

START_TEST(visitor_that_fails_ends_the_walk_with_a_message)
{
    for (size_t max_in_memory = 1; max_in_memory < 10; max_in_memory += 8) {
        lb_external_sort records = {.max_in_memory = max_in_memory};
        lb_error err = {0};
        for (uint32_t i = 0; i < 3; i++)
            ck_assert_int_eq(lb_external_sort_add(&records, (lb_day_record){i, 0, i}, &err), LB_OK);
        ck_assert_int_eq(lb_external_sort_each_day(&records, refuse, NULL, &err), LB_E_MEMORY);
        ck_assert_str_eq(err.text, "out of memory");
        lb_external_sort_clear(&records);
    }
}
END_TEST

LB_TEST_MAIN("day_records", days_are_the_same_in_memory_and_in_runs_in_any_order,
             no_records_are_no_days, visitor_that_fails_ends_the_walk_with_a_message)
