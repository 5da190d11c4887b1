/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for libFuzzer's main: gives each file of tests/fuzz/corpus/NAME to the fuzzer once. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
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
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/');
    char folder[200], path[500];
    int replayed = 0, failed = 0;
    snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name ? name + 6 : argv[0]);
    if (argc > 1)
        snprintf(folder, sizeof folder, "%s", argv[1]);
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        failed += replay(path);
        replayed++;
    }
    if (dir)
        closedir(dir);
    printf("%d passed, %d failed\n", replayed - failed, failed);
    return failed > 0 || replayed == 0;
}
