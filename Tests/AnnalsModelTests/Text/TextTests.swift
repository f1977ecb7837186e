import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Texts, errors and limits")
struct TextTests {
    @Test("Texts are the same if their bytes are")
    func exactStrings() throws {
        #expect(ExactString("é") != ExactString("e\u{301}"))
        // Same length and canonically equal, yet other bytes.
        #expect(!"a\u{323}\u{307}".hasSameBytes(as: "a\u{307}\u{323}"))
        #expect(("a\u{323}\u{307}" as String) == "a\u{307}\u{323}")
        #expect(Set<ExactString>(["é", "e\u{301}", "é"]).count == 2)
        #expect(ExactString("Z") < "a")
        #expect(ExactString("a") < "é")
        #expect(ExactString("x").description == "x")
        try checkProperty(times: 2_000) { random in
            func text() -> String {
                let length = Int.random(in: 0...24, using: &random)
                return String((0..<length).map { _ in Bool.random(using: &random) ? "a" : "é" })
            }
            let (left, right) = (text(), text())
            #expect(left.hasSameBytes(as: right) == Array(left.utf8).elementsEqual(right.utf8))
            #expect(left.hasSameBytes(as: String(decoding: Array(left.utf8), as: UTF8.self)))
        }
    }

    @Test(
        "Nothing in a safe text steers a terminal",
        arguments: [
            ("plain é 😀 \\", "plain é 😀 \\"), ("a\nb\r\n\t", "a\\nb\\r\\n\\t"),
            ("\u{1B}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("\u{9B}1m\u{85}\u{7F}\u{0}", "\\u{9b}1m\\u{85}\\u{7f}\\u{0}"),
            (
                "\u{202E}x\u{2066}y\u{2069}\u{200F}\u{61C}\u{2028}",
                "\\u{202e}x\\u{2066}y\\u{2069}\\u{200f}\\u{61c}\\u{2028}"
            ),
            ("\u{A0}\u{200D}\u{2065}\u{206A}", "\u{A0}\u{200D}\u{2065}\u{206A}"),
        ])
    func terminalSafety(text: String, safe: String) {
        #expect(text.terminalSafe == safe)
        #expect(safe.terminalSafe == safe)
    }

    @Test("A text is terminal-safe wherever in it an odd character stands")
    func terminalSafetyAtEveryPlace() {
        for place in 0..<20 {
            let (before, after) = (
                String(repeating: "~", count: place), String(repeating: " ", count: 19 - place)
            )
            for value in UInt8.min...0x7F {
                let character = String(UnicodeScalar(value))
                let safe = character.terminalSafe
                #expect((safe == character) == (0x20..<0x7F).contains(value))
                #expect((before + character + after).terminalSafe == before + safe + after)
            }
            #expect((before + "\u{202E}" + after).terminalSafe == before + "\\u{202e}" + after)
            #expect((before + "é" + after).terminalSafe == before + "é" + after)
        }
    }

    @Test("Quotes are cut after 200 characters")
    func quotes() {
        #expect("a\"b\n".quotedForMessage == "\"a\"b\\n\"")
        let text = String(repeating: "x", count: 200)
        #expect(text.quotedForMessage == "\"\(text)\"")
        #expect((text + "y").quotedForMessage == "\"\(text)…\"")
        // One character of a thousand scalars is not one character long.
        let tower = "a" + String(repeating: "\u{301}", count: 1_000)
        #expect(tower.quotedForMessage.unicodeScalars.count == 203)
    }

    @Test("Errors are equal if their codes are, and describe themselves by their sentence")
    func errors() {
        struct Cause: Error {}
        let error = StoreError(.busy, "the store is busy: try again", position: 3, cause: Cause())
        #expect(error == StoreError(.busy, "another sentence"))
        #expect(error != StoreError(.io, "the store is busy: try again"))
        #expect(error.description == error.message)
        #expect("\(error)" == "the store is busy: try again")
        #expect(error.position == 3)
        #expect(error.cause is Cause)
    }

    @Test("Codes have stable names, all different")
    func codes() {
        let codes: [StoreError.Code] = [
            .invalidJSON, .invalidName, .invalidPointer, .invalidArgument, .invalidMoment,
            .beyondHead, .notFound, .versionConflict, .idReused, .cycleBehind, .cycleJump,
            .reserved, .notAStore, .newerFormat, .storeExists, .storeMissing, .readOnly, .busy,
            .outcomeUnknown, .corrupt, .projectionInvalid, .projectionRefused, .tooLarge, .io,
            .sqlRefused, .timeLimit, .interrupted, .unsupported,
        ]
        #expect(Set(codes).count == 28)
        #expect(
            codes.map(\.description) == [
                "invalid_json", "invalid_name", "invalid_pointer", "invalid_argument",
                "invalid_moment", "beyond_head", "not_found", "version_conflict", "id_reused",
                "cycle_behind", "cycle_jump", "reserved", "not_a_store", "newer_format",
                "store_exists", "store_missing", "read_only", "busy", "outcome_unknown", "corrupt",
                "projection_invalid", "projection_refused", "too_large", "io", "sql_refused",
                "time_limit", "interrupted", "unsupported",
            ])
    }

    @Test("Limits that the format fixes")
    func limits() {
        #expect(Limits.categoryBytesMax == 63)
        #expect(Limits.idBytesMax == 1_024)
        #expect(Limits.actorBytesMax == 255)
        #expect(Limits.jsonDepthMax == 128)
        #expect(Limits.jsonEnvelopeDepthMax == 129)
        #expect(Limits.cycleJumpMax == 1_000)
        #expect(Limits.dictionaryBytesMax == 65_536)
        #expect(Limits.chainLinksMax == 8)
        #expect(Limits.bodyBytesSingleBlockMax % Limits.bodyBlockBytes == 0)
    }
}
