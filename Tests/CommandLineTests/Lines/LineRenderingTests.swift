import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// Texts by lines on terminals of several kinds.
@Suite struct LineRenderingTests {
    private let colored = Screen(isTerminal: true, columns: 80, isColored: true)

    private func shown(
        _ old: String, _ new: String, words: Bool = false, on screen: Screen
    ) throws -> String {
        let captured = CapturedOutput(screen: screen)
        try ChangedValues(output: captured.output, marksWords: words)
            .write("/notes", old: .string(old), new: .string(new))
        try captured.output.flush()
        return captured.text.replacing("\u{1B}", with: "ESC")
    }

    @Test func coloursSayWhatWentAndCame() throws {
        #expect(
            try shown("one\ntwo\n", "one\n2\n", on: colored) == """
                ~ /notes
                ESC[2m@@ -1,2 +1,2 @@ESC[0m
                 one
                ESC[31m-twoESC[0m
                ESC[32m+2ESC[0m

                """)
        #expect(
            try shown("one\ntwo x\n", "one\n2 x\n", words: true, on: colored) == """
                ~ /notes
                ESC[2m@@ -1,2 +1,2 @@ESC[0m
                one
                ESC[31mtwoESC[0mESC[32m2ESC[0m x

                """)
    }

    @Test func wordsAreInBracketsWithoutColour() throws {
        #expect(
            try shown("a b\nc\nd", "a B\nc\nd\n", words: true, on: .plain) == """
                ~ /notes
                @@ -1,3 +1,3 @@
                a [-b-]{+B+}
                c
                d

                """)
        #expect(
            try shown("the datum", "a datum", words: true, on: .plain)
                == "~ /notes [-the-]{+a+} datum\n")
        #expect(
            try shown("the datum", "a datum", on: .plain)
                == "- /notes the datum\n+ /notes a datum\n")
    }

    @Test func nothingInATextSteersATerminal() throws {
        let hostile = "a\u{1B}[2J\n\u{202E}b\u{9B}\r\nc\u{7}\td\u{2028}"
        for words in [false, true] {
            let text = try shown("x\ny\n", hostile, words: words, on: .terminal(columns: 80))
            let steering = text.unicodeScalars.filter {
                $0 != "\n" && $0 != "\t" && $0.needsEscapeOnTerminal
            }
            #expect(steering.isEmpty)
            #expect(text.contains(#"a\u{1b}[2J"#) && text.contains("c\\u{7}\td"))
        }
    }

    @Test func textsOfTooManyLinesAreNotCompared() throws {
        let many = String(repeating: "\n", count: Limits.comparedLinesMax + 1)
        #expect(
            try shown("a\nb\n", many, on: .plain)
                == "~ /notes\n(more than 4000000 lines: they are not compared)\n")
        #expect(LineDifference.isComparable(String(many.utf8.dropLast(2)) ?? ""))
    }

    @Test(arguments: [80, 100, 200]) func blamedLinesFitTheTerminal(columns: Int) throws {
        let captured = CapturedOutput(screen: .terminal(columns: columns))
        let lines = try (1...120).map { number in
            let text =
                number == 2
                ? String(repeating: "潮 word ", count: 60)
                : number == 3 ? "\tif\tx" : "short\u{1B}[31m"
            let event = Event(
                position: 1_234_567, stream: try StreamName("file/a.md"), version: 1,
                type: try EventType("file.changed"),
                actor: try Actor("A-very-long-name-of-an-actor"),
                cycle: 3, recordedAt: Timestamp(microseconds: 1_600_000_000_000_000),
                reason: "Because the harbour asked for it yesterday")
            return BlamedLine(line: Int64(number), text: text, event: event)
        }
        try BlamedLineTable(lines, output: captured.output).write(lines)
        let rows = captured.text.split(separator: "\n").map(String.init)
        #expect(rows.count == 121)
        #expect(rows.allSatisfy { $0.displayWidth <= columns })
        #expect(rows[3].hasSuffix("  3          if      x"))
        let second = rows[2]
        #expect(second.hasSuffix("…") && second.contains("潮 word 潮"))
        #expect(second.contains(columns < 100 ? "2020-09-13  " : "2020-09-13 12:26  "))
        #expect(!captured.text.contains("\u{1B}"))
        let plain = CapturedOutput()
        try BlamedLineTable(lines, output: plain.output).write(lines)
        #expect(plain.text.contains("A-very-long-name-of-an-actor"))
        #expect(plain.text.contains(lines[1].text))
    }
}
