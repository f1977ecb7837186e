import AnnalsModel
import Foundation

/// Where a command's results go: bytes are collected and written in large pieces.
///
/// What is not flushed is lost; commands flush at their end, and wherever somebody may be waiting.
final class Output {
    /// What that place can show.
    let screen: Screen
    private let sink: (UnsafeRawBufferPointer) throws -> Void
    private var buffer: [UInt8] = []

    /// Collects for a sink that takes all bytes it is given.
    init(screen: Screen, sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.screen = screen
        self.sink = sink
        buffer.reserveCapacity(Self.bufferBytes)
    }

    /// Collects for an open descriptor.
    convenience init(descriptor: Int32) {
        self.init(screen: .of(descriptor: descriptor)) { bytes in
            try Self.writeAll(bytes, to: descriptor)
        }
    }

    /// The standard output of this program.
    ///
    /// From here on a reader that went away is an error of the next write, not a signal that ends
    /// the program in the middle of its work.
    static func standard() -> Output {
        signal(SIGPIPE, SIG_IGN)
        return Output(descriptor: STDOUT_FILENO)
    }

    /// Adds a text.
    ///
    /// - Throws: ``OutputClosed`` where nobody reads any more; `StoreError` of code `io` where the
    ///   bytes could not be written, as on a full disk.
    func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        try flushIfLarge()
    }

    /// Adds a text and a newline.
    func writeLine(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        try flushIfLarge()
    }

    /// Adds what `body` appends.
    func write(_ body: (inout [UInt8]) -> Void) throws {
        body(&buffer)
        try flushIfLarge()
    }

    /// Hands on everything collected so far.
    func flush() throws {
        guard !buffer.isEmpty else {
            return
        }
        defer { buffer.removeAll(keepingCapacity: true) }
        try buffer.withUnsafeBytes(sink)
    }

    private func flushIfLarge() throws {
        if buffer.count >= Self.bufferBytes {
            try flush()
        }
    }

    private static let bufferBytes = 65_536

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let written = Foundation.write(descriptor, piece.baseAddress, piece.count)
            if written >= 0 {
                rest = rest.dropFirst(written)
                continue
            }
            switch errno {
            case EINTR:
                continue
            case EAGAIN:
                // Whoever opened it asked not to wait; results are not to be lost for that.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            case EPIPE:
                throw OutputClosed()
            case let code:
                throw StoreError(
                    .io,
                    "the output cannot be written (\(String(cString: strerror(code)))): what was "
                        + "done before it stays done")
            }
        }
    }
}

/// Nobody reads the output any more, as after `| head`: no failure, but no reason to go on.
struct OutputClosed: Error, Equatable {}
