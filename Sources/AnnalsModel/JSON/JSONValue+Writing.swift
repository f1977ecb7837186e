extension JSONValue {
    /// Appends the value as compact JSON in UTF-8: no spaces, order and numbers as they are, only
    /// the escapes that JSON requires (`\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, `\u00xx`).
    public func write(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.write(self, to: &out)
    }

    /// The value as compact JSON, as ``write(to:)`` makes it.
    public var compact: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as JSON with a line for each member and element.
    ///
    /// - Parameter indent: Spaces for each level.
    public func pretty(indent: Int = 2) -> String {
        text(JSONWriter(indent: indent))
    }

    /// The value as JSON for a terminal.
    ///
    /// Strings escape with `\u` also what `String.terminalSafe` escapes, so that the text still is
    /// the same JSON.
    ///
    /// - Parameter indent: Spaces for each level, or nil for the compact form.
    public func terminalSafe(indent: Int? = nil) -> String {
        text(JSONWriter(indent: indent, isTerminalSafe: true))
    }

    private func text(_ writer: JSONWriter) -> String {
        var writer = writer
        var bytes: [UInt8] = []
        writer.write(self, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONObject {
    /// Appends the object as compact JSON in UTF-8, as ``JSONValue/write(to:)`` does.
    public func write(to out: inout [UInt8]) {
        var writer = JSONWriter()
        writer.write(self, to: &out)
    }

    /// The object as compact JSON.
    public var compact: String { JSONValue.object(self).compact }

    /// The object as JSON with a line for each member and element.
    ///
    /// - Parameter indent: Spaces for each level.
    public func pretty(indent: Int = 2) -> String {
        JSONValue.object(self).pretty(indent: indent)
    }
}
