/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is fetched from a network but what the user names. GDAL would also go where the content
 * of a file sends it: a VRT's sources, the description of a map service. */
#ifndef LB_PORT_GDAL_NETWORK_POLICY_H
#define LB_PORT_GDAL_NETWORK_POLICY_H

#include <stdbool.h>

#include <cpl_string.h>

/* Does the source, as it is named, lead to a network: http://, /vsicurl/, /vsis3/ and the like,
 * also inside /vsizip/? */
bool lb_network_is_remote(const char *source);

/* Is it no file at all, but a text for one of GDAL's drivers: "PG:dbname=x", "GPKG:a.gpkg:b",
 * "<VRTDataset ..."? */
bool lb_network_is_connection(const char *source);

/* From deny to allow GDAL fetches nothing in this thread; calls come in pairs. is_remote: the
 * source itself is on a network, and fetching stays allowed. */
void lb_network_deny(bool is_remote);
void lb_network_allow(void);

/* Does GDAL's driver of that name use a service or a database, or run a program? */
bool lb_network_is_driver(const char *name);

/* The registered drivers that do not; freed by CSLDestroy. */
char **lb_local_drivers(void);

#endif
