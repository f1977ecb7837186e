package import AnnalsModel
import Crypto

/// What a file holds.
package enum FileContent: Sendable {
    /// The bytes of a regular file.
    case bytes([UInt8])
    /// The bytes of a large regular file that are UTF-8, as the text that its event holds: they
    /// are in memory once, and not beside it.
    case text(String)
    /// Where a symbolic link leads, as it is written; it is never followed.
    case link(target: [UInt8])

    /// Bytes from which a file that is UTF-8 is kept as text.
    private static let textBytesMin = 1 << 20

    /// What a regular file holds, in the form that takes the least memory.
    package init(file bytes: [UInt8]) {
        if bytes.count >= Self.textBytesMin,
            let text = String(validating: bytes, as: UTF8.self)
        {
            self = .text(text)
        } else {
            self = .bytes(bytes)
        }
    }

    /// What a regular file with a text holds.
    init(file text: String) {
        self = text.utf8.count >= Self.textBytesMin ? .text(text) : .bytes(Array(text.utf8))
    }

    /// Whether it is a symbolic link.
    package var isLink: Bool {
        if case .link = self { true } else { false }
    }

    /// Lends the bytes, or those of the link's target, to a closure.
    func withBytes<Value, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let result: Result<Value, Failure>
        if case .text(var text) = self {
            result = text.withUTF8 { bytes in
                Result { () throws(Failure) in try body(bytes) }
            }
        } else {
            result = bytes.withUnsafeBufferPointer { bytes in
                Result { () throws(Failure) in try body(bytes) }
            }
        }
        return try result.get()
    }

    /// Number of the bytes.
    var size: Int { withBytes { $0.count } }

    /// The bytes, or those of the link's target; a copy of a large text.
    package var bytes: [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .text(let text): Array(text.utf8)
        case .link(let target): target
        }
    }
}

extension FileContent: Hashable {
    /// Whether both are of the same kind and have the same bytes.
    package static func == (left: FileContent, right: FileContent) -> Bool {
        left.isLink == right.isLink && left.bytes == right.bytes
    }

    /// Feeds kind and bytes to the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(isLink)
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// One version of a file as it was seen.
package struct FileVersion: Sendable {
    /// What it holds.
    package var content: FileContent
    /// Permission bits, such as 0o644.
    package var mode: UInt16
    /// When Annals saw it.
    package var observedAt: Timestamp
    /// When it was written, as the file system or a history claims.
    package var occurredAt: Timestamp?
    /// How many values of each kind were replaced in the content, by the kind's name.
    package var redactions: [String: Int] = [:]

    /// Puts a version together.
    package init(
        content: FileContent, mode: UInt16 = 0o644, observedAt: Timestamp = .now,
        occurredAt: Timestamp? = nil
    ) {
        self.content = content
        self.mode = mode
        self.observedAt = observedAt
        self.occurredAt = occurredAt
    }
}

/// What the store knows of a file's present version without its bytes.
///
/// Records are equal if what they hold is, whether or not it was redacted.
struct FileRecord: Hashable, Sendable {
    /// SHA-256 of the bytes, or of the link's target.
    let digest: [UInt8]
    /// Number of these bytes.
    let size: Int
    /// Permission bits.
    let mode: UInt16
    /// Whether it is a symbolic link.
    let isLink: Bool
    /// Whether values were replaced in it.
    let isRedacted: Bool

    init(digest: [UInt8], size: Int, mode: UInt16, isLink: Bool, isRedacted: Bool = false) {
        self.digest = digest
        self.size = size
        self.mode = mode
        self.isLink = isLink
        self.isRedacted = isRedacted
    }

    init(_ version: FileVersion) {
        (digest, size) = version.content.withBytes { bytes in
            (Array(SHA256.hash(data: UnsafeRawBufferPointer(bytes))), bytes.count)
        }
        mode = version.mode & 0o7777
        isRedacted = !version.redactions.isEmpty
        isLink = version.content.isLink
    }

    /// Whether the content is the same, whatever the mode.
    func hasSameContent(as other: FileRecord) -> Bool {
        digest == other.digest && size == other.size && isLink == other.isLink
    }

    static func == (left: FileRecord, right: FileRecord) -> Bool {
        left.hasSameContent(as: right) && left.mode == right.mode
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
        hasher.combine(size)
        hasher.combine(mode)
        hasher.combine(isLink)
    }
}

extension FileVersion {
    /// Replaces values that look like secrets.
    mutating func redact() {
        guard !content.isLink else { return }
        let redacted = SecretScanner.redact(content.bytes)
        guard !redacted.counts.isEmpty else { return }
        content = FileContent(file: redacted.bytes)
        redactions = redacted.counts
    }

    /// What was replaced, as a list.
    func redactions(of path: WorkspacePath) -> [WorkspaceRedaction] {
        redactions.sorted { $0.key < $1.key }
            .map { WorkspaceRedaction(path: path.id, name: $0.key, count: $0.value) }
    }
}
