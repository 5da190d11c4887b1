/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The placed events of one set of areas, kept to be drawn from: in an order that does not depend on
 * their rows, each with what its place gives to the categories. */
#ifndef LB_COMMANDS_SHARE_EVENT_LIST_H
#define LB_COMMANDS_SHARE_EVENT_LIST_H

#include "commands/share/category_credit.h"
#include "commands/share/share_measure.h"

/* A placed event with all that a draw of its place, time or chain needs. */
typedef struct lb_listed_event {
    double x, y; /* working CRS, as reported */
    lb_event_time time;
    int64_t day;
    bool dated;
    size_t linked;                      /* the area its link names, SIZE_MAX: none */
    size_t credit;                      /* where it is reported */
    size_t chain;                       /* after lb_event_list_chain */
    const lb_category_credits *credits; /* for sorting */
} lb_listed_event;

/* The placed events of one set; chains: how many lb_event_list_chain found. */
typedef struct lb_event_list {
    const lb_share_inputs *in;
    const lb_share_set *set;
    lb_category_credits credits;
    lb_listed_event *event;
    size_t count, capacity, chains;
} lb_event_list;

/* A piece of an event in a period: between two parts of LB_SHARE_WHOLE of its interval. */
typedef struct lb_listed_piece {
    size_t period, event;
    int64_t low, high;
} lb_listed_piece;

typedef struct lb_listed_pieces {
    lb_listed_piece *piece; /* [count], by period, then event */
    size_t count, capacity;
} lb_listed_pieces;

lb_status lb_event_list_init(const lb_share_inputs *in, size_t set, lb_event_list *list);
void lb_event_list_clear(lb_event_list *list);

/* Adds those that have a place. LB_E_MEMORY. */
lb_status lb_event_list_add(lb_event_list *list, const lb_share_event *event, size_t n);

/* After the last event: sorts them. */
void lb_event_list_sort(lb_event_list *list);

/* Sets the chain of each event, by --chain-distance and --chain-days. LB_E_MEMORY. */
lb_status lb_event_list_chain(lb_event_list *list);

/* Says how many chains there are, and warns of events that cannot be in one with others; of the
 * first set only, as they are the same for all. */
void lb_event_list_log_chains(const lb_event_list *list);

/* The periods of each event: one piece, the whole, but for those whose interval is divided. Empty
 * *out is to be cleared with free(out->piece). LB_E_MEMORY. */
lb_status lb_event_list_pieces(const lb_event_list *list, lb_listed_pieces *out);

#endif
