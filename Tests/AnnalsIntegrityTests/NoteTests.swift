import AnnalsIntegrity
import AnnalsModel
import Testing

@Suite struct NoteTests {
    @Test func publicNotesVerify() throws {
        let note = try SignedNote(parsing: Notes.problemNote.utf8)
        #expect(note.text == Notes.problem)
        #expect(note.serialized == Notes.problemNote)
        #expect(note.description == Notes.problemNote)
        let keys = try VerifierKey.keys(Notes.peter, Notes.enoch)
        #expect(try note.verified(by: keys).map(\.key) == keys)
        #expect(try note.verified(by: keys).allSatisfy { $0.cosignedAt == nil })
        #expect(try note.verified(by: [keys[1]]).map(\.key) == [keys[1]])
        let example = try SignedNote(parsing: Notes.fooNote.utf8)
        let foo = try VerifierKey.keys(Notes.foo)
        #expect(try example.verified(by: foo).map(\.key) == foo)
        #expect(throws: StoreError(.notFound, "")) { try example.verified(by: keys) }
        #expect(throws: StoreError(.notFound, "")) { try example.verified(by: []) }
    }

    @Test func signingGivesThePublicLine() throws {
        let key = try SignerKey(secretText: Notes.peterSecret)
        var note = try SignedNote(Notes.problem, signedBy: key)
        #expect(try note.verified(by: [key.verifier]).count == 1)
        #if !canImport(Darwin)
            // Apple's platform signs with randomness; elsewhere RFC 8032 leaves no choice.
            #expect(note.serialized == Notes.problem + "\n" + Notes.peterLine)
            try note.sign(with: key)
            #expect(note.signatures.count == 1, "the same signature is not added twice")
        #endif
        try note.sign(with: try SignerKey(secretText: Notes.logSecret))
        #expect(try note.verified(by: VerifierKey.keys(Notes.peter, Notes.log)).count == 2)
    }

    @Test func aChangedTextIsFound() throws {
        let keys = try VerifierKey.keys(Notes.peter, Notes.enoch)
        let changed = Notes.problemNote.replacing("your problem is", with: "your problem was")
        let note = try SignedNote(parsing: changed.utf8)
        #expect(throws: StoreError(.corrupt, "")) { try note.verified(by: keys) }
        #expect(throws: StoreError(.corrupt, "")) { try note.verified(by: [keys[0]]) }
        // A good signature does not excuse a bad one of a known key.
        let mixed =
            Notes.problem + "\n" + Notes.peterLine
            + Notes.enochLine.replacing("rwz+eBzm", with: "rwz+eBzn")
        let half = try SignedNote(parsing: mixed.utf8)
        #expect(throws: StoreError(.corrupt, "")) { try half.verified(by: keys) }
        #expect(try half.verified(by: [keys[0]]).map(\.key) == [keys[0]])
    }

    @Test func unknownSignaturesArePassedOver() throws {
        let keys = try VerifierKey.keys(Notes.peter)
        // The name of a known key with another id, and the id of a known key with another name.
        let note =
            Notes.problem + "\n— PeterNeumann AAAAAAA=\n"
            + Notes.peterLine.replacing("PeterNeumann", with: "PeterSmith") + Notes.peterLine
            + Notes.peterLine
        let read = try SignedNote(parsing: note.utf8)
        #expect(read.serialized == note)
        #expect(read.signatures.count == 4)
        #expect(try read.verified(by: keys).map(\.key) == keys, "each key is told once")
    }

