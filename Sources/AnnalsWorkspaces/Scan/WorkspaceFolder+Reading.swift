import AnnalsLog
import AnnalsModel
import Crypto
import Foundation

extension WorkspaceFolder {
    /// What came of reading an entry.
    enum ReadResult {
        /// Its version, and a finding if it changed while it was read.
        case version(FileVersion, FileStatus, WorkspaceFinding?)
        /// It is not there.
        case missing
        /// It is there but is not captured.
        case refused(WorkspaceFinding)
        /// It is left out on purpose.
        case leftOut(Exclusion)
    }

    /// Times that a file which changes while it is read is read again.
    private static let attemptsMax = 3

    /// Reads a file, or where a link leads.
    func read(_ path: WorkspacePath) -> ReadResult {
        let bytes = path.bytes
        if let finding = findTooLong(path) { return .refused(finding) }
        guard let (parent, name) = openParent(of: bytes) else {
            return isMissing(errno) ? .missing : .refused(unreadable(path, errno))
        }
        defer { close(parent) }
        guard let status = Self.status(name, in: parent), let folder = Self.status(of: parent)
        else { return isMissing(errno) ? .missing : .refused(unreadable(path, errno)) }
        // Before anything is opened: closing a descriptor of the store's file drops SQLite's locks.
        if let exclusion = exclusion(of: bytes, name, status, in: (parent, folder)) {
            return .leftOut(exclusion)
        }
        switch status.kind {
        case .file:
            return readFile(path, name, parent)
        case .link:
            return readLink(path, name, parent, status)
        case .folder:
            return .missing
        case .special(let what):
            return .refused(
                WorkspaceFinding(
                    .notAFile, path, "it is \(what); only files and links are captured"))
        }
    }

    /// The finding of a path that no stream can have; nil if one can.
    func findTooLong(_ path: WorkspacePath) -> WorkspaceFinding? {
        let count = path.id.utf8.count + mountBytes
        guard count > Limits.idBytesMax else { return nil }
        return WorkspaceFinding(
            .pathTooLong, path,
            "the path has \(count) bytes, more than the \(Limits.idBytesMax) of a stream's id; it"
                + " is not captured")
    }

    /// The status of what is at a path, without opening it; nil if nothing is.
    func status(of path: [UInt8]) -> FileStatus? {
        guard let (parent, name) = openParent(of: path) else { return nil }
        defer { close(parent) }
        return Self.status(name, in: parent)
    }

    private func isMissing(_ number: Int32) -> Bool {
        number == ENOENT || number == ENOTDIR || number == ELOOP
    }

    private func unreadable(_ path: WorkspacePath, _ number: Int32) -> WorkspaceFinding {
        WorkspaceFinding(
            .unreadable, path,
            "it cannot be read (\(String(cString: strerror(number)))); the version that was"
                + " captured last, if any, stays")
    }

    private func readLink(
        _ path: WorkspacePath, _ name: [UInt8], _ parent: Int32, _ status: FileStatus
    ) -> ReadResult {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = Self.withName(name) { name in
            target.withUnsafeMutableBytes { buffer in
                // Not empty: it has room for the longest path.
                guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                    return -1
                }
                return readlinkat(parent, name, start, buffer.count)
            }
        }
        guard count >= 0 else {
            return isMissing(errno) || errno == EINVAL
                ? .missing : .refused(unreadable(path, errno))
        }
        let version = FileVersion(
            content: .link(target: Array(target.prefix(count))), mode: status.mode,
            occurredAt: status.modifiedAt)
        return .version(version, status, nil)
    }

    private func readFile(
        _ path: WorkspacePath, _ name: [UInt8], _ parent: Int32
    ) -> ReadResult {
        for attempt in 1... {
            // Before it is read: the version is at least as new as this.
            let observedAt = Timestamp.now
            let file = Self.withName(name) { name in
                openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            }
            guard file >= 0 else {
                return isMissing(errno) ? .missing : .refused(unreadable(path, errno))
            }
            defer { close(file) }
            guard let before = Self.status(of: file), before.kind == .file else { return .missing }
            if isOfStore(file, name, in: parent) { return .leftOut(Exclusion(reason: .store)) }
            if before.size > Int64(fileBytesMax) { return .refused(tooLarge(path, file)) }
            guard
                let bytes = System.read(
                    file, upTo: fileBytesMax, expecting: Int(before.size))
            else {
                return .refused(unreadable(path, errno))
            }
            if bytes.count > fileBytesMax { return .refused(tooLarge(path, file)) }
            guard FileDocument.fits(bytes) else {
                let limit = "fit, as text or base64, into an event of \(Limits.bodyBytesMax)"
                return .refused(tooLarge(path, file, limit))
            }
            guard let after = Self.status(of: file) else { return .missing }
            // What the system makes up while it is read, as below /proc, has no size.
            let isWhole = bytes.count == Int(after.size) || after.size == 0
            let isSteady = before == after && isWhole
            guard isSteady || attempt == Self.attemptsMax else { continue }
            var version = FileVersion(
                content: FileContent(file: bytes), mode: after.mode, observedAt: observedAt,
                occurredAt: after.modifiedAt)
            if redacts { version.redact() }
            let finding = WorkspaceFinding(
                .changing, path,
                "it changed each time while it was read; what was read is captured, and the next"
                    + " import or watch takes the next version")
            return .version(version, after, isSteady ? nil : finding)
        }
        return .missing
    }

    /// The finding of a file over the limit, with its hash and size as of now.
    ///
    /// - Parameter limit: What it does not fit in; nil for the limit of captured files.
    private func tooLarge(
        _ path: WorkspacePath, _ file: Int32, _ limit: String? = nil
    ) -> WorkspaceFinding {
        var hash = SHA256()
        var size: Int64 = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        lseek(file, 0, SEEK_SET)
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                Foundation.read(file, buffer.baseAddress, buffer.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            hash.update(data: chunk[..<count])
            size += Int64(count)
        }
        let limit = limit ?? "the \(fileBytesMax) that are captured of one file"
        return WorkspaceFinding(
            .tooLarge, path,
            "it has \(size) bytes, more than \(limit)"
                + " (SHA-256 \(hash.finalize().hexadecimal)); the version that was captured last,"
                + " if any, stays")
    }
}
