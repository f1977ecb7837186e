package import AnnalsModel

/// The signed checkpoints of a file that they were appended to, one note behind the other, with or
/// without empty lines in between.
///
/// The text of a checkpoint has no empty line, so that the first one ends it; signatures follow,
/// and the first line that is none begins the next note.
package struct CheckpointList: Sendable {
    /// In the order of the file; nothing is known of their signatures.
    package let checkpoints: [SignedCheckpoint]

    /// Reads a file.
    ///
    /// - Parameter bytes: All of it; a file without any byte has no checkpoints.
    /// - Throws: `invalidArgument` naming the line that is in no note; `tooLarge`.
    package init(parsing bytes: [UInt8]) throws(StoreError) {
        guard bytes.count <= Limits.checkpointFileBytesMax else {
            throw StoreError(
                .tooLarge,
                "the file of checkpoints has \(bytes.count) bytes: at most "
                    + "\(Limits.checkpointFileBytesMax) are read, so begin another one")
        }
        var checkpoints: [SignedCheckpoint] = []
        let notes = Self.notes(of: bytes)
        for (index, (range, line)) in notes.enumerated() {
            do {
                checkpoints.append(try SignedCheckpoint(parsing: bytes[range], firstLine: line))
            } catch {
                // What a crash left of an append, as a rule.
                guard index > 0, index == notes.count - 1 else { throw error }
                throw StoreError(
                    error.code,
                    "the last note, from line \(line) on, is not whole (\(error.message)), and the"
                        + " \(index) before it are: remove it, or put it right")
            }
        }
        self.checkpoints = checkpoints
    }

    /// The newest checkpoint of a log; nil if there is none.
    package func last(of origin: String) -> SignedCheckpoint? {
        checkpoints.filter { $0.checkpoint.origin.hasSameBytes(as: origin) }
            .max { $0.checkpoint.size < $1.checkpoint.size }
    }

    /// The place of each note, with the number of its first line.
    private static func notes(of bytes: [UInt8]) -> [(range: Range<Int>, line: Int)] {
        var notes: [(range: Range<Int>, line: Int)] = []
        var note: (start: Int, line: Int)?
        var isBelowText = false
        var (start, number) = (0, 1)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
            let line = bytes[start..<end]
            if line.elementsEqual([newline]) {
                // Between two notes an empty line is nothing; in one it ends the text.
                if isBelowText, let open = note, hasSignature(bytes[open.start..<start]) {
                    notes.append((open.start..<start, open.line))
                    (note, isBelowText) = (nil, false)
                } else if note != nil {
                    isBelowText = true
                }
            } else if isBelowText, let open = note, !line.starts(with: NoteSignature.mark) {
                notes.append((open.start..<start, open.line))
                (note, isBelowText) = ((start, number), false)
            } else if note == nil {
                note = (start, number)
            }
            (start, number) = (end, number + 1)
        }
        if let note { notes.append((note.start..<bytes.count, note.line)) }
        return notes
    }

    /// Whether the last line of a note that was begun is one of a signature.
    private static func hasSignature(_ note: ArraySlice<UInt8>) -> Bool {
        let line = note.dropLast().lastIndex(of: newline).map { note[($0 + 1)...] } ?? note
        return line.starts(with: NoteSignature.mark)
    }

    private static let newline = UInt8(ascii: "\n")
}
