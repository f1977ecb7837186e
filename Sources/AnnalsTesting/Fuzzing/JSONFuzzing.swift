import AnnalsModel

/// JSON texts: strict and lenient reading, every way of writing, numbers and pointers.
package enum JSONFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "json"

    /// Sound texts, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        [
            #"{"a":[1,-0,1.50e+3,12345678901234567890],"b":{"c":null,"d":true},"":false}"#,
            #" [ "caf\u00e9 \ud83d\udea8\n\"\\\/" , "é🚀" ,[[[{"x":[]}]]] ] "#,
            #"{"a":1,"\u0061":2,"e\u0301":3,"\u00e9":4}"#, "\u{FEFF}\"text\"", "-1E-7", "null",
            #""/a~1b/m~0n/0/-/""#,
        ].map { Array($0.utf8) }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        let strict = try accepted(refusing: .invalidJSON) { () throws(StoreError) in
            try located(bytes) { () throws(StoreError) in try JSONValue(parsing: bytes) }
        }
        let lenient = try accepted(refusing: .invalidJSON) { () throws(StoreError) in
            try located(bytes) { () throws(StoreError) in try JSONValue.parseLenient(bytes) }
        }
        if let lenient {
            let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            try BrokenProperty.unless(
                (strict != nil) == (lenient.duplicates.isEmpty && !hasMark),
                "the strict reading takes what the lenient one has nothing to say of")
            try BrokenProperty.unless(
                String(validating: bytes, as: UTF8.self) != nil, "what is read is UTF-8")
            try checkWriting(lenient.value)
            try checkScalars(lenient.value)
        }
        guard let strict else { return }
        try BrokenProperty.unless(
            lenient?.value == strict, "the lenient reading gives the value of the strict one")
        try BrokenProperty.unless(
            strict.compact.utf8.count <= bytes.count, "no text of a value is shorter than compact")
        try BrokenProperty.unless(
            JSONValue(parsing: String(decoding: bytes, as: UTF8.self)) == strict,
            "text and bytes are read alike")
    }

    /// The reading; an error must point into the text.
    private static func located<Answer>(
        _ bytes: [UInt8], _ read: () throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        do throws(StoreError) {
            return try read()
        } catch {
            let place = (error.cause as? JSONSyntaxError)?.location
            guard let place, (0...bytes.count).contains(place.offset),
                place.line == bytes[..<place.offset].count(where: { $0 == 0x0A }) + 1,
                (1...place.offset + 1).contains(place.column)
            else { throw StoreError(.io, "the error has no place in the text") }
            throw error
        }
    }

    private static func checkWriting(_ value: JSONValue) throws {
        let compact = value.compact
        for text in [
            compact, value.pretty(), value.pretty(indent: 0), value.terminalSafe(),
            value.terminalSafe(indent: 3),
        ] {
            let again = try JSONValue(parsing: text)
            try BrokenProperty.unless(again == value, "a value is read as it was written")
            // Equality passes over the order of members, text does not.
            try BrokenProperty.unless(
                again.compact.hasSameBytes(as: compact), "the compact text is canonical")
        }
        let safe = value.terminalSafe()
        try BrokenProperty.unless(
            safe.terminalSafe.hasSameBytes(as: safe), "the text for terminals is safe for them")
    }

    private static func checkScalars(_ value: JSONValue) throws {
        switch value {
        case .number(let number):
            try check(number)
        case .string(let text):
            let pointer = try accepted(refusing: .invalidPointer) { () throws(StoreError) in
                try JSONPointer(text)
            }
            guard let pointer else { return }
            try BrokenProperty.unless(
                pointer.description.hasSameBytes(as: text), "a pointer is written as it was read")
        case .array(let elements):
            for element in elements { try checkScalars(element) }
        case .object(let object):
            for (name, value) in object {
                let found = object.value(at: JSONPointer(tokens: [name]))
                try BrokenProperty.unless(found == value, "a member is found by its name")
                try checkScalars(value)
            }
        case .null, .bool:
            break
        }
    }

    private static func check(_ number: JSONNumber) throws {
        try BrokenProperty.unless(
            JSONNumber(literal: number.literal) == number, "a literal is one for both readers")
        guard let integer = number.exactInt64 else { return }
        try BrokenProperty.unless(
            number.int64 == nil || number.int64 == integer, "an integer is itself")
        try BrokenProperty.unless(
            number.int64 != nil || number.exactDouble.flatMap(Int64.init(exactly:)) == integer,
            "an integer that is written otherwise is what its value is")
    }
}
