/// What an event's context must say at one place, for example `/session=abc`.
public struct ContextCondition: Sendable, Equatable {
    /// The place in the context.
    public var pointer: JSONPointer
    /// What must be there, one of these.
    ///
    /// Numbers are compared as they are written, objects without regard to the order of members.
    public var values: [JSONValue]

    /// Asks for one value at a place.
    public init(_ pointer: JSONPointer, is value: JSONValue) {
        self.pointer = pointer
        values = [value]
    }

    /// Reads `POINTER=VALUE`, cut at the first `=`.
    ///
    /// A value that reads as JSON stands for that, and for the same text as a string too:
    /// `/port=80` finds `80` and `"80"`. Any other stands for itself as a string.
    ///
    /// - Throws: ``StoreError/Code/invalidArgument`` without `=`,
    ///   ``StoreError/Code/invalidPointer`` for what stands in front of it.
    public init(_ text: String) throws(StoreError) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) says nothing about a context: write POINTER=VALUE, like "
                    + "/session=abc")
        }
        pointer = try JSONPointer(String(text[..<sign]))
        let value = String(text[text.utf8.index(after: sign)...])
        values = [.string(value)]
        if let json = try? JSONValue(parsing: value) { values.append(json) }
    }

    /// Whether a context says so.
    public func holds(in context: JSONObject) -> Bool {
        guard let value = context.value(at: pointer) else { return false }
        return values.contains(value)
    }
}
