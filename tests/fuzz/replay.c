/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for libFuzzer's main, started as fuzz_NAME: gives each file of tests/fuzz/corpus/NAME
 * to that fuzzer once. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int fuzzer_input(const uint8_t *data, size_t size);

/* The Makefile names the fuzzers, and calls the function of fuzz_csv fuzz_csv_input. */
#define X(name) fuzzer_input name##_input;
FUZZERS
#undef X
#define X(name) {#name, name##_input},
static const struct {
    const char *name;
    fuzzer_input *input;
} fuzzers[] = {FUZZERS};
enum { N_FUZZERS = sizeof fuzzers / sizeof *fuzzers };

static int replay(fuzzer_input *input, const char *path)
{
    FILE *file = fopen(path, "rb");
    static uint8_t data[1 << 20];
    if (!file)
        return 1;
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    uint8_t *exact = malloc(size ? size : 1); /* so that ASan sees a read past the end */
    if (!exact)
        return 1;
    memcpy(exact, data, size);
    input(exact, size);
    free(exact);
    return 0;
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    char folder[200], path[500];
    int replayed = 0, failed = 0, at = 0;
    while (at < N_FUZZERS && strcmp(fuzzers[at].name, name) != 0)
        at++;
    if (at == N_FUZZERS)
        return 1;
    snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name + strlen("fuzz_"));
    if (argc > 1)
        snprintf(folder, sizeof folder, "%s", argv[1]);
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        failed += replay(fuzzers[at].input, path);
        replayed++;
    }
    if (dir)
        closedir(dir);
    printf("%d passed, %d failed\n", replayed - failed, failed);
    return failed > 0 || replayed == 0;
}
