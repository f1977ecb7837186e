import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Testing

/// A file of checkpoints, one behind the other.
@Suite struct CheckpointListTests {
    private func note(_ origin: String, _ size: Int64) throws -> String {
        let key = try SignerKey.random(name: try KeyName(origin))
        let checkpoint = try Checkpoint(
            origin: origin, size: size, root: Digest(hashing: [UInt8(size)]))
        var signed = try SignedCheckpoint(checkpoint, signedBy: key)
        try signed.cosign(with: try SignerKey.random(name: try KeyName("w")), seconds: 1)
        return signed.serialized
    }

    @Test func notesFollowEachOther() throws {
        let notes = try [note("a", 1), note("b", 9), note("a", 3), note("a", 2)]
        for between in ["", "\n", "\n\n"] {
            let text = between + notes.joined(separator: between) + between
            let list = try CheckpointList(parsing: Array(text.utf8))
            #expect(list.checkpoints.map(\.serialized) == notes, "\(between.utf8.count)")
            #expect(list.last(of: "a")?.checkpoint.size == 3)
            #expect(list.last(of: "b")?.checkpoint.size == 9)
            #expect(list.last(of: "c") == nil)
        }
        #expect(try CheckpointList(parsing: []).checkpoints.isEmpty)
        #expect(try CheckpointList(parsing: Array("\n\n".utf8)).checkpoints.isEmpty)
    }

    @Test func whatIsInNoNoteIsRefusedWithItsLine() throws {
        let whole = try note("a", 1) + note("a", 2)
        #expect(whole.split(separator: "\n", omittingEmptySubsequences: false).count == 13)
        for (text, line) in [
            (whole + "rubbish\n", "note"), (whole.replacing("a\n2\n", with: "a\nx\n"), "line 8"),
            (String(whole.dropLast()), "line 12"), (String(whole.dropLast(90)), "line 12"),
            ("rubbish", "note"), (whole + "\u{1}\n", "line 13"),
        ] {
            let error = #expect(throws: StoreError.self, "\(text)") {
                try CheckpointList(parsing: Array(text.utf8))
            }
            #expect(error?.message.contains(line) == true, "\(error?.message ?? "") in \(text)")
        }
    }

    /// A file that is cut anywhere, as by a crash, is refused or has the notes before the cut.
    @Test func noCutMakesAnotherNote() throws {
        let notes = try [note("a", 1), note("a", 2)]
        let bytes = Array(notes.joined().utf8)
        for count in bytes.indices {
            guard let list = try? CheckpointList(parsing: Array(bytes[..<count])) else { continue }
            for (found, note) in zip(list.checkpoints, notes) {
                #expect(note.hasPrefix(found.serialized))
            }
        }
    }

    @Test(arguments: Seeds.next()) func nothingTraps(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let bytes = try Array((note("a", 1) + "\n" + note("b", 2)).utf8)
        for _ in 0..<2_000 { _ = try? CheckpointList(parsing: random.mutated(bytes)) }
    }
}
