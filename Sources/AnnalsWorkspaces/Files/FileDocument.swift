import AnnalsModel
import Foundation

/// The document of a `file/` stream: one version of a file, whole.
///
/// Its members are `kind` (`file` or `link`), `sha256`, `size` in bytes, `mode` in octal,
/// `observed_at`, `moved_from` if this version came by a move, `redacted` if values were replaced
/// (their number by the kind's name), and the content: `text`, or `base64`
/// where the bytes are not UTF-8; of a link `target` or `target_base64`.
enum FileDocument {
    private static let contentMembers = ["text", "base64", "target", "target_base64"]

    /// The change that makes a version of what was there before.
    ///
    /// - Parameters:
    ///   - old: The document before, as far as it matters: its members but the content's value.
    ///   - movedFrom: The path that the file had before.
    static func change(
        to version: FileVersion, _ record: FileRecord, from old: FileRecord?,
        movedFrom: WorkspacePath? = nil
    ) -> Change {
        var data = JSONObject()
        if old?.isLink != record.isLink { data["kind"] = .string(record.isLink ? "link" : "file") }
        data["sha256"] = .string(record.digest.hexadecimal)
        data["size"] = .number(JSONNumber(Int64(record.size)))
        if old?.mode != record.mode { data["mode"] = .string(octal(record.mode)) }
        data["observed_at"] = .string(version.observedAt.rfc3339)
        if let movedFrom { data["moved_from"] = .string(movedFrom.id) }
        if !version.redactions.isEmpty { data["redacted"] = redacted(version) }
        let (member, content) = encoded(version.content)
        data[member] = .string(content)
        var unset: [JSONPointer] = []
        if old != nil {
            // What may be there of the version before and would contradict this one.
            let stale =
                contentMembers.filter { $0 != member } + (movedFrom == nil ? ["moved_from"] : [])
            unset = stale.map { JSONPointer(tokens: [$0]) }
            // Also before others are set, since objects merge.
            if old?.isRedacted == true { unset.append(JSONPointer(tokens: ["redacted"])) }
        }
        return Change(data: data, unset: unset)
    }

    /// The change that makes a version of any other, with all its members.
    static func change(wholly version: FileVersion) -> Change {
        var change = change(to: version, FileRecord(version), from: nil)
        change.unset = (contentMembers + ["moved_from", "redacted"]).map {
            JSONPointer(tokens: [$0])
        }
        return change
    }

    /// How many values of each kind were replaced.
    private static func redacted(_ version: FileVersion) -> JSONValue {
        var counts = JSONObject()
        for (name, count) in version.redactions.sorted(by: { $0.key < $1.key }) {
            counts[name] = .number(JSONNumber(Int64(count)))
        }
        return .object(counts)
    }

    /// The change of a mode alone.
    static func change(toMode mode: UInt16, observedAt: Timestamp) -> Change {
        Change(data: [
            "mode": .string(octal(mode)), "observed_at": .string(observedAt.rfc3339),
        ])
    }

    /// The version that a document holds, or nil if it is no file's.
    static func version(_ document: JSONObject) -> FileVersion? {
        guard let content = content(document) else { return nil }
        let mode = document["mode"]?.asString.flatMap { UInt16($0, radix: 8) } ?? 0o644
        let observedAt = document["observed_at"]?.asString.flatMap { try? Timestamp(rfc3339: $0) }
        var version = FileVersion(
            content: content, mode: mode & 0o7777,
            observedAt: observedAt ?? Timestamp(microseconds: 0))
        for (name, count) in document["redacted"]?.asObject ?? [:] {
            version.redactions[name] = count.asInt64.flatMap { Int(exactly: $0) } ?? 1
        }
        return version
    }

    private static func content(_ document: JSONObject) -> FileContent? {
        if case .string(let text) = document["text"] { return FileContent(file: text) }
        if case .string(let text) = document["base64"] {
            return Data(base64Encoded: text).map { .bytes(Array($0)) }
        }
        if case .string(let text) = document["target"] { return .link(target: Array(text.utf8)) }
        if case .string(let text) = document["target_base64"] {
            return Data(base64Encoded: text).map { .link(target: Array($0)) }
        }
        return nil
    }

    private static func encoded(_ content: FileContent) -> (member: String, String) {
        if case .text(let text) = content { return ("text", text) }
        let isLink = content.isLink
        if let text = String(validating: content.bytes, as: UTF8.self) {
            return (isLink ? "target" : "text", text)
        }
        return (
            isLink ? "target_base64" : "base64", Data(content.bytes).base64EncodedString()
        )
    }

    /// Whether an event can hold a content as it is written in one: binary bytes grow by a third,
    /// control characters sixfold.
    static func fits(_ bytes: [UInt8]) -> Bool {
        let room = Limits.bodyBytesMax - roomForRest
        guard bytes.count > room / 6 else { return true }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            return bytes.count / 3 * 4 + 4 <= room
        }
        let written = bytes.reduce(into: 0) { sum, byte in
            switch byte {
            case 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x22, 0x5C: sum += 2
            case ..<0x20: sum += 6
            default: sum += 1
            }
        }
        return written <= room
    }

    /// Bytes of an event's body that its content does not get.
    private static let roomForRest = 64 << 10

    /// Four octal digits, such as 0644.
    static func octal(_ mode: UInt16) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
