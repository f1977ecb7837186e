import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsIntegrity

@Suite struct Base64Tests {
    @Test(arguments: Seeds.next()) func agreesWithFoundation(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(Array(text.utf8)[...]) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AA=", "A===", "====", "AAAA=", "AA==AA==", "=AAA", "AA=A", "AA= ",
        "AAA\n",
        "AB==", "AAB=", "AA-_", "AAAA\n", " AAAA", "AAÄ=", "===", "==", "AAAA====",
    ])
    func otherSpellingsAreRefused(text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
    }

    @Test func numbersHaveOneSpelling() {
        func number(_ text: String) -> Int64? { Int64(decimal: Array(text.utf8)[...]) }
        for value in [0, 1, 9, 10, 1_234_567, .max - 1, .max] as [Int64] {
            #expect(number(String(value)) == value)
        }
        for text in [
            "", "-1", "+1", "00", "01", "1 ", " 1", "1a", "9223372036854775808",
            "18446744073709551616", "99999999999999999999999999", "१",
        ] {
            #expect(number(text) == nil, "\(text)")
        }
    }

    @Test func linesAreCounted() throws {
        let text = "one\n\nthree\n"
        let lines = try TextLines(Array(text.utf8)[...], of: "the text", firstNumber: 5)
        #expect(lines.lines.indices.map { lines.text($0) } == ["one", "", "three"])
        #expect(lines.text(0..<3) == text)
        for (bytes, line) in [
            ("a\n\tb\n", 6), ("a\r\n", 5), ("a\nb", 6), ("\u{1}\n", 5), ("a\n\n\0", 7),
        ] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try TextLines(Array(bytes.utf8)[...], of: "the text", firstNumber: 5)
            }
            do {
                _ = try TextLines(Array(bytes.utf8)[...], of: "the text", firstNumber: 5)
            } catch {
                #expect(error.message.hasPrefix("line \(line) of the text "))
            }
        }
        for bytes in [[], [0xFF, 0x0A], [0xC0, 0x80, 0x0A], [0xED, 0xA0, 0x80, 0x0A]] as [[UInt8]] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try TextLines(bytes[...], of: "the text")
            }
        }
    }
}
