#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "clinux.h"
#include "retry.h"

int clinux_open(const uint8_t *path, size_t length, clinux_open_purpose purpose, unsigned mode) {
    static const int flags[] = {
        [CLINUX_READ] = O_RDONLY,
        [CLINUX_CREATE] = O_WRONLY | O_CREAT | O_EXCL,
        [CLINUX_DIRECTORY] = O_RDONLY | O_DIRECTORY,
        [CLINUX_APPEND] = O_RDWR | O_CREAT | O_APPEND,
    };
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    if (error < 0) return error;
    /* O_NONBLOCK: a pipe at this path must not hold us up; regular files do not care. */
    return (int)RETRY(open(name.text, flags[purpose] | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode));
}

/* Not retried: after EINTR Linux has closed the descriptor, and it may be someone else's. */
int clinux_close(int descriptor) {
    return close(descriptor) < 0 && errno != EINTR ? -errno : 0;
}

int64_t clinux_read(int descriptor, uint8_t *bytes, size_t count) {
    return RETRY(read(descriptor, bytes, count));
}

int64_t clinux_read_at(int descriptor, uint8_t *bytes, size_t count, uint64_t offset) {
    return RETRY(pread(descriptor, bytes, count, (off_t)offset));
}

int64_t clinux_write(int descriptor, const uint8_t *bytes, size_t count) {
    return RETRY(write(descriptor, bytes, count));
}

int clinux_sync(int descriptor) { return (int)RETRY(fsync(descriptor)); }

int clinux_truncate(int descriptor, uint64_t size) {
    return (int)RETRY(ftruncate(descriptor, (off_t)size));
}

int clinux_lock_if_free(int descriptor) { return (int)RETRY(flock(descriptor, LOCK_EX | LOCK_NB)); }

int clinux_lock_exclusively(int descriptor) { return (int)RETRY(flock(descriptor, LOCK_EX)); }

static clinux_status from(int result, const struct stat *status) {
    if (result < 0) return (clinux_status){.result = result};
    return (clinux_status){
        .kind = status->st_mode & S_IFMT,
        .mode = status->st_mode & 07777,
        .size = (uint64_t)status->st_size,
        .device = status->st_dev,
        .inode = status->st_ino,
        .modified_ns = status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec,
    };
}

clinux_status clinux_status_of(int descriptor) {
    struct stat status;
    return from((int)RETRY(fstat(descriptor, &status)), &status);
}

clinux_status clinux_status_at(const uint8_t *path, size_t length, bool follow) {
    zero_ended name;
    struct stat status;
    int error = end_with_zero(&name, path, length);
    if (error < 0) return from(error, &status);
    int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
    return from((int)RETRY(fstatat(AT_FDCWD, name.text, &status, flags)), &status);
}

int clinux_rename(
    const uint8_t *from, size_t from_length, const uint8_t *to, size_t to_length) {
    zero_ended before, after;
    int error = end_with_zero(&before, from, from_length);
    if (error == 0) error = end_with_zero(&after, to, to_length);
    return error < 0 ? error : (int)RETRY(rename(before.text, after.text));
}

int clinux_unlink(const uint8_t *path, size_t length) {
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    return error < 0 ? error : (int)RETRY(unlink(name.text));
}

int clinux_remove_folder(const uint8_t *path, size_t length) {
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    return error < 0 ? error : (int)RETRY(rmdir(name.text));
}

int clinux_make_folder(const uint8_t *path, size_t length, unsigned mode) {
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    return error < 0 ? error : (int)RETRY(mkdir(name.text, mode));
}

int clinux_change_mode(const uint8_t *path, size_t length, unsigned mode) {
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    return error < 0 ? error : (int)RETRY(chmod(name.text, mode));
}

int64_t clinux_free_space(const uint8_t *path, size_t length) {
    zero_ended name;
    struct statvfs status;
    int64_t error = end_with_zero(&name, path, length);
    if (error == 0) error = RETRY(statvfs(name.text, &status));
    return error < 0 ? error : (int64_t)(status.f_bavail * status.f_frsize);
}

int64_t clinux_list(const uint8_t *path, size_t length, uint8_t *names, size_t capacity) {
    zero_ended name;
    int error = end_with_zero(&name, path, length);
    if (error < 0) return error;
    DIR *folder = opendir(name.text);
    if (folder == NULL) return -errno;
    size_t needed = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        size_t count = strlen(entry->d_name) + 1;
        if (needed + count <= capacity) memcpy(names + needed, entry->d_name, count);
        needed += count;
    }
    error = -errno;
    closedir(folder);
    return error < 0 ? error : (int64_t)needed;
}
