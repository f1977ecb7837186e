package import AnnalsModel

extension ProofBundle {
    private static let firstLine = "c2sp.org/tlog-proof@v1"
    private static let extraMark = "extra "
    private static let indexMark = "index "

    /// The bundle's text.
    package var serialized: String {
        let head =
            [Self.firstLine]
            + (extra.map { [Self.extraMark + Base64.encode($0)] } ?? [])
            + [Self.indexMark + String(index)] + hashes.map { Base64.encode($0.bytes) }
        return head.map { $0 + "\n" }.joined() + "\n" + checkpoint.serialized
    }

    /// Reads a bundle, without checking what it proves.
    ///
    /// Only the one spelling that ``serialized`` has is taken.
    ///
    /// - Parameter bytes: Exactly the bundle.
    /// - Throws: `invalidArgument` if the bytes are no bundle, with the line; `tooLarge` if there
    ///   are more than any proof has.
    package init(parsing bytes: [UInt8]) throws(StoreError) {
        guard bytes.count <= Limits.proofBytesMax else {
            throw StoreError(
                .tooLarge,
                "the proof has \(bytes.count) bytes: at most \(Limits.proofBytesMax) are read")
        }
        // The first empty line ends the proof itself; the checkpoint may have more of them.
        guard let border = Self.firstEmptyLine(of: bytes) else {
            throw StoreError(
                .invalidArgument,
                "the proof has no empty line with a checkpoint below it: give the whole file")
        }
        let lines = try TextLines(bytes[..<border], of: "the proof")
        var rest = lines.lines.indices
        guard lines.lines[0].elementsEqual(Self.firstLine.utf8) else {
            throw lines.error(0, "is not \(Self.firstLine): give a .tlog-proof file")
        }
        rest.removeFirst()
        let extra = try Self.extra(of: lines, &rest)
        let index = try Self.index(of: lines, &rest)
        try Self.check(extraBytes: 0, hashes: rest.count)
        var hashes: [Digest] = []
        for line in rest { hashes.append(try lines.digest(line)) }
        let checkpoint = try SignedCheckpoint(
            parsing: bytes[(border + 1)...], firstLine: lines.lines.count + 2)
        try self.init(extra: extra, index: index, hashes: hashes, checkpoint: checkpoint)
    }

    /// Where the second of the first two newlines in a row stands.
    private static func firstEmptyLine(of bytes: [UInt8]) -> Int? {
        let newline = UInt8(ascii: "\n")
        return bytes.indices.dropFirst().first { index in
            bytes[index] == newline && bytes[index - 1] == newline
        }
    }

    private static func extra(
        of lines: TextLines, _ rest: inout Range<Int>
    ) throws(StoreError) -> [UInt8]? {
        guard let line = rest.first, lines.lines[line].starts(with: extraMark.utf8) else {
            return nil
        }
        rest.removeFirst()
        let text = lines.lines[line].dropFirst(extraMark.utf8.count)
        guard let bytes = Base64.decode(text), !bytes.isEmpty else {
            throw lines.error(line, "has no data behind extra: give base64, or leave the line out")
        }
        return bytes
    }

    private static func index(
        of lines: TextLines, _ rest: inout Range<Int>
    ) throws(StoreError) -> Int64 {
        guard let line = rest.first else {
            throw lines.missing(rest.lowerBound, "the index of the leaf")
        }
        rest.removeFirst()
        let mark = indexMark.utf8
        guard lines.lines[line].starts(with: mark),
            let index = Int64(decimal: lines.lines[line].dropFirst(mark.count))
        else {
            throw lines.error(
                line, "is no index: give \(indexMark)and a number below 2^63 in decimal")
        }
        return index
    }
}

extension ProofBundle: CustomStringConvertible {
    /// The bundle's text.
    package var description: String { serialized }
}
