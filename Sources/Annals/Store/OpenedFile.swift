import Foundation

/// What stands behind a descriptor that a command was given.
package struct OpenedFile: Sendable {
    /// What sort of thing it is.
    package enum Kind: Sendable {
        /// A file of so many bytes.
        case file(bytes: Int64)
        /// A folder.
        case folder
        /// A device that is neither a terminal nor the empty one.
        case device
        /// What can be read to an end: a pipe, a socket, a terminal, the empty device.
        case other
    }

    /// What sort of thing it is; nil where the system does not say.
    package let kind: Kind?

    /// Looks at a descriptor.
    package init(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            kind = nil
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file(bytes: Int64(status.st_size))
        case S_IFDIR: kind = .folder
        case S_IFBLK: kind = .device
        case S_IFCHR:
            kind = isatty(descriptor) == 0 && !Self.isNull(status) ? .device : .other
        default: kind = .other
        }
    }

    private static func isNull(_ status: stat) -> Bool {
        var null = stat()
        return stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev
    }
}
