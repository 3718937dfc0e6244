/* Shared by the C files of this module: one way to call, one way to pass a path. */
#pragma once
#include <errno.h>
#include <limits.h>
#include <string.h>

/* Evaluates `call` until it is not interrupted; its result, or the negative errno. */
#define RETRY(call)                                      \
    ({                                                   \
        long long retried_;                              \
        do {                                             \
            retried_ = (call);                           \
        } while (retried_ < 0 && errno == EINTR);        \
        retried_ < 0 ? -(long long)errno : retried_;     \
    })

typedef struct {
    char text[PATH_MAX];
} zero_ended;

/* Copies a path; 0, -ENOENT for no name, -ENAMETOOLONG, or -EINVAL for a zero byte inside. */
static inline int end_with_zero(zero_ended *out, const unsigned char *path, size_t length) {
    if (length == 0) return -ENOENT;
    if (length >= sizeof out->text) return -ENAMETOOLONG;
    if (memchr(path, 0, length) != NULL) return -EINVAL;
    memcpy(out->text, path, length);
    out->text[length] = 0;
    return 0;
}
