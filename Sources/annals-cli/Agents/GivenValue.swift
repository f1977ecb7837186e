import Annals
import AnnalsModel

/// A value as it is typed: JSON where it reads as JSON, text where it does not.
enum GivenValue {
    /// Reads a value.
    ///
    /// - Parameter name: What messages call it; nil quotes it itself.
    /// - Throws: `invalidJSON` for a text that begins like an object, an array or a string but is
    ///   none: a slip in typing must not become text without a word.
    static func parse(_ text: String, called name: String? = nil) throws(StoreError) -> JSONValue {
        do {
            let bytes = Array(text.utf8.dropFirst(ByteOrderMark.length(in: text.utf8)))
            return try JSONValue(parsing: bytes)
        } catch {
            let first = text.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
            guard let first, "{[\"".utf8.contains(first) else { return .string(text) }
            throw StoreError(
                .invalidJSON,
                "\((name ?? text).quotedForMessage) begins like JSON but is not "
                    + "(\(error.message)): mend it, or put text in a JSON string's quotes")
        }
    }
}

/// `NAME=VALUE`: a column, another member, or with a slash in front a place in the document.
struct Assignment {
    /// What stands before the first `=`.
    let name: String
    /// What stands behind it.
    let value: JSONValue

    /// Reads one.
    ///
    /// - Throws: `invalidArgument` without `=` or a name, `invalidJSON`.
    init(_ text: String) throws(StoreError) {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) sets nothing: write NAME=VALUE, like status=ACTIVE")
        }
        name = String(text[..<sign])
        value = try GivenValue.parse(String(text[text.index(after: sign)...]))
    }

    /// Makes the change in a document.
    func apply(to document: inout some TypedDocument) throws(StoreError) {
        if name.hasPrefix("/") {
            try apply(to: &document.document)
        } else {
            document[name] = value
        }
    }

    /// Makes the change in an object, whose columns are members of their own names.
    func apply(to object: inout JSONObject) throws(StoreError) {
        guard name.hasPrefix("/") else {
            object[name] = value
            return
        }
        let place = try JSONPointer(name)
        var change = value
        for token in place.tokens.reversed() { change = .object([token: change]) }
        object.removeValue(at: place)
        object.merge(change.asObject ?? [:])
    }
}
