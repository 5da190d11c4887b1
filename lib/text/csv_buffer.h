/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of a text table that is in memory: bytes read from a source, used from the front,
 * refilled at the end. One chunk can be read ahead while others work on the one before. */
#ifndef LB_TEXT_CSV_BUFFER_H
#define LB_TEXT_CSV_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lagesbild/status.h>

/* Where the bytes come from: fills to[0..size) and returns how many it wrote, fewer than size only
 * at the end; sets *status and *err when it cannot. It and the watcher are called by one thread at
 * a time, not always the same one. */
typedef size_t (*lb_csv_read)(void *udata, char *to, size_t size, lb_status *status, lb_error *err);

/* Is shown all bytes in the file's order, before anything is done to them. */
typedef void (*lb_csv_watcher)(void *udata, const char *bytes, size_t size);

enum { LB_CSV_CHUNK = 1 << 20 /* bytes read at a time */ };
#define LB_CSV_NONE SIZE_MAX

/* Bytes read before they are needed, behind room for what is left of those before them. */
typedef struct lb_csv_ahead {
    char *buffer;
    size_t count;
    size_t nul; /* as below, from the first of these bytes on */
    bool ready;
    lb_status status; /* of reading them; returned by the call that needs the bytes */
    lb_error err;
} lb_csv_ahead;

/* [start, end) of buffer is what has been read and not yet used: it begins at start for whoever
 * uses it, who moves start. */
typedef struct lb_csv_buffer {
    lb_csv_read read;
    lb_csv_watcher watch; /* NULL: nobody */
    void *udata;          /* of both */
    char *buffer;
    size_t capacity, start, end;
    size_t notified; /* up to where the watcher has seen it */
    bool finished;   /* nothing more to read */
    size_t nul;      /* where the first NUL byte lies, or LB_CSV_NONE */
    lb_csv_ahead ahead;
} lb_csv_buffer;

lb_csv_buffer lb_csv_buffer_of(lb_csv_read read, lb_csv_watcher watch, void *udata);
void lb_csv_buffer_clear(lb_csv_buffer *b);

/* Reads more bytes behind those not yet used, which may move: pointers into the buffer are invalid
 * afterwards. LB_E_MEMORY (without a text), or the source's error. */
lb_status lb_csv_buffer_fill(lb_csv_buffer *b, lb_error *err);

/* Shows the watcher what has been read and not yet shown. */
void lb_csv_buffer_notify(lb_csv_buffer *b);

/* Reads, and shows, what lb_csv_buffer_fill will need: may run beside threads that look at buffer,
 * which it leaves alone. */
void lb_csv_buffer_read_ahead(lb_csv_buffer *b);

#endif
