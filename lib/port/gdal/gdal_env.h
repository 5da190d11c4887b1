/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting GDAL, and calling it without output, side effects and network: what it would print
 * becomes the text of an lb_error. */
#ifndef LB_PORT_GDAL_GDAL_ENV_H
#define LB_PORT_GDAL_GDAL_ENV_H

/* Registers GDAL's drivers, once a process; cheap and safe from any thread. */
void lb_gdal_start(void);

/* From silence to restore GDAL prints nothing in this thread, writes nothing beside what it reads
 * and fetches nothing from a network; silence forgets earlier messages. */
void lb_gdal_silence(void);
void lb_gdal_restore(void);

/* The same, around reading a source, which may be fetched if its name says that it is on a network.
 */
void lb_gdal_silence_for(const char *source);

/* Has GDAL reported an error (not a warning) in this thread since lb_gdal_silence? */
int lb_gdal_failed(void);

/* GDAL's last message in this thread, or `otherwise` when it gave none; borrowed until its next
 * call. */
const char *lb_gdal_message(const char *otherwise);

#endif
