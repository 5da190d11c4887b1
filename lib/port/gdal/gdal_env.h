/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting GDAL, keeping it quiet (what it would print is taken as text for lb_error) and at home.
 */
#ifndef LB_PORT_GDAL_GDAL_ENV_H
#define LB_PORT_GDAL_GDAL_ENV_H

/* Registers GDAL's drivers, once a process; cheap and safe from any thread. */
void lb_gdal_start(void);

/* From hush to unhush GDAL prints nothing in this thread, writes nothing beside what it reads and
 * fetches nothing from a network; hush forgets earlier messages. */
void lb_gdal_silence(void);
void lb_gdal_restore(void);

/* The same, around reading a source: one that is on a network by its name may be fetched. */
void lb_gdal_silence_for(const char *source);

/* Has an error (not a warning) been told in this thread since lb_gdal_silence? */
int lb_gdal_failed(void);

/* GDAL's last message in this thread, or `otherwise` when it gave none; borrowed until its next
 * call. */
const char *lb_gdal_message(const char *otherwise);

#endif
