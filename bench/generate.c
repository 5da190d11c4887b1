/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a made-up delivery of national size: bench/generate FOLDER [SQUARES [SEED]].
 * Three tables as SCB delivers them (Windows-1252, ';', decimal comma, CRLF, '..'), 250 m squares
 * in clusters and 1 000 m squares around them, within 2620 x 6200 cells. Seeded: the same bytes. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/chance.h"

static uint64_t state = 2021;

static double uniform(void)
{
    return chance(&state);
}

static double normal(void)
{
    return sqrt(-2 * log(1 - uniform())) * cos(6.283185307179586 * uniform());
}

typedef struct tables {
    FILE *people, *economy, *household;
} tables;

static void put_share(FILE *file, int of, double share)
{
    fprintf(file, ";%d;%d", of, (int)(of * share));
}

static void put_square(tables t, int e, int n, int size, double worse)
{
    char id[32];
    int people = (int)(exp(3.2 + 1.3 * normal()) + 1), adults = people * 3 / 4;
    snprintf(id, sizeof id, "%06d%07d;%d", e, n, size);
    if (people < 5) {
        fprintf(t.people, "%s;%d;..;..;..\r\n", id, people);
        fprintf(t.economy, "%s;..;..;..;..;..\r\n", id);
        fprintf(t.household, "%s;..;..;..\r\n", id);
        return;
    }
    double w = fmin(fmax(worse + 0.1 * normal(), 0.02), 0.98);
    fprintf(t.people, "%s;%d;%d;%d;%d\r\n", id, people, (int)(people * (0.12 + 0.12 * w)),
            people / 20, (int)(people * w));
    int income = 1500 + (int)(3500 * (1 - w));
    fprintf(t.economy, "%s;%d,%d", id, income / 10, income % 10);
    put_share(t.economy, adults, 0.4 * w);
    put_share(t.economy, adults, 0.9 - 0.5 * w);
    fprintf(t.economy, "\r\n");
    int homes = people / 2 + 1;
    fprintf(t.household, "%s;%d;%d;%d\r\n", id, homes, (int)(homes * 0.3 * w),
            (int)(homes * 0.4 * w));
}

static FILE *create(const char *folder, const char *name, const char *header)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fprintf(file, "%s\r\n", header);
    return file;
}

static void fill(tables t, unsigned char *taken, int wanted)
{
    for (int made = 0; made < wanted;) {
        int cx = (int)(uniform() * COLUMNS), cy = (int)(pow(uniform(), 1.7) * ROWS);
        int size = (int)(exp(2.5 + 1.2 * normal()) * 3) + 8;
        double worse = uniform(), spread = sqrt(size) * 0.7;
        for (int i = 0; i < size && made < wanted; i++) {
            int x = cx + (int)(spread * normal()), y = cy + (int)(spread * normal());
            int step = uniform() < 0.15 ? 4 : 1;
            x -= ((x % step) + step) % step;
            y -= ((y % step) + step) % step;
            if (x < 0 || y < 0 || x > COLUMNS - 4 || y > ROWS - 4)
                continue;
            unsigned char *cell = &taken[(size_t)y * COLUMNS + (size_t)x];
            unsigned char bit = step == 4 ? 2 : 1;
            if (*cell & bit)
                continue;
            *cell |= bit;
            put_square(t, E0 + 250 * x, N0 + 250 * y, 250 * step, worse);
            made++;
        }
    }
}

int main(int argc, char **argv)
{
    unsigned char *taken = calloc((size_t)COLUMNS * ROWS, 1);
    if (argc < 2 || !taken) {
        fprintf(stderr, "usage: generate FOLDER [SQUARES [SEED]]\n");
        return 2;
    }
    state = argc > 3 ? (uint64_t)atol(argv[3]) : 2021;
    tables t = {create(argv[1], "befolkning.csv",
                       "Ruta;Rutstorl;Totalt;\xC5lder_0_15;\xC5lder_16_19;Utl\xE4ndsk_bakgrund"),
                create(argv[1], "ekonomi.csv",
                       "Ruta;Rutstorl;Medianinkomst_tkr;Befolkning_25_64;F\xF6rgymnasial;"
                       "Befolkning_16_64;Sysselsatta"),
                create(argv[1], "hushall.csv",
                       "Ruta;Rutstorl;Hush\xE5ll;Ensamst\xE5"
                       "ende_med_barn;Tr\xE5ngbodda")};
    fill(t, taken, argc > 2 ? atoi(argv[2]) : 115000);
    int failed = fclose(t.people) | fclose(t.economy) | fclose(t.household);
    free(taken);
    return failed != 0;
}
