import Testing

@testable import AnnalsTesting

/// A snapshot passes only when it was recorded before, and read.
@Suite(.storesChecked) struct SnapshotTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func snapshot(isRecording: Bool = false) -> Snapshot {
        Snapshot(name: "page", besides: folder.path("Tests.swift"), isRecording: isRecording)
    }

    @Test func whatIsMissingIsRecordedAndFails() throws {
        guard case .different(let sentence) = snapshot().compare("one\n") else {
            Issue.record("recording must fail the test")
            return
        }
        #expect(sentence.contains("Recorded Snapshots/page.txt"))
        #expect(try folder.read("Snapshots/page.txt") == Array("one\n".utf8))
        #expect(snapshot().compare("one\n") == .equal)
    }

    @Test func aDifferenceIsShownAndNotRecorded() throws {
        try folder.write("one\ntwo\nthree\n", to: "Snapshots/page.txt")
        guard case .different(let sentence) = snapshot().compare("one\n2\nthree\n") else {
            Issue.record("a difference must fail the test")
            return
        }
        #expect(sentence.hasSuffix(":\n one\n-two\n+2\n three\n "))
        #expect(try folder.read("Snapshots/page.txt") == Array("one\ntwo\nthree\n".utf8))
    }

    @Test func recordingOnRequestFailsEvenWhereEqual() throws {
        try folder.write("one", to: "Snapshots/page.txt")
        #expect(snapshot(isRecording: true).compare("one") != .equal)
    }

    @Test func snapshotsOfATargetLieTogether() throws {
        let test = folder.path("Tests/SampleTests/Deeper/Down/Some.swift")
        _ = Snapshot(name: "page", besides: test, isRecording: true).compare("text")
        #expect(try folder.read("Tests/SampleTests/Snapshots/page.txt") == Array("text".utf8))
    }

    @Test func textsThatOnlyLookEqualDiffer() throws {
        try folder.write("e\u{301}", to: "Snapshots/page.txt")
        #expect(snapshot().compare("\u{E9}") != .equal)
    }

    @Test(arguments: [
        ("a\nb\nc", "a\nc", " a\n-b\n c"),
        ("a", "a\nb\nc", " a\n+b\n+c"),
        ("b\nc", "a\nb\nc", "+a\n b\n c"),
        ("a\nb\nc", "x\nb\ny", "-a\n+x\n b\n-c\n+y"),
    ])
    func differences(old: String, new: String, expected: String) {
        #expect(Snapshot.difference(from: old, to: new) == expected)
    }
}
