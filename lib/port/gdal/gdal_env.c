/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

#include "port/gdal/gdal_env.h"
#include "port/gdal/network_policy.h"

/* Else GDAL writes a .properties file beside each .gz that it reads. */
static const char gzip_properties_option[] = "CPL_VSIL_GZIP_WRITE_PROPERTIES";

static pthread_once_t register_once = PTHREAD_ONCE_INIT;

void lb_gdal_start(void)
{
    pthread_once(&register_once, GDALAllRegister);
}

static void silence_gdal(bool is_remote)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    CPLSetThreadLocalConfigOption(gzip_properties_option, "NO");
    lb_network_deny(is_remote);
}

void lb_gdal_silence(void)
{
    silence_gdal(false);
}

void lb_gdal_silence_for(const char *source)
{
    silence_gdal(lb_network_is_remote(source));
}

void lb_gdal_restore(void)
{
    CPLPopErrorHandler();
    CPLSetThreadLocalConfigOption(gzip_properties_option, NULL);
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