    @Test func theLastEmptyLinePartsTextAndSignatures() throws {
        let key = try SignerKey(secretText: Notes.logSecret)
        for text in ["\n", "\n\n", "one\n\ntwo\n", "one\n\n", "\none\n", "— a AAAAAAA=\n"] {
            let note = try SignedNote(text, signedBy: key)
            let read = try SignedNote(parsing: note.serialized.utf8)
            #expect(read == note)
            #expect(read.text == text)
            #expect(try read.verified(by: [key.verifier]).count == 1)
        }
        for text in ["", "one", "a\tb\n", "a\r\n", "\u{0}\n"] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try SignedNote(text, signedBy: key)
            }
        }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n\n", "text\n" + Notes.peterLine,
        "\n" + Notes.peterLine, Notes.problemNote + "\n", Notes.problemNote + "more\n",
        String(Notes.problemNote.dropLast()), "te\u{1}xt\n\n" + Notes.peterLine,
        "text\n\n" + Notes.peterLine.replacing("\u{2014}", with: "-"),
        "text\n\n" + Notes.peterLine.replacing("\u{2014} ", with: "\u{2014}"),
        "text\n\n" + Notes.peterLine.replacing("PeterNeumann", with: "Peter Neumann"),
        "text\n\n" + Notes.peterLine.replacing("PeterNeumann", with: "Peter+Neumann"),
        "text\n\n" + Notes.peterLine.replacing("PeterNeumann", with: ""),
        "text\n\n" + Notes.peterLine.replacing("PeterNeumann ", with: "PeterNeumann  "),
        "text\n\n" + Notes.peterLine.replacing("=\n", with: "= \n"),
        "text\n\n" + Notes.peterLine.replacing("=\n", with: "\n"),
        "text\n\n" + Notes.peterLine.replacing("nAM=", with: "nAN="),
        "text\n\n" + Notes.peterLine.replacing("\n", with: "\r\n"),
        "text\n\n— PeterNeumann x08gow==\n", "text\n\n— PeterNeumann \n",
        "text\n\n— PeterNeumann\n",
        "text\n\n— \n", "text\n\n—\n",
    ])
    func malformedNotesAreRefused(note: String) {
        #expect(throws: StoreError(.invalidArgument, ""), "\(note)") {
            try SignedNote(parsing: note.utf8)
        }
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let bytes = Array(Notes.problemNote.utf8)
        for index in bytes.indices {
            for byte in [0xFF, 0x01, 0x0D] as [UInt8] {
                var changed = bytes
                changed[index] = byte
                #expect(throws: StoreError(.invalidArgument, "")) {
                    try SignedNote(parsing: changed)
                }
            }
        }
    }

    @Test func errorsNameTheLine() {
        let note = Notes.problem + "\n" + Notes.peterLine + "— nothing\n"
        do {
            _ = try SignedNote(parsing: note.utf8)
            Issue.record("the note was taken")
        } catch {
            #expect(
                error.message == "line 5 of the note is no signature: give an em dash, the key's "
                    + "name and base64")
        }
    }

    @Test func sizesHaveBounds() throws {
        let line = Notes.peterLine
        let most = Notes.problem + "\n" + String(repeating: line, count: Limits.noteSignaturesMax)
        let note = try SignedNote(parsing: most.utf8)
        #expect(try note.verified(by: VerifierKey.keys(Notes.peter)).count == 1)
        #expect(throws: StoreError(.tooLarge, "")) { try SignedNote(parsing: (most + line).utf8) }
        var full = note
        #expect(throws: StoreError(.tooLarge, "")) {
            try full.sign(with: SignerKey(secretText: Notes.logSecret))
        }
        let text = String(repeating: "x", count: Limits.noteBytesMax) + "\n"
        #expect(throws: StoreError(.tooLarge, "")) {
            try SignedNote(parsing: (text + "\n" + line).utf8)
        }
        #expect(throws: StoreError(.tooLarge, "")) {
            try SignedNote(text, signedBy: SignerKey(secretText: Notes.logSecret))
        }
    }

    /// Adding the order of the group to the second half of a signature gives another text for it,
    /// which RFC 8032 has refused.
    @Test func aSignatureHasOneSpelling() throws {
        let note = try SignedNote(parsing: Notes.fooNote.utf8)
        let key = try VerifierKey.keys(Notes.foo)
        let order: [UInt8] = [
            0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9,
            0xDE, 0x14,
        ]
        var bytes = note.signatures[0].bytes
        var carry = 0
        for index in 0..<32 {
            let digit = index < 16 ? order[index] : index == 31 ? 0x10 : 0
            let sum = Int(bytes[32 + index]) + Int(digit) + carry
            bytes[32 + index] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        #expect(carry == 0)
        let changed = try #require(note.replacing(signature: bytes))
        #expect(throws: StoreError(.corrupt, "")) { try changed.verified(by: key) }
        #expect(
            try note.replacing(signature: note.signatures[0].bytes)?.verified(by: key).count == 1)
    }
}

extension SignedNote {
    /// The same note with another first signature, read from its text.
    fileprivate func replacing(signature: [UInt8]) -> SignedNote? {
        let id = withUnsafeBytes(of: signatures[0].id.value.bigEndian, Array.init)
        let line = "\u{2014} \(signatures[0].name) \(base64(id + signature))\n"
        return try? SignedNote(parsing: (text + "\n" + line).utf8)
    }
}
