/* What Swift's Glibc module leaves out, and system calls that take pointers, behind checked spans.
 *
 * Every function retries after EINTR and returns its result, or the negative errno: no Swift code
 * runs between the call and the reading of errno. `__counted_by` states an array's length and
 * `__noescape` that it is not kept, so no pointer crosses the boundary. A path is UTF-8 without a
 * terminating zero; one that contains a zero byte is -EINVAL.
 *
 * No _GNU_SOURCE here: it clashes with Swift's Glibc module. */
#pragma once

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Time. A timeout below zero waits for ever. */
uint64_t clinux_clock_ns(int clock);

/* The name of an error ("ENOENT") or its sentence; the bytes written. */
size_t clinux_error_name(
    int error, uint8_t *__counted_by(capacity) name __noescape, size_t capacity);
size_t clinux_error_text(
    int error, uint8_t *__counted_by(capacity) text __noescape, size_t capacity);

/* Threads. `start` blocks every signal in the new thread; the others act on a running one. */
int clinux_thread_start(
    pthread_t *thread, size_t stack_bytes, void *(*body)(void *), void *context);
int clinux_thread_use_fifo(pthread_t thread, int priority);
int clinux_thread_pin(pthread_t thread, int processor);
int clinux_name_this_thread(const uint8_t *__counted_by(length) name __noescape, size_t length);
int clinux_this_thread_id(void);
int clinux_allowed_processors(void);
int clinux_lock_memory(void);
int clinux_map_allocations(int bytes);

/* Waiting. `wait` answers the ready events of one descriptor (POLLIN...), 0 after the timeout. */
int clinux_wait(int descriptor, short events, int64_t timeout_ns);
int clinux_eventfd(void);
int clinux_eventfd_signal(int descriptor);
int64_t clinux_counter_take(int descriptor);
int clinux_timerfd(void);
int clinux_timerfd_set(int descriptor, uint64_t monotonic_ns);

/* Signals, in the order they came, from whichever thread got them. `open` also ignores SIGPIPE. */
int clinux_signals_open(const int *__counted_by(count) signals __noescape, size_t count);
int clinux_signals_next(int descriptor);

/* epoll. */
typedef struct {
    uint64_t token;
    uint32_t ready; /* EPOLLIN... */
} clinux_event;
extern const uint32_t clinux_readable, clinux_writable, clinux_hung_up, clinux_failed;
int clinux_epoll(void);
int clinux_epoll_add(int epoll, int descriptor, uint64_t token, uint32_t interest);
int clinux_epoll_modify(int epoll, int descriptor, uint64_t token, uint32_t interest);
int clinux_epoll_remove(int epoll, int descriptor);
int clinux_epoll_wait(
    int epoll, clinux_event *__counted_by(capacity) events __noescape, size_t capacity,
    int64_t timeout_ns);

/* AF_UNIX stream sockets. `connect` waits for room in the listener's queue, not longer. */
typedef struct {
    int result;
    int process;
    uint32_t user, group;
} clinux_peer;
extern const size_t clinux_local_path_limit;
int clinux_local_socket(unsigned mode);
int clinux_local_bind(
    int descriptor, const uint8_t *__counted_by(length) path __noescape, size_t length);
int clinux_local_listen(int descriptor, int backlog);
int clinux_local_accept(int descriptor);
int clinux_local_connect(
    const uint8_t *__counted_by(length) path __noescape, size_t length, int64_t timeout_ns);
clinux_peer clinux_local_peer(int descriptor);
int clinux_local_pair(int *__counted_by(count) pair __noescape, size_t count);
int64_t clinux_local_name(
    int descriptor, uint8_t *__counted_by(capacity) path __noescape, size_t capacity);
int clinux_set_nonblocking(int descriptor);
int64_t clinux_send(
    int descriptor, const uint8_t *__counted_by(count) bytes __noescape, size_t count);
int64_t clinux_receive(
    int descriptor, uint8_t *__counted_by(count) bytes __noescape, size_t count);

/* Files. */
typedef struct {
    int result;
    uint32_t kind; /* S_IFREG... */
    uint32_t mode; /* permission bits */
    uint64_t size, device, inode;
    int64_t modified_ns;
} clinux_status;
typedef enum {
    CLINUX_READ = 0,      /* an existing file, for reading */
    CLINUX_CREATE = 1,    /* a new file, for writing; -EEXIST when there is one */
    CLINUX_DIRECTORY = 2, /* an existing folder, to lock or sync */
    CLINUX_APPEND = 3,    /* a file that may exist, for reading, and for writing at its end */
} clinux_open_purpose;
int clinux_open(
    const uint8_t *__counted_by(length) path __noescape, size_t length,
    clinux_open_purpose purpose, unsigned mode);
int clinux_close(int descriptor);
int64_t clinux_read(int descriptor, uint8_t *__counted_by(count) bytes __noescape, size_t count);
int64_t clinux_read_at(
    int descriptor, uint8_t *__counted_by(count) bytes __noescape, size_t count, uint64_t offset);
int64_t clinux_write(
    int descriptor, const uint8_t *__counted_by(count) bytes __noescape, size_t count);
int clinux_sync(int descriptor);
int clinux_truncate(int descriptor, uint64_t size);
int clinux_lock_exclusively(int descriptor);
int clinux_lock_if_free(int descriptor); /* -EWOULDBLOCK when somebody else has it */
clinux_status clinux_status_of(int descriptor);
clinux_status clinux_status_at(
    const uint8_t *__counted_by(length) path __noescape, size_t length, bool follow);
int clinux_rename(
    const uint8_t *__counted_by(from_length) from __noescape, size_t from_length,
    const uint8_t *__counted_by(to_length) to __noescape, size_t to_length);
int clinux_unlink(const uint8_t *__counted_by(length) path __noescape, size_t length);
int clinux_remove_folder(const uint8_t *__counted_by(length) path __noescape, size_t length);
int clinux_make_folder(
    const uint8_t *__counted_by(length) path __noescape, size_t length, unsigned mode);
int clinux_change_mode(
    const uint8_t *__counted_by(length) path __noescape, size_t length, unsigned mode);
int64_t clinux_free_space(const uint8_t *__counted_by(length) path __noescape, size_t length);

/* The names in a folder, each ended by a zero byte; the bytes they need, also beyond `capacity`. */
int64_t clinux_list(
    const uint8_t *__counted_by(length) path __noescape, size_t length,
    uint8_t *__counted_by(capacity) names __noescape, size_t capacity);
