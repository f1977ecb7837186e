import AnnalsModel
import Foundation

/// What Linux tells about watched folders: a thin face of inotify(7).
final class FolderEvents {
    /// Something that happened in a watched folder.
    struct Event {
        /// The number of the folder's watch; -1 where events were lost.
        let watch: Int32
        /// The bits of `IN_…`.
        let mask: UInt32
        /// The name of the entry; empty where it is about the folder itself.
        let name: [UInt8]

        /// Whether it tells one of these things.
        func tells(_ bits: Int32...) -> Bool {
            bits.contains { mask & UInt32(bitPattern: $0) != 0 }
        }

        /// Whether the entry is a folder.
        var isAboutFolder: Bool { tells(Self.isFolderBit) }

        /// Whether the queue was full, so that others were lost.
        var isOverflow: Bool { tells(Int32(IN_Q_OVERFLOW)) }

        private static let isFolderBit = Int32(IN_ISDIR)
    }

    /// Why a folder is not watched.
    enum Refusal: Error {
        /// The user has as many watches as the system allows.
        case tooMany
        /// The system does not do it at all, or not for this folder: its number.
        case system(Int32)
    }

    private static let folderMask = bits(
        Int32(IN_MODIFY), Int32(IN_CLOSE_WRITE), Int32(IN_ATTRIB), Int32(IN_CREATE),
        Int32(IN_DELETE), Int32(IN_MOVED_FROM), Int32(IN_MOVED_TO), Int32(IN_DELETE_SELF),
        Int32(IN_MOVE_SELF), Int32(IN_ONLYDIR), Int32(IN_EXCL_UNLINK))

    /// To wait for: it is readable when there are events.
    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Prepares to watch.
    init() throws(Refusal) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw Self.refusal(errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Watches an open folder: exactly what is open, whatever its path leads to meanwhile.
    ///
    /// - Returns: The number of its watch, the same one if it was watched before.
    func watch(_ folder: Int32) throws(Refusal) -> Int32 {
        let number = inotify_add_watch(descriptor, "/proc/self/fd/\(folder)", Self.folderMask)
        guard number >= 0 else { throw Self.refusal(errno) }
        return number
    }

    /// Watches a folder no more.
    func unwatch(_ number: Int32) {
        // It fails where the folder is gone, and its watch with it.
        _ = inotify_rm_watch(descriptor, number)
    }

    /// Takes the events that are there, without waiting.
    func take(_ body: (Event) -> Void) {
        // Bounded, so that a folder that never rests cannot keep it here for ever.
        for _ in 0..<Self.readsMax {
            let count = buffer.withUnsafeMutableBytes { bytes in
                Foundation.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            buffer.withUnsafeBytes { Self.parse($0.prefix(count), body) }
        }
    }

    private static let readsMax = 64

    /// Cuts a buffer into events: number, mask and cookie of 4 bytes, length of the name, name.
    private static func parse(_ bytes: Slice<UnsafeRawBufferPointer>, _ body: (Event) -> Void) {
        let header = MemoryLayout<inotify_event>.size
        var rest = UnsafeRawBufferPointer(rebasing: bytes)
        while rest.count >= header {
            let length = Int(rest.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
            guard rest.count >= header + length else { return }
            body(
                Event(
                    watch: rest.loadUnaligned(fromByteOffset: 0, as: Int32.self),
                    mask: rest.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                    name: Array(rest[header..<(header + length)].prefix { $0 != 0 })))
            rest = UnsafeRawBufferPointer(rebasing: rest[(header + length)...])
        }
    }

    private static func refusal(_ number: Int32) -> Refusal {
        number == ENOSPC || number == EMFILE ? .tooMany : .system(number)
    }

    private static func bits(_ bits: Int32...) -> UInt32 {
        bits.reduce(0) { $0 | UInt32(bitPattern: $1) }
    }
}
