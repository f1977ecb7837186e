import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Edits of random texts with random layout.
@Suite(.storesChecked) struct JSONTextEditorPropertyTests {
    /// A text in pieces, and which of them are the scalars at which places.
    private struct Text {
        var pieces: [String] = []
        var scalars: [(place: JSONPointer, piece: Int)] = []
        var containers: [JSONPointer] = []

        var bytes: [UInt8] { Array(pieces.joined().utf8) }
    }

    private static let blanks = ["", "", " ", "  ", "\n", "\r\n\t", "\n    ", " \t "]
    private static let words = [
        #""x""#, #""""#, #""caf\u00e9 \ud83d\udea8""#, #""é🚀""#, #""a\/b\\u0041""#, "1.50",
        "-0", "1E+9", "12345678901234567890", "true", "null",
    ]

    private func write(
        _ text: inout Text, _ place: JSONPointer, _ depth: Int, _ random: inout SeededRandom
    ) {
        func blank() { text.pieces.append(random.element(of: Self.blanks)) }
        let count = random.number(0...4)
        let kind = depth > 3 ? 0 : random.number(0...2)
        guard kind > 0 else {
            text.scalars.append((place, text.pieces.count))
            text.pieces.append(random.element(of: Self.words))
            return
        }
        text.containers.append(place)
        text.pieces.append(kind == 1 ? "[" : "{")
        for index in 0..<count {
            blank()
            let name = kind == 1 ? String(index) : "m\(index)~/\u{E9}"
            if kind == 2 {
                text.pieces.append("\(JSONValue.string(name).compact)")
                blank()
                text.pieces.append(":")
                blank()
            }
            write(&text, place.appending(name), depth + 1, &random)
            blank()
            if index < count - 1 { text.pieces.append(",") }
        }
        blank()
        text.pieces.append(kind == 1 ? "]" : "}")
    }

    private func check(
        _ property: (inout Text, inout SeededRandom) throws -> Void
    ) throws {
        try checkProperty(times: 2_000) { random in
            var text = Text()
            if random.number(0...9) == 0 { text.pieces.append("\u{FEFF}") }
            text.pieces.append(random.element(of: Self.blanks))
            write(&text, JSONPointer(tokens: []), 0, &random)
            text.pieces.append(random.element(of: Self.blanks))
            try property(&text, &random)
        }
    }

    @Test func aScalarChangesInItsOwnBytesAlone() throws {
        try check { text, random in
            guard !text.scalars.isEmpty else { return }
            let chosen = random.sample(random.number(1...3), of: text.scalars)
            let edits = chosen.map { JSONTextEditor.Edit(place: $0.place, value: 77) }
            let result = try #require(JSONTextEditor.edit(text.bytes, edits))
            #expect(Set(result.changed) == Set(chosen.map(\.place)))
            for (_, piece) in chosen { text.pieces[piece] = "77" }
            #expect(result.bytes == text.bytes)
        }
    }

    @Test func everyEditMakesTheValueItSays() throws {
        try check { text, random in
            let places = text.scalars.map(\.place) + text.containers
            var edits: [JSONTextEditor.Edit] = []
            var wanted = try JSONValue.parseLenient(text.bytes).value
            let place = random.element(of: places)
            switch random.number(0...3) {
            case 0:
                edits = [.init(place: place, value: ["n\u{301}": [1, ["é": nil]]])]
            case 1:
                edits = [.init(place: place.appending("new"), value: [[], "\u{1F680}\u{1}"])]
            case 2 where !place.isRoot:
                edits = [.init(place: place, value: nil)]
            default:
                // An element comes, another goes.
                guard case .array(var elements)? = Self.value(wanted, place) else { return }
                if !elements.isEmpty {
                    elements.remove(at: random.number(0...(elements.count - 1)))
                }
                elements.insert("come", at: random.number(0...elements.count))
                edits = [.init(place: place, value: .array(elements))]
            }
            for edit in edits { wanted.set(edit.value, at: edit.place.tokens[...]) }
            let result = try #require(JSONTextEditor.edit(text.bytes, edits))
            #expect(try JSONValue.parseLenient(result.bytes).value == wanted)
            let none = try #require(JSONTextEditor.edit(text.bytes, []))
            #expect(none.bytes == text.bytes && none.changed.isEmpty)
        }
    }

    private static func value(_ value: JSONValue, _ place: JSONPointer) -> JSONValue? {
        place.tokens.reduce(.some(value)) { value, token in
            value?.asObject?[token] ?? value?.asArray.flatMap { $0[Int(token) ?? 0] }
        }
    }

    @Test func elementsGoOnWhereTheyAre() {
        let old: [JSONValue] = [1, 2, 3, 4, 5]
        #expect(ArrayAlignment.align(old, [2, 9, 4, 5]) == [1, 2, 3, 4])
        #expect(ArrayAlignment.align(old, [0, 1, 2, 3, 4, 5]) == [nil, 0, 1, 2, 3, 4])
        #expect(ArrayAlignment.align([1, 1], [1]) == [0])
        #expect(ArrayAlignment.align([], [1]) == [nil])
    }
}
