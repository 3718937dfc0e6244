#include "ctestlevel.h"

#include <ckernels.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    "portable", "avx2", "avx2-vnni", "avx512", "avx512-vnni", "amx",
};

int ctestlevel_asked(void) {
    const char *asked = getenv("SIGHT_TEST_LEVEL");
    if (asked == NULL) return -1;
    for (int level = CKERNELS_BASELINE; level <= CKERNELS_AMX; level++)
        if (strcmp(asked, names[level]) == 0) return level;
    fprintf(stderr, "SIGHT_TEST_LEVEL is '%s', but must be one of", asked);
    for (int level = CKERNELS_BASELINE; level <= CKERNELS_AMX; level++)
        fprintf(stderr, " %s", names[level]);
    fprintf(stderr, "\n");
    exit(64);
}

/* Before the first test: the level is the whole process's, and tests run side by side. */
__attribute__((constructor)) static void use_level(void) {
    const int level = ctestlevel_asked();
    if (level < 0 || ckernels_use_level((ckernels_level)level)) return;
    fprintf(stderr, "SIGHT_TEST_LEVEL is '%s', which this processor lacks\n", names[level]);
    exit(69);
}
