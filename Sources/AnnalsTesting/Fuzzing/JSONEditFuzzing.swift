import AnnalsModel
import AnnalsWorkspaces

/// Edits of JSON texts: only what is edited changes.
///
/// The first eight bytes choose the edit, the rest is the text.
package enum JSONEditFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "json-edits"

    private static let choiceBytes = 8
    private static let values: [JSONValue] = [
        "text 🚀\u{1}", 12, nil, [1, ["a": nil]], ["n\u{301}": ["c": [], "é": 1]], [], [:],
    ]

    /// Sound edits, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        let texts = [
            "{\"a\":1,\r\n  \"b\": [1.50, {\"c\": null}], \"a\": \"B\"}\r\n", "\u{FEFF}{}",
            "[1,\t2]",
            "{\n    \"list\": [\n        {\"id\": \"T1\"},\n        []\n    ]\n}", "7",
            #" ["caf\u00E9 \ud83d\udea8", {"a\/b~": {"\u0061": [ ]}}, true]"#,
        ]
        return texts.enumerated().flatMap { index, text in
            [UInt8(0), 1, 2, 3].map { choice in
                [choice, UInt8(index), 0, 0, 0, 0, 0, 0] + Array(text.utf8)
            }
        }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        guard bytes.count >= choiceBytes else { return }
        var random = SeededRandom(
            seed: bytes.prefix(choiceBytes).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        let text = Array(bytes.dropFirst(choiceBytes))
        let none = JSONTextEditor.edit(text, [])
        guard let value = read(text) else {
            return try BrokenProperty.unless(none == nil, "what is no JSON is not edited")
        }
        try BrokenProperty.unless(
            none?.bytes == text && none?.changed == [], "without an edit nothing changes")
        var places: [JSONPointer] = []
        collect(value, JSONPointer(tokens: []), &places)
        let place = random.element(of: places)
        guard let old = value.value(at: place) else {
            throw BrokenProperty(description: "a value has a place")
        }
        if case .null = old {
        } else if random.once(in: 4), !place.isRoot {
            return try check(text, value, place, nil)
        }
        if old.asObject != nil, random.once(in: 3) {
            return try check(
                text, value, place.appending("new é~/"), random.element(of: values))
        }
        if old.asObject == nil, old.asArray == nil, random.once(in: 2) {
            return try checkScalar(text, old, place)
        }
        try check(text, value, place, random.element(of: values))
    }

    private static func read(_ text: [UInt8]) -> JSONValue? {
        JSONTextEditor.parse(text)
    }

    /// The places of a value and of what is in it.
    private static func collect(
        _ value: JSONValue, _ place: JSONPointer, _ places: inout [JSONPointer]
    ) {
        places.append(place)
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                collect(element, place.appending(String(index)), &places)
            }
        case .object(let object):
            for (name, value) in object { collect(value, place.appending(name), &places) }
        default:
            break
        }
    }

    /// The value says what it shall, and nothing that is no part of the edited place moved.
    private static func check(
        _ text: [UInt8], _ value: JSONValue, _ place: JSONPointer, _ new: JSONValue?
    ) throws {
        let wanted = replacing(value, place.tokens[...], new)
        guard
            let result = JSONTextEditor.edit(
                text, [JSONTextEditor.Edit(place: place, value: new)])
        else {
            // Deeper than files are read, the text would say nothing any more.
            return try BrokenProperty.unless(
                place.tokens.count + 4 > FileReader.depthMax, "JSON can be edited")
        }
        let read = read(result.bytes)
        try BrokenProperty.unless(read == wanted, "an edited text says what it shall")
        guard let read else { return }
        try BrokenProperty.unless(
            JSONTextEditor.edit(result.bytes, [])?.bytes == result.bytes,
            "an edited text can be edited")
        // And the way back: the value before, at the same place.
        guard let new, let old = value.value(at: place), read.value(at: place) == new else {
            return
        }
        let back = JSONTextEditor.edit(
            result.bytes, [JSONTextEditor.Edit(place: place, value: old)])
        try BrokenProperty.unless(
            back.flatMap { Self.read($0.bytes) } == value, "an edit can be taken back")
    }

    /// Of a scalar that is replaced, no byte outside changes.
    private static func checkScalar(
        _ text: [UInt8], _ old: JSONValue, _ place: JSONPointer
    ) throws {
        let number = Array("77".utf8)
        let result = JSONTextEditor.edit(text, [JSONTextEditor.Edit(place: place, value: 77)])
        guard let result else {
            throw BrokenProperty(description: "a scalar can be edited")
        }
        if old == 77 {
            return try BrokenProperty.unless(
                result.bytes == text && result.changed.isEmpty, "an equal value stays as it is")
        }
        try BrokenProperty.unless(result.changed == [place], "only the edited place changed")
        // Its bytes are found by their lengths: what stands before and behind is the same.
        let length = text.count - result.bytes.count + number.count
        let common = zip(text, result.bytes).prefix { $0 == $1 }.count
        try BrokenProperty.unless(length > 0, "a value has bytes")
        let isAlone = (0...min(common, text.count - length)).contains { (start: Int) -> Bool in
            let (end, newEnd) = (start + length, start + number.count)
            guard newEnd <= result.bytes.count, result.bytes[start..<newEnd].elementsEqual(number),
                text[end...].elementsEqual(result.bytes[newEnd...])
            else { return false }
            return read(Array(text[start..<end])) == old
        }
        try BrokenProperty.unless(isAlone, "no byte outside of an edited scalar changes")
    }

    private static func replacing(
        _ value: JSONValue, _ tokens: ArraySlice<String>, _ new: JSONValue?
    ) -> JSONValue? {
        guard let token = tokens.first else { return new }
        switch value {
        case .object(var object):
            object[token] = replacing(object[token] ?? .null, tokens.dropFirst(), new)
            return .object(object)
        case .array(var elements):
            guard let index = Int(token), elements.indices.contains(index) else { return value }
            if let element = replacing(elements[index], tokens.dropFirst(), new) {
                elements[index] = element
            } else {
                elements.remove(at: index)
            }
            return .array(elements)
        default:
            return value
        }
    }
}
