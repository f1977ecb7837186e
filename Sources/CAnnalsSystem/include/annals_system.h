#ifndef ANNALS_SYSTEM_H
#define ANNALS_SYSTEM_H

/// Gives a file another name in one step, unless something has that name already: then -1 with
/// `errno` EEXIST. EINVAL or ENOSYS where the file system or kernel cannot do it.
/// https://man7.org/linux/man-pages/man2/rename.2.html
int annals_rename_noreplace(const char *from, const char *to);

/// Whether a path is itself where something is mounted, as a single file that a container shares:
/// 1 yes, 0 no or not known. https://man7.org/linux/man-pages/man2/statx.2.html
int annals_is_mount_root(const char *path);

/// Takes blocks of the disk for the first bytes of an open file, whose size stays; 0 if it has
/// them now, else -1 with `errno`. https://man7.org/linux/man-pages/man2/fallocate.2.html
int annals_reserve(int descriptor, long long bytes);

/// Opens a file or folder for nothing but to keep its inode from being given to another; -1 with
/// `errno` where it cannot. To close such a descriptor takes no locks away.
/// https://man7.org/linux/man-pages/man2/open.2.html
int annals_hold(const char *path);

/// Lets two entries of an open folder change their names in one step; -1 with `errno`, EINVAL or
/// ENOSYS where the file system or kernel cannot do it.
/// https://man7.org/linux/man-pages/man2/rename.2.html
int annals_exchange(int folder, const char *one, const char *other);

/// Gives an entry of an open folder another name in one step, unless something has that name
/// already: then -1 with `errno` EEXIST.
int annals_rename_noreplace_at(int folder, const char *from, const char *to);

/// Takes a lease on an open file: whoever opens it from now on waits until the lease is given back,
/// or the descriptor closed. 0, or -1 with `errno`: EAGAIN where somebody has it open now.
/// https://man7.org/linux/man-pages/man2/fcntl_locking.2.html
int annals_take_lease(int descriptor);

/// Whether a lease was taken and nobody waits for it: 1 yes, else 0.
int annals_has_lease(int descriptor);

#endif
