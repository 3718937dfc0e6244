#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "clinux.h"
#include "retry.h"

/* One byte of sun_path is the zero at the end. */
const size_t clinux_local_path_limit = sizeof((struct sockaddr_un *)0)->sun_path - 1;

static int address_of(struct sockaddr_un *address, const uint8_t *path, size_t length) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (length == 0) return -ENOENT;
    if (length > clinux_local_path_limit) return -ENAMETOOLONG;
    /* A leading zero would be Linux's abstract namespace, which no folder's mode protects. */
    if (memchr(path, 0, length) != NULL) return -EINVAL;
    memcpy(address->sun_path, path, length);
    return 0;
}

int clinux_local_socket(unsigned mode) {
    int descriptor =
        (int)RETRY(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor < 0) return descriptor;
    /* The file that bind makes takes this mode, less the umask: never more open than asked. */
    if (fchmod(descriptor, mode) < 0) {
        int error = -errno;
        close(descriptor);
        return error;
    }
    return descriptor;
}

int clinux_local_bind(int descriptor, const uint8_t *path, size_t length) {
    struct sockaddr_un address;
    int error = address_of(&address, path, length);
    if (error < 0) return error;
    return (int)RETRY(bind(descriptor, (struct sockaddr *)&address, sizeof address));
}

int clinux_local_listen(int descriptor, int backlog) {
    return (int)RETRY(listen(descriptor, backlog));
}

int clinux_local_accept(int descriptor) {
    return (int)RETRY(accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

static int wait_at_most(int descriptor, int64_t timeout_ns) {
    if (timeout_ns < 0) return 0;
    struct timeval limit = {
        .tv_sec = timeout_ns / 1000000000, .tv_usec = timeout_ns / 1000 % 1000000};
    /* Zero would mean for ever. */
    if (limit.tv_sec == 0 && limit.tv_usec == 0) limit.tv_usec = 1;
    return (int)RETRY(setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit));
}

int clinux_local_connect(const uint8_t *path, size_t length, int64_t timeout_ns) {
    struct sockaddr_un address;
    int error = address_of(&address, path, length);
    if (error < 0) return error;
    int descriptor = (int)RETRY(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (descriptor < 0) return descriptor;
    error = wait_at_most(descriptor, timeout_ns);
    if (error == 0) {
        error = (int)RETRY(connect(descriptor, (struct sockaddr *)&address, sizeof address));
    }
    if (error == 0) error = clinux_set_nonblocking(descriptor);
    if (error == 0) return descriptor;
    close(descriptor);
    return error;
}

clinux_peer clinux_local_peer(int descriptor) {
    struct ucred who = {0};
    socklen_t size = sizeof who;
    int result = (int)RETRY(getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size));
    return (clinux_peer){.result = result, .process = who.pid, .user = who.uid, .group = who.gid};
}

int clinux_local_pair(int *pair, size_t count) {
    if (count != 2) return -EINVAL;
    return (int)RETRY(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair));
}

int64_t clinux_local_name(int descriptor, uint8_t *path, size_t capacity) {
    struct sockaddr_un address = {0};
    socklen_t size = sizeof address;
    long long error = RETRY(getsockname(descriptor, (struct sockaddr *)&address, &size));
    if (error < 0) return error;
    if (address.sun_family != AF_UNIX) return -EAFNOSUPPORT;
    size_t count = strnlen(address.sun_path, sizeof address.sun_path);
    if (count > capacity) return -ERANGE;
    memcpy(path, address.sun_path, count);
    return (int64_t)count;
}

int clinux_set_nonblocking(int descriptor) {
    int flags = (int)RETRY(fcntl(descriptor, F_GETFL));
    return flags < 0 ? flags : (int)RETRY(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK));
}

int64_t clinux_send(int descriptor, const uint8_t *bytes, size_t count) {
    return RETRY(send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT));
}

int64_t clinux_receive(int descriptor, uint8_t *bytes, size_t count) {
    return RETRY(recv(descriptor, bytes, count, MSG_DONTWAIT));
}
