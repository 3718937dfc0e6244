/* libsystemd, and two calls of it behind checked spans: no pointer crosses to Swift. */
#pragma once

#include <errno.h>
#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-journal.h>

#define CSYSTEMD_FIELDS_MAX 32

/* Sends one journal entry: field i is the bytes from ends[i - 1] to ends[i], "NAME=value". */
static inline int csystemd_journal_send(
    const uint8_t *__counted_by(count) bytes __noescape, size_t count,
    const uint32_t *__counted_by(fields) ends __noescape, size_t fields) {
    struct iovec parts[CSYSTEMD_FIELDS_MAX];
    if (fields > CSYSTEMD_FIELDS_MAX) return -E2BIG;
    uint32_t start = 0;
    for (size_t i = 0; i < fields; i++) {
        if (ends[i] < start || ends[i] > count) return -EINVAL;
        parts[i].iov_base = (void *)(uintptr_t)(bytes + start);
        parts[i].iov_len = ends[i] - start;
        start = ends[i];
    }
    return sd_journal_sendv(parts, (int)fields);
}

/* Tells the service manager; `state` is NAME=value lines that end with a zero byte. */
static inline int csystemd_notify(
    const uint8_t *__counted_by(count) state __noescape, size_t count) {
    if (count == 0 || state[count - 1] != 0) return -EINVAL;
    return sd_notify(0, (const char *)state);
}

/* The watchdog's interval in microseconds; 0 when there is none. */
static inline int64_t csystemd_watchdog_usec(void) {
    uint64_t usec = 0;
    int result = sd_watchdog_enabled(0, &usec);
    return result <= 0 ? result : usec > INT64_MAX ? INT64_MAX : (int64_t)usec;
}

/* The listening descriptors handed over by socket activation, from 3; once. */
static inline int csystemd_take_descriptors(void) { return sd_listen_fds(1); }

/* Whether a descriptor is a listening AF_UNIX stream socket. */
static inline int csystemd_is_local_listener(int descriptor) {
    return sd_is_socket_unix(descriptor, SOCK_STREAM, 1, NULL, 0);
}
