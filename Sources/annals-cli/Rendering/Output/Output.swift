import AnnalsModel
import Foundation

/// Where a command's results go: bytes are collected and written in large pieces.
///
/// What is not flushed is lost; commands flush at their end, and wherever somebody may be waiting.
final class Output {
    /// Takes bytes: all of them where it may wait, else as many as can be taken at once.
    ///
    /// It answers how many it took.
    typealias Sink = (UnsafeRawBufferPointer, _ mayWait: Bool) throws -> Int

    /// What that place can show.
    let screen: Screen
    private let sink: Sink
    /// Whether what is written is JSON that a terminal shows.
    ///
    /// There characters that could steer or mislead it are escaped, which changes nothing of what
    /// the JSON says; anywhere else strings are written as they are.
    var isShownJSON = false
    private var buffer: [UInt8] = []
    /// What a reader who is slow has still to take, while nobody may wait for him.
    private var spool: OutputSpool?

    /// Collects for a sink.
    init(screen: Screen, sink: @escaping Sink) {
        self.screen = screen
        self.sink = sink
        buffer.reserveCapacity(Self.bufferBytes)
    }

    /// Collects for an open descriptor.
    ///
    /// - Parameter isWide: Whether nothing is cut to the width of a terminal.
    convenience init(descriptor: Int32, isWide: Bool = false) {
        var screen = Screen.of(descriptor: descriptor)
        if isWide { screen.columns = nil }
        self.init(screen: screen) { bytes, mayWait in
            try Self.write(bytes, to: descriptor, mayWait: mayWait)
        }
    }

    /// The standard output of this program.
    ///
    /// From here on a reader that went away is an error of the next write, not a signal that ends
    /// the program in the middle of its work.
    ///
    /// - Parameters:
    ///   - isWide: Whether nothing is cut to the width of a terminal.
    ///   - isPaged: Whether a pager shows there what is longer than the screen.
    static func standard(isWide: Bool = false, isPaged: Bool = false) -> Output {
        signal(SIGPIPE, SIG_IGN)
        let plain = Output(descriptor: STDOUT_FILENO, isWide: isWide)
        guard isPaged, let pager = Pager.ofStandardOutput() else { return plain }
        return Output(screen: plain.screen) { bytes, mayWait in
            try pager.take(bytes, mayWait: mayWait)
        }
    }

    /// The standard output of a program that another one talks to: it waits for a slow reader until
    /// somebody asks this process to end.
    static func answers() -> Output {
        signal(SIGPIPE, SIG_IGN)
        return Output(screen: .of(descriptor: STDOUT_FILENO)) { bytes, mayWait in
            var taken = 0
            while true {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[taken...])
                taken += try write(rest, to: STDOUT_FILENO, mayWait: false)
                guard mayWait, taken < bytes.count else { return taken }
                if Interruption.isRequested {
                    throw StoreError(
                        .interrupted,
                        "stopped while nobody read the answers: send what has none again, with the"
                            + " same ids")
                }
                var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 100)
            }
        }
    }

    /// Whether whoever read a pipe or socket went away; false where that cannot be told.
    static func isAbandoned(_ descriptor: Int32) -> Bool {
        var look = pollfd(fd: descriptor, events: 0, revents: 0)
        guard poll(&look, 1, 0) > 0 else { return false }
        return look.revents & Int16(POLLERR | POLLHUP) != 0
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
        if isShownJSON { buffer = String(decoding: buffer, as: UTF8.self).terminalSafeJSON }
        if let spool {
            try buffer.withUnsafeBytes { try spool.append($0) }
            while !spool.isEmpty, try spool.drain({ try sink($0, false) }) {}
        } else {
            _ = try buffer.withUnsafeBytes { try sink($0, true) }
        }
    }

    /// Runs a closure that holds something others wait for, such as a read transaction: what it
    /// writes is kept where the reader does not take it at once, and handed on afterwards.
    func withoutWaiting(_ body: () throws -> Void) throws {
        let spool = OutputSpool()
        self.spool = spool
        defer { self.spool = nil }
        try body()
        try flush()
        while !spool.isEmpty { _ = try spool.drain { try sink($0, true) } }
    }

    private func flushIfLarge() throws {
        if buffer.count >= Self.bufferBytes {
            try flush()
        }
    }

    private static let bufferBytes = 65_536
    /// Bytes that a pipe takes whole where it takes any: PIPE_BUF.
    private static let bytesAtOnce = 4_096

    /// Writes bytes to a descriptor: all of them, or as many as it takes without waiting.
    ///
    /// - Returns: How many were written.
    /// - Throws: ``OutputClosed``, `StoreError` of code `io`.
    static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, mayWait: Bool
    ) throws -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The descriptor may be shared with other programs, so it cannot be told not to wait:
            // it is asked before each piece instead.
            if !mayWait, !isReady(descriptor) { break }
            let piece = UnsafeRawBufferPointer(
                rebasing: mayWait ? rest : rest.prefix(bytesAtOnce))
            let written = Foundation.write(descriptor, piece.baseAddress, piece.count)
            if written >= 0 {
                rest = rest.dropFirst(written)
                continue
            }
            switch errno {
            case EINTR:
                continue
            case EAGAIN:
                guard mayWait else { return bytes.count - rest.count }
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
        return bytes.count - rest.count
    }

    /// Whether a descriptor takes some bytes now, or says why it never will.
    private static func isReady(_ descriptor: Int32) -> Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&ready, 1, 0) > 0
    }
}

extension String {
    /// The bytes of a text of JSON, with everything escaped that could steer or mislead a terminal:
    /// outside of strings JSON has none of it but newlines.
    fileprivate var terminalSafeJSON: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if scalar != "\n", scalar.needsEscapeOnTerminal {
                let digits = String(scalar.value, radix: 16)
                bytes += Array(
                    "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            } else {
                bytes += Array(String(scalar).utf8)
            }
        }
        return bytes
    }
}

/// Nobody reads the output any more, as after `| head`: no failure, but no reason to go on.
struct OutputClosed: Error, Equatable {}
