/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/log_once.h"

/* Is the message none of those given before? When it cannot be remembered, it is given again. */
static bool is_new(lb_log_once *once, const char *text)
{
    lb_string message = lb_string_of(text);
    size_t before = once->given.count;
    uint32_t id;
    return lb_string_ids_add(&once->given, &message, 1, &id) != LB_OK || once->given.count > before;
}

static void pass_message(void *udata, lb_severity severity, const char *text)
{
    lb_log_once *once = udata;
    if (once->to->write && (severity == LB_PROBLEM || is_new(once, text)))
        once->to->write(once->to->udata, severity, text);
}

static void pass_progress(void *udata, const char *what, double done)
{
    lb_log_progress(((const lb_log_once *)udata)->to, what, done);
}

lb_log *lb_log_once_begin(lb_log_once *once, lb_log *to)
{
    *once = (lb_log_once){.log = {pass_message, pass_progress, once}, .to = to};
    return to ? &once->log : NULL;
}

void lb_log_once_clear(lb_log_once *once)
{
    lb_string_ids_clear(&once->given);
}
