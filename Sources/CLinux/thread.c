#define _GNU_SOURCE
#include "clinux.h"

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "retry.h"

uint64_t clinux_clock_ns(int clock) {
    struct timespec time = {0};
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static size_t copy_text(uint8_t *to, size_t capacity, const char *text) {
    size_t count = text == NULL ? 0 : strlen(text);
    if (count > capacity) count = capacity;
    if (count > 0) memcpy(to, text, count);
    return count;
}

size_t clinux_error_name(int error, uint8_t *name, size_t capacity) {
    return copy_text(name, capacity, strerrorname_np(error));
}

size_t clinux_error_text(int error, uint8_t *text, size_t capacity) {
    return copy_text(text, capacity, strerrordesc_np(error));
}

int clinux_thread_start(
    pthread_t *thread, size_t stack_bytes, void *(*body)(void *), void *context) {
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) return -error;
    error = pthread_attr_setstacksize(&attributes, stack_bytes);
    /* The ordinary scheduler, even where the thread that starts it has a realtime priority. */
    if (error == 0) error = pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    if (error == 0) {
        /* Blocked around the creation, so that the new thread never sees a signal. */
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        error = pthread_create(thread, &attributes, body, context);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
    return -error;
}

int clinux_thread_use_fifo(pthread_t thread, int priority) {
    struct sched_param parameters = {.sched_priority = priority};
    return -pthread_setschedparam(thread, SCHED_FIFO, &parameters);
}

int clinux_thread_pin(pthread_t thread, int processor) {
    if (processor < 0 || processor >= CPU_SETSIZE) return -EINVAL;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    return -pthread_setaffinity_np(thread, sizeof set, &set);
}

int clinux_name_this_thread(const uint8_t *name, size_t length) {
    char text[16] = {0};
    if (length >= sizeof text) return -ERANGE;
    memcpy(text, name, length);
    return (int)RETRY(prctl(PR_SET_NAME, text));
}

int clinux_this_thread_id(void) { return gettid(); }

int clinux_allowed_processors(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    int error = (int)RETRY(sched_getaffinity(0, sizeof set, &set));
    return error < 0 ? error : CPU_COUNT(&set);
}

int clinux_lock_memory(void) {
    return (int)RETRY(mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT));
}

int clinux_map_allocations(int bytes) { return mallopt(M_MMAP_THRESHOLD, bytes); }
