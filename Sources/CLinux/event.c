#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "clinux.h"
#include "retry.h"

static const int64_t second = 1000000000;

/* The instant `timeout_ns` from now; never for a negative one. */
static int64_t deadline_after(int64_t timeout_ns) {
    if (timeout_ns < 0) return INT64_MAX;
    int64_t now = (int64_t)clinux_clock_ns(CLOCK_MONOTONIC);
    return timeout_ns > INT64_MAX - now ? INT64_MAX : now + timeout_ns;
}

int clinux_wait(int descriptor, short events, int64_t timeout_ns) {
    struct pollfd entry = {.fd = descriptor, .events = events};
    int64_t deadline = deadline_after(timeout_ns);
    for (;;) {
        struct timespec left = {0};
        if (timeout_ns > 0) {
            int64_t ns = deadline - (int64_t)clinux_clock_ns(CLOCK_MONOTONIC);
            if (ns < 0) ns = 0;
            left.tv_sec = ns / second;
            left.tv_nsec = ns % second;
        }
        int count = ppoll(&entry, 1, timeout_ns < 0 ? NULL : &left, NULL);
        if (count < 0 && errno == EINTR) continue;
        return count < 0 ? -errno : count == 0 ? 0 : (unsigned short)entry.revents;
    }
}

int clinux_eventfd(void) { return (int)RETRY(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int clinux_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    long long result = RETRY(write(descriptor, &one, sizeof one));
    /* EAGAIN: the counter is at its end, so the other side will wake anyhow. */
    return result < 0 && result != -EAGAIN ? (int)result : 0;
}

int64_t clinux_counter_take(int descriptor) {
    uint64_t count = 0;
    long long result = RETRY(read(descriptor, &count, sizeof count));
    if (result == -EAGAIN) return 0;
    return result < 0 ? result : count > INT64_MAX ? INT64_MAX : (int64_t)count;
}

int clinux_timerfd(void) {
    return (int)RETRY(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
}

int clinux_timerfd_set(int descriptor, uint64_t monotonic_ns) {
    struct itimerspec setting = {0};
    setting.it_value.tv_sec = (time_t)(monotonic_ns / (uint64_t)second);
    setting.it_value.tv_nsec = (long)(monotonic_ns % (uint64_t)second);
    return (int)RETRY(timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &setting, NULL));
}

/* Handlers rather than a signalfd: a library's thread, started before us, has nothing blocked, and
 * a signal that the kernel gives to it would end the process. A handler runs there just as well. */
static atomic_int signals_end = -1;

static void note_signal(int number) {
    int error = errno;
    unsigned char byte = (unsigned char)number;
    /* A full pipe holds thousands of signals already. */
    if (write(atomic_load(&signals_end), &byte, 1) < 0) {}
    errno = error;
}

int clinux_signals_open(const int *signals, size_t count) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
    /* The end of an earlier opening stays open: a handler may be about to write to it. */
    atomic_store(&signals_end, ends[1]);
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, &ignored, NULL) < 0) return -errno;
    struct sigaction noted = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    /* Who started us may have left them blocked. */
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) {
        if (sigaction(signals[i], &noted, NULL) < 0) return -errno;
        sigaddset(&set, signals[i]);
    }
    int error = pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return error != 0 ? -error : ends[0];
}

int clinux_signals_next(int descriptor) {
    unsigned char number = 0;
    long long result = RETRY(read(descriptor, &number, 1));
    if (result == -EAGAIN) return 0;
    return result < 0 ? (int)result : number;
}

const uint32_t clinux_readable = EPOLLIN, clinux_writable = EPOLLOUT,
               clinux_hung_up = EPOLLHUP, clinux_failed = EPOLLERR;

int clinux_epoll(void) { return (int)RETRY(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int what, int descriptor, uint64_t token, uint32_t interest) {
    struct epoll_event event = {.events = interest, .data = {.u64 = token}};
    return (int)RETRY(epoll_ctl(epoll, what, descriptor, &event));
}

int clinux_epoll_add(int epoll, int descriptor, uint64_t token, uint32_t interest) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, token, interest);
}

int clinux_epoll_modify(int epoll, int descriptor, uint64_t token, uint32_t interest) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, token, interest);
}

int clinux_epoll_remove(int epoll, int descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int clinux_epoll_wait(int epoll, clinux_event *events, size_t capacity, int64_t timeout_ns) {
    struct epoll_event raw[64];
    int limit = capacity < 64 ? (int)capacity : 64;
    int64_t deadline = deadline_after(timeout_ns);
    int count;
    do {
        int milliseconds = -1;
        if (timeout_ns >= 0) {
            /* Rounded up: to wake early would make the caller turn in a circle. */
            int64_t ns = deadline - (int64_t)clinux_clock_ns(CLOCK_MONOTONIC);
            int64_t rounded = ns <= 0 ? 0 : (ns - 1) / 1000000 + 1;
            milliseconds = rounded > INT32_MAX ? INT32_MAX : (int)rounded;
        }
        count = epoll_wait(epoll, raw, limit, milliseconds);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        events[i] = (clinux_event){.token = raw[i].data.u64, .ready = raw[i].events};
    }
    return count;
}
