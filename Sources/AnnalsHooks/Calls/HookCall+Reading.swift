package import AnnalsModel
import AnnalsWorkspaces

extension HookCall {
    /// Reads what a hook was given; values that look like secrets go no further than here.
    ///
    /// - Parameters:
    ///   - bytes: One JSON object; members that are there twice count once, the last.
    ///   - actor: Who acts, where that is said.
    ///   - folder: The folder of the captured workspace, where that is said.
    ///   - bytesMax: Bytes of a payload that is kept whole.
    /// - Throws: `invalidJSON` for what is no JSON object, `tooLarge`.
    package init(
        _ tool: HookTool, reading bytes: [UInt8], at receivedAt: Timestamp = .now,
        by actor: Actor? = nil, folder: String? = nil,
        upTo bytesMax: Int = Limits.hookPayloadBytesMax
    ) throws(StoreError) {
        guard bytes.count <= Limits.hookInputBytesMax else {
            throw StoreError(
                .tooLarge, "the payload has more than \(Limits.hookInputBytesMax) bytes: it is lost"
            )
        }
        // The payload is a member of the context, and so one level further in.
        let value = try JSONValue.parseLenient(bytes, depthMax: Limits.jsonDepthMax - 1).value
        guard let given = value.asObject else {
            throw StoreError(
                .invalidJSON, "the payload is a JSON \(value.kindName): give an object")
        }
        let (payload, redacted) = Self.redacted(given)
        let (cutPayload, cut) = Self.cut(payload, to: bytesMax)
        self.init(
            tool, cutPayload, at: receivedAt, by: actor, folder: folder, redacted: redacted,
            cut: cut)
    }

    // MARK: Secrets

    /// An object without the values that look like secrets.
    static func redacted(_ object: JSONObject) -> (JSONObject, [String: Int]) {
        var text: [UInt8] = []
        JSONValue.object(object).write(to: &text)
        let (bytes, counts) = SecretScanner.redact(text)
        guard !counts.isEmpty else { return (object, [:]) }
        let depth = Limits.jsonDepthMax
        if let clean = try? JSONValue(parsing: bytes, depthMax: depth).asObject {
            return (clean, counts)
        }
        // What was replaced had a quotation mark in it: then each text by itself.
        var found: [String: Int] = [:]
        let clean = redacted(.object(object), &found).asObject ?? [:]
        return (clean, found)
    }

    private static func redacted(_ value: JSONValue, _ counts: inout [String: Int]) -> JSONValue {
        switch value {
        case .null, .bool, .number: return value
        case .string(let text):
            let (bytes, found) = SecretScanner.redact(Array(text.utf8))
            guard !found.isEmpty else { return value }
            counts.merge(found, uniquingKeysWith: +)
            return .string(String(decoding: bytes, as: UTF8.self))
        case .array(let elements): return .array(elements.map { redacted($0, &counts) })
        case .object(let object):
            var clean = JSONObject()
            for (name, value) in object { clean[name] = redacted(value, &counts) }
            return .object(clean)
        }
    }

    // MARK: Size

    /// Bytes of a text that is left of a longer one, less each time that this does not suffice.
    private static let cutTextBytes = [65_536, 4_096, 256]

    /// An object of so many bytes at most: long texts are cut, and if nothing else helps, what is
    /// no text, number or name is left out.
    static func cut(_ object: JSONObject, to bytesMax: Int) -> (JSONObject, [String: Int]) {
        guard size(of: object) > bytesMax else { return (object, [:]) }
        for length in cutTextBytes {
            var cuts: [String: Int] = [:]
            let place = JSONPointer(tokens: [])
            let shorter = cut(.object(object), place, to: length, &cuts).asObject ?? [:]
            if size(of: shorter) <= bytesMax { return (shorter, cuts) }
        }
        var cuts: [String: Int] = [:]
        var rest = JSONObject()
        for (name, value) in object {
            let bytes = value.compact.utf8.count
            if bytes <= 1_024 && rest.count < 1_000 {
                rest[name] = value
            } else {
                cuts[cuts.count < 1_000 ? JSONPointer(tokens: [name]).description : ""] = bytes
            }
        }
        return (rest, cuts)
    }

    private static func size(of object: JSONObject) -> Int {
        var bytes: [UInt8] = []
        JSONValue.object(object).write(to: &bytes)
        return bytes.count
    }

    private static func cut(
        _ value: JSONValue, _ place: JSONPointer, to length: Int, _ cuts: inout [String: Int]
    ) -> JSONValue {
        switch value {
        case .null, .bool, .number: return value
        case .string(let text):
            guard text.utf8.count > length else { return value }
            cuts[place.description] = text.utf8.count
            return .string(String(text[..<text.end(ofBytes: length)]))
        case .array(let elements):
            return .array(
                elements.enumerated().map { cut($1, place.appending("\($0)"), to: length, &cuts) })
        case .object(let object):
            var shorter = JSONObject()
            for (name, value) in object {
                shorter[name] = cut(value, place.appending(name), to: length, &cuts)
            }
            return .object(shorter)
        }
    }
}
