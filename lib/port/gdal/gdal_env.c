/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

#include "port/gdal/gdal_env.h"
#include "port/gdal/network_policy.h"

/* Else GDAL writes a .properties file beside each .gz that it reads. */
static const char leave_no_trace[] = "CPL_VSIL_GZIP_WRITE_PROPERTIES";

static pthread_once_t once = PTHREAD_ONCE_INIT;

void lb_gdal_start(void)
{
    pthread_once(&once, GDALAllRegister);
}

static void hush(bool named)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    CPLSetThreadLocalConfigOption(leave_no_trace, "NO");
    lb_network_deny(named);
}

void lb_gdal_hush(void)
{
    hush(false);
}

void lb_gdal_hush_for(const char *source)
{
    hush(lb_network_named(source));
}

void lb_gdal_unhush(void)
{
    CPLPopErrorHandler();
    CPLSetThreadLocalConfigOption(leave_no_trace, NULL);
    lb_network_allow();
}

int lb_gdal_failed(void)
{
    return CPLGetLastErrorType() >= CE_Failure;
}

const char *lb_gdal_message(const char *otherwise)
{
    const char *text = CPLGetLastErrorMsg();
    return text && *text ? text : otherwise;
}
