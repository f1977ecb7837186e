package import AnnalsModel

extension Checkpoint {
    /// The text of a note that says this: origin, size in decimal, root in base64, and the further
    /// lines.
    package var noteText: String {
        ([origin, String(size), Base64.encode(root.bytes)] + extensions)
            .map { $0 + "\n" }.joined()
    }

    /// Reads the text of a note.
    ///
    /// - Parameters:
    ///   - text: Of a note, with the newline at its end.
    ///   - firstLine: The number that its first line has in messages.
    /// - Throws: `invalidArgument` naming the line that is not as a checkpoint has it.
    package init(noteText text: String, firstLine: Int = 1) throws(StoreError) {
        let lines = try TextLines(
            Array(text.utf8)[...], of: "the checkpoint", firstNumber: firstLine)
        for index in 0..<max(3, lines.lines.count) {
            guard lines.lines.indices.contains(index) else {
                throw lines.missing(index, index == 1 ? "the number of leaves" : "the root")
            }
            if lines.lines[index].isEmpty { throw lines.error(index, "is empty: give its text") }
        }
        guard let size = Int64(decimal: lines.lines[1]) else {
            throw lines.error(
                1, "is no number of leaves: give one below 2^63 in decimal, without leading zeros")
        }
        self.init(
            checkedOrigin: lines.text(0), size: size, root: try lines.digest(2),
            extensions: lines.lines.indices.dropFirst(3).map { lines.text($0) })
    }
}

extension Checkpoint: CustomStringConvertible {
    /// The text of the note.
    package var description: String { noteText }
}
