/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow/demo_files.h"

/* The old crs member, as the Police's own GeoJSON has it. */
static void begin(lb_buf *buf, const char *name)
{
    lb_buf_printf(buf,
                  "{\"type\": \"FeatureCollection\", \"name\": \"%s\",\n"
                  "\"description\": \"Lindvik is made up; nothing here exists.\",\n"
                  "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": "
                  "\"urn:ogc:def:crs:EPSG::3006\"}},\n\"features\": [\n",
                  name);
}

static void end(lb_buf *buf)
{
    lb_buf_puts(buf, "\n]}\n");
}

static void put_area(lb_buf *buf, const lb_town_area *area)
{
    lb_buf_printf(buf,
                  "{\"type\": \"Feature\", \"properties\": {\"namn\": \"%s\", \"kategori\": "
                  "\"%s\",\n \"lokalpolisomrade\": \"%s\", \"polisregion\": \"Viken\"},\n"
                  " \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[",
                  area->name, area->category, area->lpo);
    for (size_t i = 0; i <= area->corners; i++) {
        const int32_t *corner = area->corner[i % area->corners];
        lb_buf_printf(buf, "%s[%d, %d]", i ? ", " : "", (int)corner[0], (int)corner[1]);
    }
    lb_buf_puts(buf, "]]}}");
}

static void put_ring(lb_buf *buf, const lb_town_ring *ring)
{
    lb_buf_puts(buf, " \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[");
    for (size_t i = 0; i <= ring->count; i++) {
        const double *at = ring->at[i % ring->count];
        lb_buf_printf(buf, "%s[%d, %d]", i ? ", " : "", (int)at[0], (int)at[1]);
    }
    lb_buf_puts(buf, "]]}}");
}

void lb_demo_put_areas(const lb_town *town, lb_buf *buf)
{
    (void)town;
    begin(buf, "omraden");
    for (size_t i = 0; i < LB_TOWN_AREAS; i++) {
        lb_buf_puts(buf, i ? ",\n" : "");
        put_area(buf, lb_town_area_at(i));
    }
    end(buf);
}

void lb_demo_put_areas_before(const lb_town *town, lb_buf *buf)
{
    (void)town;
    begin(buf, "omraden_fore");
    for (size_t i = 0; i < LB_TOWN_AREAS_BEFORE; i++) {
        lb_buf_puts(buf, i ? ",\n" : "");
        put_area(buf, lb_town_area_before_at(i));
    }
    end(buf);
}

void lb_demo_put_zones(const lb_town *town, lb_buf *buf)
{
    begin(buf, "zoner");
    for (size_t i = 0; i < LB_TOWN_ZONES; i++) {
        lb_buf_printf(buf, "%s{\"type\": \"Feature\", \"properties\": {\"desokod\": \"%s\"},\n",
                      i ? ",\n" : "", town->zone[i].code);
        put_ring(buf, &town->zone[i].ring);
    }
    end(buf);
}

void lb_demo_put_water(const lb_town *town, lb_buf *buf)
{
    begin(buf, "vatten");
    for (size_t i = 0; i < LB_TOWN_WATERS; i++) {
        lb_buf_printf(buf,
                      "%s{\"type\": \"Feature\", \"properties\": {\"namn\": \"%s\", \"slag\": "
                      "\"vatten\"},\n",
                      i ? ",\n" : "", town->water_name[i]);
        put_ring(buf, &town->water[i]);
    }
    end(buf);
}

void lb_demo_put_zone_people(const lb_town *town, lb_buf *buf)
{
    lb_buf_puts(buf, "desokod,totalt,alder_0_19,alder_20_64,alder_65_w,utlandsk_bakgrund\n");
    for (size_t z = 0; z < LB_TOWN_ZONES; z++) {
        int people = 0, young = 0, old = 0, foreign = 0;
        for (size_t i = 0; i < town->squares; i++) {
            const lb_town_square *s = &town->square[i];
            if (s->zone != z)
                continue;
            people += s->people;
            young += s->aged_0_15 + s->aged_16_19;
            old += s->aged_65;
            foreign += s->foreign;
        }
        lb_buf_printf(buf, "%s,%d,%d,%d,%d,%d\n", town->zone[z].code, people, young,
                      people - young - old, old, foreign);
    }
}
