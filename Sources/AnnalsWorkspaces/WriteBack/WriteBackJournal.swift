import AnnalsLog
import AnnalsModel
import Foundation

/// What a write-back is about to put into files, noted in the folder before it does.
///
/// A process that ends between writing a file and capturing it leaves the note behind. Whoever
/// captures the folder next tells by it that the file holds what the store gave it, and is nobody's
/// new version: a document that moved on since is not taken back.
struct WriteBackJournal {
    private static let name = Array("\(WorkspaceFolder.temporaryPrefix)write-back-journal".utf8)
    /// Bytes that are read: some hundred names of the longest paths.
    private static let bytesMax = 1 << 22

    private let folder: WorkspaceFolder

    init(_ folder: WorkspaceFolder) {
        self.folder = folder
    }

    /// Notes files with the SHA-256 of what they are about to hold, in the place of what was noted
    /// before; it is on the disk when this returns.
    ///
    /// - Throws: `io` if it cannot be written; then no file is to be.
    func note(_ files: [(path: WorkspacePath, digest: [UInt8])]) throws(StoreError) {
        guard !files.isEmpty else { return }
        var text: [UInt8] = []
        for (path, digest) in files {
            let path = Data(path.bytes).base64EncodedString()
            text += Array("\(digest.hexadecimal) \(path)\n".utf8)
        }
        let descriptor = WorkspaceFolder.withName(Self.name) {
            openat(
                folder.descriptor, $0, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        guard System.write(text, to: descriptor), fsync(descriptor) == 0,
            fsync(folder.descriptor) == 0
        else { throw failure() }
    }

    /// What was noted and not taken away; empty if there is nothing, or it cannot be read.
    func noted() -> [(path: WorkspacePath, digest: String)] {
        let descriptor = WorkspaceFolder.withName(Self.name) {
            openat(folder.descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        guard let text = FileSwap.contents(of: descriptor, upTo: Self.bytesMax) else { return [] }
        // The end of one that was cut off names no file.
        return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split(separator: UInt8(ascii: " "))
            guard words.count == 2, let path = Data(base64Encoded: Data(words[1])) else {
                return nil
            }
            return (WorkspacePath(bytes: Array(path)), String(decoding: words[0], as: UTF8.self))
        }
    }

    /// Takes the note away, because all that it names is captured.
    func clear() {
        _ = WorkspaceFolder.withName(Self.name) { unlinkat(folder.descriptor, $0, 0) }
    }

    private func failure() -> StoreError {
        StoreError(
            .io,
            "cannot note in \(folder.path.terminalSafe) what is about to be written there:"
                + " \(String(cString: strerror(errno))); nothing of it is written")
    }
}

extension WorkspaceCapture {
    /// Captures files that a write-back wrote and did not come to capture, as it would have.
    ///
    /// - Parameter isLocked: Whether the caller has the folder's ``WriteBackLock``.
    /// - Returns: Number of events that were appended.
    @discardableResult
    func captureWrittenBack(in folder: WorkspaceFolder, isLocked: Bool = false) throws -> Int {
        let journal = WriteBackJournal(folder)
        let noted = journal.noted()
        guard !noted.isEmpty else { return 0 }
        let lock = isLocked ? nil : WriteBackLock(folder)
        defer { withExtendedLifetime(lock) {} }
        var attribution = Attribution(
            actor: try Actor("workspace", kind: .system), reason: WriteBack.reason)
        attribution.review = { change, _ in change.ofSourcesAlone }
        var run = CaptureRun(self, attribution)
        for (path, digest) in noted.sorted(by: { $0.path < $1.path }) {
            guard path.problem == nil, let known = records[path],
                known.digest.hexadecimal != digest,
                case .version(let version, _, _) = folder.read(path),
                FileRecord(version).digest.hexadecimal == digest
            else { continue }
            try run.add(path, version)
        }
        let summary = try run.finish(countsDocuments: false)
        // Another process that has the lock is not done with what it noted.
        if isLocked || lock != nil { journal.clear() }
        return summary.events
    }
}
