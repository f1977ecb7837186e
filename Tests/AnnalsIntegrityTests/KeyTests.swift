import AnnalsIntegrity
import AnnalsModel
import Testing

@Suite struct KeyTests {
    @Test(arguments: [Notes.peter, Notes.enoch, Notes.foo, Notes.golden, Notes.log, Notes.witness])
    func verifierKeysKeepTheirText(text: String) throws {
        let key = try VerifierKey(text: text)
        #expect(key.text == text)
        #expect(key.description == text)
        #expect(key.algorithm == (text == Notes.witness ? .cosignature : .ed25519))
        #expect(text.hasPrefix("\(key.name)+\(key.id)+"))
    }

    @Test(arguments: [
        (Notes.peterSecret, Notes.peter), (Notes.goldenSecret, Notes.golden),
        (Notes.logSecret, Notes.log),
    ])
    func privateKeysGiveTheirVerifierKey(secret: String, verifier: String) throws {
        let key = try SignerKey(secretText: secret)
        #expect(key.secretText == secret)
        #expect(key.verifier.text == verifier)
        #expect(try SignerKey(file: key.file).secretText == secret)
        #expect(key.file == Array((secret + "\n").utf8))
    }

    @Test func aWitnessHasAnIdOfItsOwn() throws {
        let key = try SignerKey(secretText: Notes.witnessSecret)
        #expect(key.cosignatureVerifier.text == Notes.witness)
        #expect(key.cosignatureVerifier.id != key.verifier.id)
    }

    /// Every other byte at every place.
    @Test func changedKeysAreRefused() throws {
        for text in [Notes.peter, Notes.witness] {
            for changed in Self.changes(of: text) {
                #expect(throws: StoreError(.invalidArgument, ""), "\(changed)") {
                    try VerifierKey(text: changed)
                }
            }
        }
        for changed in Self.changes(of: Notes.peterSecret) {
            do {
                _ = try SignerKey(secretText: changed)
                Issue.record("\(changed) was taken")
            } catch {
                #expect(error.code == .invalidArgument)
                #expect(!error.message.contains("AYEKFALVFGyN"), "no message tells a secret")
            }
        }
    }

    private static func changes(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var changes = [
            text + "A", text + "\n", " " + text, text + "=", text.uppercased(), text + "AAAA",
        ]
        for index in bytes.indices {
            for bit in [1, 2, 4, 0x20, 0x40] as [UInt8] {
                var changed = bytes
                changed[index] ^= bit
                changes.append(String(decoding: changed, as: UTF8.self))
            }
            changes.append(String(decoding: bytes[..<index], as: UTF8.self))
        }
        return changes
    }

    @Test(arguments: [
        // A type that is not known, one byte too many, one too few, and no key at all.
        "PeterNeumann+c74f20a3+AhpcCQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        "PeterNeumann+c74f20a3+", "PeterNeumann+c74f20a3", "+c74f20a3+AQ==", "", "++", "+++",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(throws: StoreError(.invalidArgument, "")) { try VerifierKey(text: text) }
        #expect(throws: StoreError(.invalidArgument, "")) { try SignerKey(secretText: text) }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try SignerKey(secretText: "PRIVATE+KEY+" + text)
        }
    }

    @Test func privateKeysDoNotComeOutByAccident() throws {
        let key = try SignerKey(secretText: Notes.logSecret)
        for text in ["\(key)", String(reflecting: key), String(describing: [key])] {
            #expect(!text.contains("AQABAgMEBQYH"))
            #expect(!text.contains("seed"))
        }
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("seed"))
        do {
            _ = try VerifierKey(text: Notes.logSecret)
            Issue.record("a private key was taken for a public one")
        } catch {
            #expect(error.message.contains("private key"))
            #expect(!error.message.contains("AQABAgMEBQYH"))
        }
    }

    @Test func newKeysDifferAndSign() throws {
        let name = try KeyName("example.com/log")
        let first = try SignerKey.random(name: name)
        let second = try SignerKey.random(name: name)
        #expect(first.verifier != second.verifier)
        let again = try SignerKey(file: first.file)
        let note = try SignedNote("text\n", signedBy: again)
        #expect(try note.verified(by: [first.verifier]).map(\.key) == [first.verifier])
        let long = try KeyName(String(repeating: "n", count: 256))
        #expect(throws: StoreError(.tooLarge, "")) { try SignerKey.random(name: long) }
    }

    @Test(arguments: [
        "", " ", "a b", "a+b", "a\u{A0}b", "a\u{2028}", "\u{85}", "a\nb", "\u{1}", "\u{3000}",
    ])
    func badNamesAreRefused(name: String) {
        #expect(throws: StoreError(.invalidName, "")) { try KeyName(name) }
    }

    @Test func namesAreTheirBytes() throws {
        #expect(try KeyName("é") != KeyName("e\u{301}"))
        #expect(try KeyName("é") == KeyName("\u{E9}"))
    }

    @Test func listsOfKeysHaveComments() throws {
        let list = "# of the log\n\(Notes.log)\n\n\(Notes.witness)\n"
        #expect(
            try VerifierKey.list(Array(list.utf8)) == VerifierKey.keys(Notes.log, Notes.witness))
        #expect(try VerifierKey.list(Array("#\n".utf8)).isEmpty)
        do {
            _ = try VerifierKey.list(Array("# one\n\n\(Notes.log)x\n".utf8))
            Issue.record("a bad key was taken")
        } catch {
            #expect(error.message.hasPrefix("line 3 of the list of keys cannot be used: "))
        }
        let huge = [UInt8](repeating: 0x23, count: Limits.keyListBytesMax + 1)
        #expect(throws: StoreError(.tooLarge, "")) { try VerifierKey.list(huge) }
    }

    @Test func keyFilesHoldOneKey() throws {
        for text in [
            "", "\n", Notes.logSecret, Notes.logSecret + "\n\n", Notes.log + "\n",
            Notes.logSecret + "\n" + Notes.peterSecret + "\n", " " + Notes.logSecret + "\n",
        ] {
            #expect(throws: StoreError(.invalidArgument, ""), "\(text)") {
                try SignerKey(file: Array(text.utf8))
            }
        }
        #expect(throws: StoreError(.tooLarge, "")) {
            try SignerKey(file: [UInt8](repeating: 0, count: Limits.keyFileBytesMax + 1))
        }
    }
}
