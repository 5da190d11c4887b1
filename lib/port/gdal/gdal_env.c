/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GDAL's global state, as far as a library may touch it: drivers are registered once, everything
 * else is set for the calling thread and for the time of one call. */
#include <pthread.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>

#include "port/gdal/gdal_env.h"
#include "port/gdal/network_policy.h"

/* GDAL would write a .properties file with the unpacked size beside each .gz that it reads. */
static const char gzip_properties_option[] = "CPL_VSIL_GZIP_WRITE_PROPERTIES";

/* How much of the standard input GDAL keeps, to be read again: by default 1 MB. What is larger and
 * read twice, as areas of `rate` are, is an error. */
static const char stdin_limit_option[] = "CPL_VSISTDIN_BUFFER_LIMIT", stdin_limit[] = "64MB";

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
    CPLSetThreadLocalConfigOption(stdin_limit_option, stdin_limit);
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
    CPLSetThreadLocalConfigOption(stdin_limit_option, NULL);
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
