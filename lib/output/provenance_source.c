/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/provenance_source.h"
#include "port/gdal/sha256.h"

lb_status lb_provenance_source(lb_provenance *provenance, const char *source, const char *known,
                               int64_t rows, lb_error *err)
{
    char hash[LB_HASH_SIZE];
    bool is_known = known && known[0];
    lb_status status = is_known || !source ? LB_OK : lb_hash_file(source, hash, err);
    if (status == LB_OK && source)
        lb_provenance_input(provenance, source, is_known ? known : hash, rows);
    return status;
}
