#define _GNU_SOURCE
#include "annals_system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

int annals_rename_noreplace(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int annals_is_mount_root(const char *path) {
    struct statx found;
    if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_BASIC_STATS, &found) != 0) return 0;
    return (found.stx_attributes_mask & found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

int annals_reserve(int descriptor, long long bytes) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, bytes);
}

int annals_hold(const char *path) {
    return open(path, O_PATH | O_CLOEXEC);
}

int annals_exchange(int folder, const char *one, const char *other) {
    return renameat2(folder, one, folder, other, RENAME_EXCHANGE);
}

int annals_rename_noreplace_at(int folder, const char *from, const char *to) {
    return renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

int annals_take_lease(int descriptor) {
    // Somebody who waits is a signal, which must end no process: by default SIGURG does nothing.
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
    return fcntl(descriptor, F_SETLEASE, F_WRLCK);
}

int annals_has_lease(int descriptor) {
    return fcntl(descriptor, F_GETLEASE) == F_WRLCK;
}
