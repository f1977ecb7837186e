extension JSONValue {
    /// Reads a JSON text (RFC 8259) that is one value and nothing else.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Throws: ``StoreError/Code/invalidJSON`` with line and column for bad syntax, a duplicate
    ///   member, too much depth, a lone surrogate or a byte order mark; its cause is a
    ///   ``JSONSyntaxError``.
    public init(parsing text: String, depthMax: Int = Limits.jsonDepthMax) throws(StoreError) {
        self = try Self.reading(text) { bytes throws(StoreError) in
            try JSONValue(parsing: bytes, depthMax: depthMax)
        }
    }

    /// Reads a JSON text (RFC 8259) in UTF-8 that is one value and nothing else.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Throws: ``StoreError/Code/invalidJSON`` with line and column, also for invalid UTF-8; its
    ///   cause is a ``JSONSyntaxError``.
    public init(parsing bytes: [UInt8], depthMax: Int = Limits.jsonDepthMax) throws(StoreError) {
        self = try Self.reading(bytes) { bytes throws(StoreError) in
            try JSONValue(parsing: bytes, depthMax: depthMax)
        }
    }

    /// Reads a JSON text (RFC 8259) in UTF-8 that is one value and nothing else.
    ///
    /// - Parameters:
    ///   - bytes: The text; it is not kept.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Throws: ``StoreError/Code/invalidJSON`` with line and column, also for invalid UTF-8; its
    ///   cause is a ``JSONSyntaxError``.
    public init(
        parsing bytes: UnsafeBufferPointer<UInt8>, depthMax: Int = Limits.jsonDepthMax
    ) throws(StoreError) {
        var parser = JSONParser(bytes, depthMax: depthMax, isLenient: false)
        do {
            self = try parser.parseText()
        } catch {
            throw error.located(in: bytes).storeError
        }
    }

    /// What a lenient reading found.
    public struct LenientText: Sendable {
        /// The value, in which the last of duplicate members has the place of the first.
        public let value: JSONValue
        /// The members that were given again, in the order of the text.
        public let duplicates: [JSONDuplicate]
    }

    /// Reads a JSON text as found in files: a byte order mark is skipped, duplicate members are
    /// reported instead of refused.
    ///
    /// - Parameters:
    ///   - bytes: The text, in UTF-8.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Throws: ``StoreError/Code/invalidJSON`` for everything else that the strict reading
    ///   refuses; its cause is a ``JSONSyntaxError`` with line and column.
    public static func parseLenient(
        _ bytes: [UInt8], depthMax: Int = Limits.jsonDepthMax
    ) throws(StoreError) -> LenientText {
        try reading(bytes) { bytes throws(StoreError) in
            try parseLenient(bytes, depthMax: depthMax)
        }
    }

    /// Reads a JSON text as found in files: a byte order mark is skipped, duplicate members are
    /// reported instead of refused.
    ///
    /// - Parameters:
    ///   - bytes: The text, in UTF-8; it is not kept.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Throws: ``StoreError/Code/invalidJSON`` for everything else that the strict reading
    ///   refuses; its cause is a ``JSONSyntaxError`` with line and column.
    public static func parseLenient(
        _ bytes: UnsafeBufferPointer<UInt8>, depthMax: Int = Limits.jsonDepthMax
    ) throws(StoreError) -> LenientText {
        var parser = JSONParser(bytes, depthMax: depthMax, isLenient: true)
        do {
            let value = try parser.parseText()
            return LenientText(value: value, duplicates: located(parser.duplicates, in: bytes))
        } catch {
            throw error.located(in: bytes).storeError
        }
    }

    /// Checks a JSON text as found in files without keeping its values, which may take several
    /// times the memory of the text.
    ///
    /// - Parameters:
    ///   - bytes: The text, in UTF-8.
    ///   - depthMax: How many containers may stand inside one another.
    /// - Returns: The duplicates that ``parseLenient(_:depthMax:)`` finds.
    /// - Throws: What that throws.
    package static func checkLenient(
        _ bytes: [UInt8], depthMax: Int = Limits.jsonDepthMax
    ) throws(StoreError) -> [JSONDuplicate] {
        try reading(bytes) { bytes throws(StoreError) in
            try checkLenient(bytes, depthMax: depthMax)
        }
    }

    /// The same of bytes that are lent.
    package static func checkLenient(
        _ bytes: UnsafeBufferPointer<UInt8>, depthMax: Int = Limits.jsonDepthMax
    ) throws(StoreError) -> [JSONDuplicate] {
        var parser = JSONParser(bytes, depthMax: depthMax, isLenient: true)
        do throws(JSONParser.Failure) {
            try parser.checkText()
            return located(parser.duplicates, in: bytes)
        } catch {
            throw error.located(in: bytes).storeError
        }
    }

    /// In one walk for all of them: they are in the order of the text.
    private static func located(
        _ duplicates: [JSONParser.Duplicate], in bytes: UnsafeBufferPointer<UInt8>
    ) -> [JSONDuplicate] {
        var place = JSONLocation.start(of: bytes)
        return duplicates.map { duplicate in
            place = place.advanced(to: duplicate.offset, in: bytes)
            return JSONDuplicate(
                pointer: duplicate.pointer, line: place.line, column: place.column)
        }
    }

    private static func reading<Answer>(
        _ text: String,
        _ read: (UnsafeBufferPointer<UInt8>) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        var text = text
        var result: Result<Answer, StoreError>?
        text.withUTF8 { bytes in
            result = Result { () throws(StoreError) in try read(bytes) }
        }
        guard let result else { throw StoreError(.invalidJSON, "the JSON text has no bytes") }
        return try result.get()
    }

    private static func reading<Answer>(
        _ text: [UInt8],
        _ read: (UnsafeBufferPointer<UInt8>) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        let result = text.withUnsafeBufferPointer { bytes in
            Result { () throws(StoreError) in try read(bytes) }
        }
        return try result.get()
    }
}
