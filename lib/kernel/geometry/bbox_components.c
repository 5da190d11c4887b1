/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "model/bbox_index.h"
#include "kernel/geometry/bbox_components.h"

void lb_clusters_clear(lb_clusters *clusters)
{
    free(clusters->first);
    free(clusters->member);
    *clusters = (lb_clusters){0};
}

/* head[i]: a lower one of its cluster, or i itself, which is then the first. */
typedef struct finder {
    size_t *head;
    size_t self;
} finder;

static size_t first_of(size_t *head, size_t i)
{
    while (head[i] != i)
        i = head[i] = head[head[i]]; /* half the way next time */
    return i;
}

static void join(void *udata, size_t i)
{
    finder *f = udata;
    size_t a = first_of(f->head, f->self), b = first_of(f->head, i);
    if (a < b)
        f->head[b] = a;
    else
        f->head[a] = b;
}

static lb_status find_heads(const lb_box *box, size_t count, size_t *head)
{
    lb_box_grid grid;
    lb_status status = lb_box_grid_init(&grid, box, count);
    if (status != LB_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        head[i] = i;
    for (size_t i = 0; i < count; i++)
        lb_box_grid_visit(&grid, box[i], join, &(finder){head, i});
    lb_box_grid_clear(&grid);
    return LB_OK;
}

/* place[i]: of a first one, where its cluster's next member goes. */
static void list(const lb_box *box, size_t count, size_t *head, size_t *place, lb_clusters *out)
{
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(box[i]))
            place[first_of(head, i)]++;
    for (size_t i = 0, end = 0; i < count; i++) {
        size_t size = place[i];
        place[i] = end;
        end += size;
        if (size > 0)
            out->first[++out->count] = end;
    }
    for (size_t i = 0; i < count; i++)
        if (!lb_box_is_empty(box[i]))
            out->member[place[first_of(head, i)]++] = i;
}

lb_status lb_clusters_find(const lb_box *box, size_t count, lb_clusters *out)
{
    size_t *head = malloc((count + 1) * sizeof *head), *place = calloc(count + 1, sizeof *place);
    lb_clusters made = {.first = calloc(count + 1, sizeof *made.first),
                        .member = malloc((count + 1) * sizeof *made.member)};
    lb_status status = head && place && made.first && made.member ? LB_OK : LB_E_MEMORY;
    if (status == LB_OK)
        status = find_heads(box, count, head);
    if (status == LB_OK) {
        list(box, count, head, place, &made);
        *out = made;
    } else {
        lb_clusters_clear(&made);
    }
    free(head);
    free(place);
    return status;
}
