import AnnalsModel

/// JSON as files have it: plain, or with comments.
enum JSONText {
    static func read(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        formatted(try parse(bytes, depthMax: depthMax), bytes)
    }

    /// The same of a large text, which is not copied unless it is no plain JSON.
    static func read(
        _ text: String, depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        let plain = FileContent.text(text).withBytes { bytes in
            try? JSONValue.parseLenient(bytes, depthMax: depthMax)
        }
        guard let plain else { return try read(Array(text.utf8), depthMax: depthMax) }
        return formatted(plain, Array(text.utf8))
    }

    private static func formatted(
        _ text: JSONValue.LenientText, _ bytes: @autoclosure @escaping @Sendable () -> [UInt8]
    ) -> FormattedText {
        FormattedText(
            text.value, duplicates: text.duplicates,
            lines: TextLines(of: bytes()) { bytes in
                JSONSpans.read(bytes).map { node($0, bytes) }
            })
    }

    /// Reads a text as plain JSON; where it is none, without comments and last commas.
    static func parse(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> JSONValue.LenientText {
        let plain: StoreError
        do {
            return try JSONValue.parseLenient(bytes, depthMax: depthMax)
        } catch {
            plain = error
        }
        guard let blanked = JSONComments.blanked(bytes) else { throw Self.error(plain) }
        do {
            return try JSONValue.parseLenient(blanked, depthMax: depthMax)
        } catch {
            // The one that came further speaks of what is wrong, not of a comment.
            let isFurther = offset(of: error) > offset(of: plain)
            throw Self.error(isFurther ? error : plain)
        }
    }

    /// The error of a text, or of a line of one.
    static func error(_ error: StoreError, line: Int = 1) -> FileFormatError {
        guard let syntax = error.cause as? JSONSyntaxError else {
            return FileFormatError("not JSON: \(error.message)", line: line, column: 1)
        }
        return FileFormatError(
            "not JSON: it has \(syntax.problem)", line: syntax.location.line + line - 1,
            column: syntax.location.column)
    }

    private static func offset(of error: StoreError) -> Int {
        (error.cause as? JSONSyntaxError)?.location.offset ?? 0
    }

    /// The places of a text that was read.
    static func node(_ spans: JSONSpans.Node, _ bytes: [UInt8]) -> TextNode {
        switch spans {
        case .scalar(let range):
            return TextNode(range: range)
        case .array(let range, let elements):
            let nodes = elements.map { node($0, bytes) }
            return TextNode(range: range, content: .array(nodes), style: .flow)
        case .object(let range, let members):
            let named = members.map { member in
                TextMember(
                    name: name(bytes[member.key]), key: member.key,
                    value: node(member.value, bytes))
            }
            return TextNode(range: range, content: .object(named), style: .flow)
        }
    }

    /// The name that a string in quotation marks is.
    static func name(_ bytes: ArraySlice<UInt8>) -> String {
        if !bytes.contains(UInt8(ascii: "\\")) {
            return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
        }
        return (try? JSONValue.parseLenient(Array(bytes)).value.asString) ?? ""
    }
}
