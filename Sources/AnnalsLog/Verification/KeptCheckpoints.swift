import AnnalsIntegrity
package import AnnalsModel

/// Checkpoints that were kept outside of the store, and the keys that may have signed them.
package struct KeptCheckpoints: Sendable {
    /// In the order in which they were given.
    let notes: [SignedCheckpoint]
    /// Keys whose signatures count.
    let keys: [VerifierKey]

    /// Nothing was kept.
    package init() {
        (notes, keys) = ([], [])
    }

    /// Reads what was kept.
    ///
    /// - Parameters:
    ///   - bytes: One signed note, several one after the other, or a proof bundle; nil for nothing.
    ///   - keys: A list of verifier keys, one a line; empty for none.
    /// - Throws: `invalidArgument` or `tooLarge` for what is none of these.
    package init(_ bytes: [UInt8]?, keys: [UInt8]) throws(StoreError) {
        self.keys = keys.isEmpty ? [] : try VerifierKey.list(keys)
        guard let bytes else {
            notes = []
            return
        }
        if bytes.starts(with: Self.bundleMark.utf8) {
            notes = [try ProofBundle(parsing: bytes).checkpoint]
        } else {
            notes = try Self.notes(bytes)
        }
        guard !notes.isEmpty else {
            throw StoreError(
                .invalidArgument, "there is no checkpoint in what was kept: give a signed note")
        }
    }

    private static let bundleMark = "c2sp.org/tlog-proof@"
    /// What a line with a signature begins with: an em dash and a space.
    private static let signatureMark = Array("\u{2014} ".utf8)

    /// A note ends with the last of its signatures; empty lines may part it from the next.
    private static func notes(_ bytes: [UInt8]) throws(StoreError) -> [SignedCheckpoint] {
        var notes: [SignedCheckpoint] = []
        var note: [UInt8] = []
        var (line, firstLine, isSigned) = (1, 1, false)
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let isSignature = text.starts(with: signatureMark)
            if isSigned && !isSignature {
                notes.append(try SignedCheckpoint(parsing: note, firstLine: firstLine))
                note = []
                isSigned = false
            }
            if note.isEmpty {
                firstLine = line
                if text.isEmpty {
                    line += 1
                    continue
                }
            }
            note += text + [UInt8(ascii: "\n")]
            isSigned = isSigned || isSignature
            line += 1
        }
        if isSigned {
            notes.append(try SignedCheckpoint(parsing: note, firstLine: firstLine))
            note = []
        }
        guard note.isEmpty else {
            throw StoreError(
                .invalidArgument,
                "the note that begins at line \(firstLine) has no signature: give the whole note")
        }
        return notes
    }
}
