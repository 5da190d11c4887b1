/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources in provenance: which bytes a result was made from. */
#ifndef LB_OUTPUT_PROVENANCE_SOURCE_H
#define LB_OUTPUT_PROVENANCE_SOURCE_H

#include "output/provenance.h"

/* Adds a source with its hash; NULL is left out. known: the hash, where it has been told already;
 * else NULL or "". rows < 0: not known. LB_E_IO: cannot be read. */
lb_status lb_provenance_source(lb_provenance *provenance, const char *source, const char *known,
                               int64_t rows, lb_error *err);

#endif
