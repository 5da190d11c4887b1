/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata of a data set as catalogues read them (ISO 19115, in the XML of ISO/TS 19139). */
#ifndef LB_PORT_VECTOR_ISO_METADATA_H
#define LB_PORT_VECTOR_ISO_METADATA_H

#include "model/layer_desc.h"

/* Where the standard names its documents. */
#define LB_ISO_METADATA_URI "http://www.isotc211.org/2005/gmd"

/* Title, abstract, language, CRS of the first layer with geometry, and as lineage the program, its
 * command and the inputs of about->provenance with rows and SHA-256. The date is withheld: today's
 * would make the bytes of two runs differ. The caller frees it; NULL: out of memory. */
char *lb_iso_metadata(const lb_layer_desc *layers, size_t n, const lb_file_about *about);

#endif
