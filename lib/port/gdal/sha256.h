/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256, to say which inputs a result was made from. */
#ifndef LB_PORT_GDAL_SHA256_H
#define LB_PORT_GDAL_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/status.h>

enum { LB_HASH_SIZE = 65 };

/* Of a file, streamed; any name GDAL opens (/vsizip/ ...), with or without "|layername=...". A
 * source of several files (Shapefile, MapInfo) or a folder is hashed as their bytes one after the
 * other, in the order of their names: `cat area.cpg area.dbf ... | sha256sum` says the same.
 * LB_E_IO: cannot be read. /vsistdin/ or a pipe can be read once and has been by then: hex is ""
 * and the input cannot be identified later. */
lb_status lb_hash_file(const char *path, char hex[LB_HASH_SIZE], lb_error *err);

/* A hash of bytes added in pieces. NULL: out of memory. */
typedef struct lb_hasher lb_hasher;
lb_hasher *lb_hasher_new(void);
void lb_hasher_add(lb_hasher *hasher, const void *bytes, size_t length);
void lb_hasher_end(lb_hasher *hasher, char hex[LB_HASH_SIZE]); /* nothing more is added */
void lb_hasher_free(lb_hasher *hasher);                        /* NULL is accepted */

/* Is it the standard input or a pipe, on which a second reader would wait for ever? */
bool lb_hash_is_read_once(const char *path);

/* The first eight bytes of HMAC-SHA256(secret, message), the first the most significant.
 * LB_E_MEMORY.
 */
lb_status lb_hmac_sha256_key(const char *secret, size_t length, const char *message, uint64_t *out);

#endif
