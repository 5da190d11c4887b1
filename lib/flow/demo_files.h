/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of the demo: each written from the town into a buffer. */
#ifndef LB_FLOW_DEMO_FILES_H
#define LB_FLOW_DEMO_FILES_H

#include "base/buf.h"
#include "flow/town.h"

/* demo_squares: tables on squares, as SCB delivers them. */
void lb_demo_put_people(const lb_town *town, lb_buf *buf);
void lb_demo_put_economy(const lb_town *town, lb_buf *buf);
void lb_demo_put_households(const lb_town *town, lb_buf *buf);

/* demo_layers: GeoJSON, and what zones count. */
void lb_demo_put_areas(const lb_town *town, lb_buf *buf);
void lb_demo_put_areas_before(const lb_town *town, lb_buf *buf);
void lb_demo_put_zones(const lb_town *town, lb_buf *buf);
void lb_demo_put_zone_people(const lb_town *town, lb_buf *buf);
void lb_demo_put_water(const lb_town *town, lb_buf *buf);

/* demo_records: what happened, who was where, what was answered. */
void lb_demo_put_events(const lb_town *town, lb_buf *buf);
void lb_demo_put_published(const lb_town *town, lb_buf *buf);
void lb_demo_put_reports(const lb_town *town, lb_buf *buf);
void lb_demo_put_national(const lb_town *town, lb_buf *buf);
void lb_demo_put_area_people(const lb_town *town, lb_buf *buf);
void lb_demo_put_phones(const lb_town *town, lb_buf *buf);

/* demo_answers: the metodstöd. */
void lb_demo_put_answers(const lb_town *town, lb_buf *buf);
void lb_demo_put_questions(const lb_town *town, lb_buf *buf);
void lb_demo_put_categories(const lb_town *town, lb_buf *buf);

/* demo_texts: recipe, project, and what all of it is. */
void lb_demo_put_recipe(const lb_town *town, lb_buf *buf);
void lb_demo_put_project(const lb_town *town, lb_buf *buf);
void lb_demo_put_readme(const lb_town *town, lb_buf *buf);

#endif
