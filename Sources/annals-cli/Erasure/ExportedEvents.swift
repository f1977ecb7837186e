import Annals
import AnnalsJSON
import Foundation

/// A new file with events, one a line.
final class ExportedEvents {
    private let path: String
    private let file: FileHandle
    private var text: [UInt8] = []

    /// Bytes after which they are written.
    private static let bytesKept = 1 << 16

    /// Makes the file, which only its owner can read.
    ///
    /// - Throws: `storeExists` if there is a file; `invalidArgument` if it would be one of an open
    ///   store; `io`.
    init(_ path: String) throws(StoreError) {
        try Store.checkOutput(path)
        self.path = path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code: StoreError.Code = errno == EEXIST ? .storeExists : .io
            throw StoreError(
                code,
                "cannot make the file \(path.quotedForMessage): \(String(cString: strerror(errno)))"
            )
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Adds an event.
    func write(_ event: Event) throws(StoreError) {
        event.json().write(to: &text)
        text.append(UInt8(ascii: "\n"))
        if text.count >= Self.bytesKept { try flush() }
    }

    /// Waits until all is on disk: what it holds may be erased next.
    func finish() throws(StoreError) {
        try flush()
        do {
            try file.synchronize()
        } catch {
            throw failed(error)
        }
    }

    private func flush() throws(StoreError) {
        do {
            try file.write(contentsOf: Data(text))
        } catch {
            throw failed(error)
        }
        text = []
    }

    private func failed(_ error: any Error) -> StoreError {
        StoreError(
            .io, "cannot write to \(path.quotedForMessage): \(error.localizedDescription)",
            cause: error)
    }
}
