// Loaded before a program's libraries (LD_PRELOAD): passes the calls that change files on to the
// system, but fails one of them, or ends the process before it.
//
// Only files below FAILING_UNDER are concerned. FAILING_CALL says which of their calls is the first
// to fail, from 1; FAILING_KIND how:
//   io      that one call gives EIO
//   full    it and all later ones that need room give ENOSPC; half of the first write is written
//   kill    the process is killed before it
// FAILING_HIT is a file that is made when it comes to that.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int calls;

static int is_under(const char *path) {
    const char *under = getenv("FAILING_UNDER");
    return under && *under && path && strncmp(path, under, strlen(under)) == 0;
}

static int is_concerned(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_under(path);
}

static int is_concerned_path(int folder, const char *path) {
    char current[PATH_MAX];
    if (!path || path[0] == '/') return is_under(path);
    if (folder != AT_FDCWD) return is_concerned(folder);
    return getcwd(current, sizeof current) && is_under(current);
}

// Whether this call fails, 2 for the first that does.
static int fails(int needs_room) {
    const char *number = getenv("FAILING_CALL"), *kind = getenv("FAILING_KIND");
    if (!number || !kind) return 0;
    int is_full = strcmp(kind, "full") == 0;
    if (is_full && !needs_room) return 0;
    int call = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED), first = atoi(number);
    if (call < first || (call > first && !is_full)) return 0;
    const char *hit = getenv("FAILING_HIT");
    if (hit) {
        long made = syscall(SYS_openat, AT_FDCWD, hit, O_WRONLY | O_CREAT, 0600);
        if (made >= 0) syscall(SYS_close, made);
    }
    if (strcmp(kind, "kill") == 0) kill(getpid(), SIGKILL);
    errno = is_full ? ENOSPC : EIO;
    return call == first ? 2 : 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
    if (is_concerned(descriptor)) {
        int failure = fails(1);
        if (failure == 2 && errno == ENOSPC && count > 1)
            return REAL(pwrite64)(descriptor, bytes, count / 2, at);
        if (failure) return -1;
    }
    return REAL(pwrite64)(descriptor, bytes, count, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at) {
    return pwrite64(descriptor, bytes, count, at);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (is_concerned(descriptor)) {
        int failure = fails(1);
        if (failure == 2 && errno == ENOSPC && count > 1)
            return REAL(write)(descriptor, bytes, count / 2);
        if (failure) return -1;
    }
    return REAL(write)(descriptor, bytes, count);
}

#define PASSED(name, needs_room, parameters, arguments, concern)  \
    int name parameters {                                         \
        if ((concern) && fails(needs_room)) return -1;            \
        return REAL(name) arguments;                              \
    }

PASSED(fsync, 0, (int file), (file), is_concerned(file))
PASSED(fdatasync, 0, (int file), (file), is_concerned(file))
PASSED(ftruncate, 0, (int file, off_t size), (file, size), is_concerned(file))
PASSED(ftruncate64, 0, (int file, off64_t size), (file, size), is_concerned(file))
PASSED(rename, 0, (const char *from, const char *to), (from, to), is_concerned_path(AT_FDCWD, to))
PASSED(renameat2, 0, (int a, const char *from, int b, const char *to, unsigned flags),
       (a, from, b, to, flags), is_concerned_path(b, to))
PASSED(renameat, 0, (int a, const char *from, int b, const char *to), (a, from, b, to),
       is_concerned_path(b, to))
PASSED(mkdir, 1, (const char *path, mode_t mode), (path, mode), is_concerned_path(AT_FDCWD, path))
PASSED(mkdirat, 1, (int folder, const char *path, mode_t mode), (folder, path, mode),
       is_concerned_path(folder, path))
PASSED(symlinkat, 1, (const char *target, int folder, const char *path), (target, folder, path),
       is_concerned_path(folder, path))
PASSED(symlink, 1, (const char *target, const char *path), (target, path),
       is_concerned_path(AT_FDCWD, path))

static int opens(int folder, const char *path, int flags, mode_t mode) {
    if ((flags & O_CREAT) && is_concerned_path(folder, path) && fails(1)) return -1;
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(flags, mode)                               \
    mode_t mode = 0;                                    \
    if ((flags) & (O_CREAT | O_TMPFILE)) {              \
        va_list rest;                                   \
        va_start(rest, flags);                          \
        mode = va_arg(rest, mode_t);                    \
        va_end(rest);                                   \
    }

int open(const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(folder, path, flags | O_LARGEFILE, mode);
}
