/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/bands.h"

lb_status lb_band_read(const char *spec, const lb_recipe *recipe, const lb_job *job,
                       lb_delivery *out, lb_error *err)
{
    (void)recipe, (void)job, (void)out;
    return lb_error_set(err, LB_E_USAGE, "--band %s: not yet", spec);
}
