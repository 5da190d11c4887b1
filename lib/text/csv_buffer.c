/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buffer moves through the file: what is used up in front makes room behind. Bytes read ahead
 * lie in a second buffer, with room in front of them for the row that the chunk before broke off
 * in; the two buffers then change places, so that a chunk is copied only where a row is longer than
 * that room. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/csv_buffer.h"

/* Room before bytes read ahead: for the row that the chunk before them broke off in. */
enum { HEADROOM = 64 << 10 };

lb_csv_buffer lb_csv_buffer_of(lb_csv_read read, lb_csv_watcher watch, void *udata)
{
    return (lb_csv_buffer){.read = read, .watch = watch, .udata = udata, .nul = LB_CSV_NONE};
}

void lb_csv_buffer_clear(lb_csv_buffer *b)
{
    free(b->buffer);
    free(b->ahead.buffer);
    *b = (lb_csv_buffer){.nul = LB_CSV_NONE};
}

/* Passes bytes to the watcher (the hash of the input file), each byte once, in order. */
static void notify_watcher(const lb_csv_buffer *b, const char *bytes, size_t size)
{
    if (b->watch)
        b->watch(b->udata, bytes, size);
}

void lb_csv_buffer_notify(lb_csv_buffer *b)
{
    if (b->notified < b->end)
        notify_watcher(b, b->buffer + b->notified, b->end - b->notified);
    b->notified = b->end;
}

/* Offset of the first NUL byte, which no text table has, or LB_CSV_NONE. */
static size_t find_nul(const char *bytes, size_t n)
{
    const char *nul = n > 0 ? memchr(bytes, '\0', n) : NULL;
    return nul ? (size_t)(nul - bytes) : LB_CSV_NONE;
}

/* Reads the next chunk while threads work on the last; the headroom in front of it takes the row
 * that the last chunk broke off, so that chunks are seldom copied. */
void lb_csv_buffer_read_ahead(lb_csv_buffer *b)
{
    lb_csv_ahead *a = &b->ahead;
    lb_csv_buffer_notify(b);
    if (!a->buffer)
        a->buffer = malloc(HEADROOM + LB_CSV_CHUNK);
    if (b->finished || a->ready || !a->buffer)
        return;
    a->status = LB_OK;
    a->count = b->read(b->udata, a->buffer + HEADROOM, LB_CSV_CHUNK, &a->status, &a->err);
    a->ready = true;
    if (a->status == LB_OK)
        notify_watcher(b, a->buffer + HEADROOM, a->count);
    a->nul = find_nul(a->buffer + HEADROOM, a->count);
}

/* The unused bytes now begin at `start` of the buffer: all offsets into it move alike. */
static void shift_offsets(lb_csv_buffer *b, size_t start)
{
    if (b->nul != LB_CSV_NONE)
        b->nul = b->nul - b->start + start;
    b->end = b->end - b->start + start;
    b->notified = b->end;
    b->start = start;
}

/* Moves the unused bytes to the front of the buffer, so that all room is behind them. */
static void move_to_front(lb_csv_buffer *b)
{
    if (b->start > 0)
        memmove(b->buffer, b->buffer + b->start, b->end - b->start);
    shift_offsets(b, 0);
}

/* At least `wanted` bytes of room behind the end; capacity doubles for rows longer than it. */
static bool make_room(lb_csv_buffer *b, size_t wanted)
{
    size_t bigger = b->capacity ? b->capacity : HEADROOM + LB_CSV_CHUNK;
    while (bigger - b->end < wanted)
        bigger *= 2;
    char *buffer = bigger > b->capacity ? realloc(b->buffer, bigger) : b->buffer;
    if (!buffer)
        return false;
    b->buffer = buffer;
    b->capacity = bigger;
    return true;
}

/* Counts in bytes that have just been written behind the end. */
static void accept_bytes(lb_csv_buffer *b, size_t got, bool finished, size_t nul)
{
    if (nul != LB_CSV_NONE && b->nul == LB_CSV_NONE)
        b->nul = b->end + nul;
    b->end += got;
    b->finished = finished;
}

/* Puts the unused bytes in front of those read ahead and makes that buffer the current one. False
 * when they are too many for the room there, or the buffer has grown: then bytes are copied
 * instead. */
static bool swap_buffers(lb_csv_buffer *b)
{
    size_t left = b->end - b->start;
    if (left > HEADROOM || b->capacity != HEADROOM + LB_CSV_CHUNK)
        return false;
    char *buffer = b->ahead.buffer;
    if (left > 0)
        memcpy(buffer + HEADROOM - left, b->buffer + b->start, left);
    b->ahead.buffer = b->buffer;
    b->buffer = buffer;
    shift_offsets(b, HEADROOM - left);
    return true;
}

/* The chunk read ahead becomes the end of the buffer, with the status that reading it had. */
static lb_status use_read_ahead(lb_csv_buffer *b, lb_error *err)
{
    lb_csv_ahead *a = &b->ahead;
    if (a->status != LB_OK)
        return lb_error_set(err, a->status, "%s", a->err.text);
    if (!swap_buffers(b)) {
        move_to_front(b);
        if (!make_room(b, a->count))
            return LB_E_MEMORY;
        memcpy(b->buffer + b->end, a->buffer + HEADROOM, a->count);
    }
    a->ready = false;
    accept_bytes(b, a->count, a->count < LB_CSV_CHUNK, a->nul);
    b->notified = b->end;
    return LB_OK;
}

/* More bytes behind those that are kept; fewer than wanted are the end of the source. */
lb_status lb_csv_buffer_fill(lb_csv_buffer *b, lb_error *err)
{
    lb_status status = LB_OK;
    lb_csv_buffer_notify(b);
    if (b->ahead.ready)
        return use_read_ahead(b, err);
    move_to_front(b);
    if (!make_room(b, 1))
        return LB_E_MEMORY;
    size_t wanted = b->capacity - b->end;
    size_t got = b->read(b->udata, b->buffer + b->end, wanted, &status, err);
    if (status == LB_OK)
        accept_bytes(b, got, got < wanted, find_nul(b->buffer + b->end, got));
    return status;
}
