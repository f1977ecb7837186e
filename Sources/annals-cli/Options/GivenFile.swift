import Annals
import Foundation

/// A file that was named on the command line to be read, or standard input.
struct GivenFile {
    /// What it is called in messages.
    let name: String
    /// Its open descriptor.
    let descriptor: Int32

    /// What the program gets from whoever started it.
    static let standardInput = GivenFile(name: "standard input", descriptor: STDIN_FILENO)

    private init(name: String, descriptor: Int32) {
        self.name = name
        self.descriptor = descriptor
    }

    /// Opens a file; close it at the end.
    ///
    /// - Parameter store: Path of the store, whose files are not read: closing a second descriptor
    ///   of one would drop SQLite's locks. https://www.sqlite.org/howtocorrupt.html
    /// - Throws: `io` if it cannot be opened, `invalidArgument` if it is a folder, a device or a
    ///   file of a store.
    init(opening path: String, besides store: String) throws(StoreError) {
        try Store.checkInput(path, besides: store)
        self.init(name: path, descriptor: open(path, O_RDONLY | O_CLOEXEC))
        guard descriptor >= 0 else {
            throw StoreError(
                .io,
                "cannot open the file \(path.quotedForMessage): \(String(cString: strerror(errno)))"
            )
        }
        do {
            try check()
        } catch {
            close()
            throw error
        }
    }

    /// Refuses what is no text and may never end, such as `/dev/zero`.
    ///
    /// Files, pipes, sockets, terminals and the empty `/dev/null` pass.
    ///
    /// - Throws: `invalidArgument`.
    func check() throws(StoreError) {
        let what: String
        switch OpenedFile(descriptor: descriptor).kind {
        case .folder: what = "a folder"
        case .device: what = "a device"
        default: return
        }
        throw StoreError(
            .invalidArgument, "\(name.quotedForMessage) is \(what): give a file or a pipe")
    }

    /// Its bytes, where they are a file's and known.
    var size: Int64? {
        if case .file(let bytes) = OpenedFile(descriptor: descriptor).kind { bytes } else { nil }
    }

    /// Whether reading gives bytes, or the end, at once.
    var hasBytes: Bool {
        var look = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&look, 1, 0) > 0
    }

    /// Reads some bytes.
    ///
    /// - Returns: How many, 0 at the end, nil where a signal came first; or `io`.
    func read(into room: UnsafeMutableRawBufferPointer) -> Result<Int?, StoreError> {
        let count = Foundation.read(descriptor, room.baseAddress, room.count)
        if count >= 0 { return .success(count) }
        if errno == EINTR { return .success(nil) }
        return .failure(
            StoreError(
                .io, "cannot read \(name.quotedForMessage): \(String(cString: strerror(errno)))"))
    }

    /// Closes it, unless it is standard input.
    func close() {
        if descriptor != STDIN_FILENO { Foundation.close(descriptor) }
    }
}
