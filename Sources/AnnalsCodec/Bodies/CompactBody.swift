package import AnnalsModel

/// Where in body bytes the parts lie, if they are as ``encodeBody(change:reason:context:)`` writes
/// them.
package struct CompactBody {
    /// The object that merges over the document; nil if there is none.
    package private(set) var data: Range<Int>?
    /// Whether some members go away first.
    package private(set) var hasUnset = false
    /// Whether the document ends.
    package private(set) var isDeletion = false
    /// Whether it says something about the act.
    package private(set) var hasContext = false
    private var unset: Range<Int>?

    /// Whether it speaks of an act alone.
    package var isFact: Bool { hasContext && data == nil && !hasUnset && !isDeletion }

    /// Finds the parts of a body.
    ///
    /// - Returns: nil for every other text, which ``parseBody(_:position:)`` has to read.
    package init?(_ body: UnsafeRawBufferPointer, _ scanner: inout CompactScanner) {
        guard body.count >= 2, body[0] == UInt8(ascii: "{") else { return nil }
        var index = 1
        if Self.begins("\"data\":", body, &index) {
            guard
                let end = scanner.endOfObject(in: body, at: index, depthMax: Limits.jsonDepthMax),
                end > index + 2
            else { return nil }
            data = index..<end
            index = end
        }
        if Self.begins("\"unset\":[", body, &index) {
            let start = index - 1
            while let end = scanner.endOfString(in: body, at: index), end > index + 2 {
                index = end
                guard end < body.count, body[end] == UInt8(ascii: ",") else { break }
                index += 1
            }
            guard index > start + 1, index < body.count, body[index] == UInt8(ascii: "]"),
                body[index - 1] == UInt8(ascii: "\"")
            else { return nil }
            index += 1
            unset = start..<index
            hasUnset = true
        }
        if Self.begins("\"deleted\":true", body, &index) {
            guard data == nil, !hasUnset else { return nil }
            isDeletion = true
        }
        if Self.begins("\"reason\":", body, &index) {
            guard let end = scanner.endOfString(in: body, at: index) else { return nil }
            index = end
        }
        if Self.begins("\"context\":", body, &index) {
            guard
                let end = scanner.endOfObject(in: body, at: index, depthMax: Limits.jsonDepthMax),
                end > index + 2
            else { return nil }
            hasContext = true
            index = end
        }
        guard index == body.count - 1, body[index] == UInt8(ascii: "}") else { return nil }
    }

    /// The members that go away before anything merges.
    ///
    /// - Parameter body: The same bytes.
    /// - Throws: What makes ``parseBody(_:position:)`` refuse the body.
    package func pointers(of body: UnsafeRawBufferPointer) throws(StoreError) -> [JSONPointer] {
        guard let unset else { return [] }
        let text = try JSONValue(parsing: [UInt8](body[unset]))
        var pointers: [JSONPointer] = []
        for case .string(let text) in text.asArray ?? [] {
            pointers.append(try JSONPointer(text))
        }
        return pointers
    }

    /// Steps over the beginning of a member, if it is what comes next.
    private static func begins(
        _ text: StaticString, _ body: UnsafeRawBufferPointer, _ index: inout Int
    ) -> Bool {
        var start = index
        if start > 1 {
            guard start < body.count, body[start] == UInt8(ascii: ",") else { return false }
            start += 1
        }
        let count = text.utf8CodeUnitCount
        guard body.count - start >= count else { return false }
        for offset in 0..<count where body[start + offset] != text.utf8Start[offset] {
            return false
        }
        index = start + count
        return true
    }
}
