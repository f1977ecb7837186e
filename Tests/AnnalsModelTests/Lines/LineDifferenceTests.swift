import AnnalsTesting
import Testing

@testable import AnnalsModel

/// What differs between two texts by lines, and that it leads from the one to the other.
@Suite struct LineDifferenceTests {
    private func unified(_ old: String, _ new: String, context: Int = 3) -> String {
        LineDifference(from: old, to: new).hunks(context: context).map { hunk in
            let lines = hunk.lines.map { line in
                line.kind.rawValue + line.text + (line.hasNewline ? "" : "\n\\")
            }
            return ([hunk.header] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @Test func aChangedLineHasThreeAroundIt() {
        let old = (1...20).map { "line \($0)\n" }.joined()
        let new = old.replacing("line 10\n", with: "Line 10\n")
        #expect(
            unified(old, new) == """
                @@ -7,7 +7,7 @@
                 line 7
                 line 8
                 line 9
                -line 10
                +Line 10
                 line 11
                 line 12
                 line 13
                """)
        #expect(LineDifference(from: old, to: old).hunks().isEmpty)
    }

    @Test func changesThatAreNearShareAHunk() {
        let old = (1...9).map { "\($0)\n" }.joined()
        func count(_ second: Int) -> Int {
            let new = old.replacing("1\n", with: "one\n").replacing("\(second)\n", with: "other\n")
            return LineDifference(from: old, to: new).hunks(context: 3).count
        }
        #expect(count(8) == 1)
        #expect(count(9) == 2)
    }

    @Test func emptyTextsAndTheirEnds() {
        #expect(unified("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b")
        #expect(unified("a\n", "") == "@@ -1,1 +0,0 @@\n-a")
        #expect(unified("a", "a\n") == "@@ -1,1 +1,1 @@\n-a\n\\\n+a")
        #expect(unified("a\nb", "a\nc", context: 0) == "@@ -2,1 +2,1 @@\n-b\n\\\n+c\n\\")
        #expect(unified("a\nc\n", "a\nb\nc\n", context: 0) == "@@ -1,0 +2,1 @@\n+b")
    }

    @Test func linesAreComparedByTheirBytes() {
        #expect(unified("Caf\u{E9}\n", "Cafe\u{301}\n").hasPrefix("@@ -1,1 +1,1 @@"))
        #expect(unified("a\r\nb\r\n", "a\nb\r\n", context: 0) == "@@ -1,1 +1,1 @@\n-a\r\n+a")
    }

    /// The hunks, applied to the old text, give the new one; and as few lines are removed and added
    /// as can be.
    @Test func hunksLeadToTheNewText() throws {
        try checkProperty(times: 300) { random in
            let letters = random.number(1...6)
            func text() -> String {
                let lines = (0..<random.number(0...30)).map { _ in
                    String(repeating: "x", count: random.number(0...letters))
                }
                let end = lines.isEmpty || random.once(in: 4) ? "" : "\n"
                return lines.joined(separator: "\n") + end
            }
            let (old, new) = (text(), text())
            let difference = LineDifference(from: old, to: new)
            for context in [0, 1, 3] {
                #expect(Self.apply(difference.hunks(context: context), to: old) == new)
            }
            let (oldLines, newLines) = (Self.lines(old), Self.lines(new))
            for hunk in difference.hunks(context: 0) {
                let lines = hunk.old.isEmpty ? newLines : oldLines
                let range = hunk.old.isEmpty ? hunk.new : hunk.old
                guard hunk.old.isEmpty || hunk.new.isEmpty, range.upperBound < lines.count
                else { continue }
                #expect(lines[range.lowerBound] != lines[range.upperBound], "as far down as can be")
            }
            #expect(difference.isMinimal)
            let longest = Self.commonCount(oldLines, newLines)
            #expect(difference.removedCount == oldLines.count - longest)
            #expect(difference.addedCount == newLines.count - longest)
        }
    }

    /// Where it would take too long to find the fewest, what is found is right all the same.
    @Test func veryDifferentTextsAreStillRight() throws {
        try checkProperty(times: 2) { random in
            let lines = (0..<3_000).map { "line \($0 % 1_500)\n" }
            let old = random.sample(lines.count, of: lines).joined()
            let new = random.sample(lines.count, of: lines).joined()
            let difference = LineDifference(from: old, to: new)
            #expect(!difference.isMinimal)
            #expect(Self.apply(difference.hunks(), to: old) == new)
            #expect(difference.removedCount < lines.count, "something is found to be the same")
        }
    }

    @Test func longTextsThatDifferLittleAreMinimal() {
        let lines = (0..<100_000).map { "line \($0)\n" }
        var changed = lines
        for index in stride(from: 500, to: lines.count, by: 1_000) { changed[index] = "other\n" }
        let difference = LineDifference(from: lines.joined(), to: changed.joined())
        #expect(difference.isMinimal)
        #expect((difference.removedCount, difference.addedCount) == (100, 100))
        #expect(difference.hunks().count == 100)
        // Nothing is the same: that is seen before anything is looked for.
        let other = LineDifference(
            from: lines.joined(), to: lines.map { "no \($0)" }.joined())
        #expect(other.isMinimal && other.removedCount == lines.count)
    }

    @Test func partsOfWordsAreTheTexts() throws {
        let parts = WordDifference(from: "Move the datum now\n", to: "Move a datum\n").parts
        #expect(
            parts.map { $0.kind.rawValue + $0.text } == [
                " Move ", "-the", "+a", "  datum", "- now", " \n",
            ])
        try checkProperty(times: 200) { random in
            func text() -> String {
                (0..<random.number(0...20)).map { _ in
                    random.element(of: ["a", "b ", " ", "\n", "\r\n", "\u{301}", "潮\t"])
                }.joined()
            }
            let (old, new) = (text(), text())
            let parts = WordDifference(from: old, to: new).parts
            let left = parts.filter { $0.kind != .added }.map(\.text).joined()
            let right = parts.filter { $0.kind != .removed }.map(\.text).joined()
            #expect(left.hasSameBytes(as: old) && right.hasSameBytes(as: new))
        }
    }

    // MARK: Independent answers

    /// The lines of a text, each with its newline.
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(scalar)
            if scalar == "\n" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            }
        }
        return line.isEmpty ? lines : lines + [String(line)]
    }

    /// What a program that reads patches makes of a text: the old lines must be there.
    private static func apply(_ hunks: [LineHunk], to text: String) -> String? {
        let old = lines(text)
        var new: [String] = []
        var next = 0
        for hunk in hunks {
            guard hunk.old.lowerBound >= next else { return nil }
            new += old[next..<hunk.old.lowerBound]
            next = hunk.old.lowerBound
            guard new.count == hunk.new.lowerBound else { return nil }
            for line in hunk.lines {
                let whole = line.text + (line.hasNewline ? "\n" : "")
                if line.kind != .added {
                    guard next < old.count, old[next] == whole else { return nil }
                    next += 1
                }
                if line.kind != .removed { new.append(whole) }
            }
            guard next == hunk.old.upperBound, new.count == hunk.new.upperBound else { return nil }
        }
        return (new + old[next...]).joined()
    }

    /// The length of a longest common subsequence, by the textbook's table.
    private static func commonCount(_ old: [String], _ new: [String]) -> Int {
        var row = Array(repeating: 0, count: new.count + 1)
        for left in old {
            var diagonal = 0
            for (index, right) in new.enumerated() {
                let above = row[index + 1]
                row[index + 1] = left == right ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row[new.count]
    }
}
