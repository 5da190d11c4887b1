/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "base/job_steps.h"
#include "tests/support/support.h"

enum { STEPS = 5 };

typedef struct heard {
    pthread_t caller;
    char text[200];
    double done[2 * STEPS];
    size_t n;
} heard;

static void hear_message(void *udata, lb_severity severity, const char *text)
{
    heard *h = udata;
    snprintf(h->text + strlen(h->text), sizeof h->text - strlen(h->text), "%d %s|", (int)severity,
             text);
}

static void hear_progress(void *udata, const char *what, double done)
{
    heard *h = udata;
    ck_assert(pthread_equal(pthread_self(), h->caller));
    ck_assert(done == 1 || strcmp(what, "half") == 0);
    ck_assert_uint_lt(h->n, 2 * STEPS);
    h->done[h->n++] = done;
}

/* Half of each, then all; the fourth fails. */
static lb_status do_halves(void *udata, size_t i, const lb_job *own, lb_error *err)
{
    (void)udata;
    lb_log_progress(own->log, "half", 0.5);
    lb_log_note(own->log, "step %zu", i);
    lb_log_progress(own->log, "half", 1);
    return i == 3 ? lb_error_set(err, LB_E_INPUT, "no %zu", i) : LB_OK;
}

static heard run_halves(int threads, size_t steps)
{
    heard h = {.caller = pthread_self()};
    lb_log log = {hear_message, hear_progress, &h};
    const lb_job job = {.threads = threads, .log = &log};
    lb_error err = {0};
    lb_status status = lb_job_steps_run(&job, steps, do_halves, NULL, &err);
    ck_assert_int_eq(status, steps > 3 ? LB_E_INPUT : LB_OK);
    ck_assert_str_eq(err.text, steps > 3 ? "no 3" : "");
    return h;
}

START_TEST(messages_come_in_the_order_of_steps_up_to_the_first_that_failed)
{
    for (int threads = 1; threads <= 4; threads++) {
        ck_assert_str_eq(run_halves(threads, STEPS).text, "0 step 0|0 step 1|0 step 2|0 step 3|");
        ck_assert_str_eq(run_halves(threads, 1).text, "0 step 0|");
        ck_assert_str_eq(run_halves(threads, 0).text, "");
    }
}
END_TEST

START_TEST(progress_is_that_of_all_steps_and_comes_from_the_callers_thread)
{
    heard h = run_halves(1, STEPS);
    ck_assert_uint_eq(h.n, 2 * STEPS);
    for (size_t k = 0; k < h.n; k++)
        ck_near(h.done[k], (double)(k + 1) / (2 * STEPS), 1e-15);
    h = run_halves(1, 1);
    ck_assert_uint_eq(h.n, 2);
    ck_near(h.done[0], 0.5, 0);
    for (int threads = 2; threads <= 4; threads++) {
        h = run_halves(threads, STEPS);
        for (size_t k = 1; k < h.n; k++)
            ck_assert_double_gt(h.done[k], h.done[k - 1]);
        ck_assert(h.n == 0 || (h.done[0] > 0 && h.done[h.n - 1] == 1));
    }
}
END_TEST

LB_TEST_MAIN("job_steps", messages_come_in_the_order_of_steps_up_to_the_first_that_failed,
             progress_is_that_of_all_steps_and_comes_from_the_callers_thread)
