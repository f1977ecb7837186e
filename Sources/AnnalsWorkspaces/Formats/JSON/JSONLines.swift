import AnnalsModel

/// JSON Lines (https://jsonlines.org): a value in each line.
enum JSONLines {
    /// The lines that have a value, without what ends them.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = ByteOrderMark.length(in: bytes)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            if let last = line.lastIndex(where: { !JSONSpans.isBlank($0) }) {
                ranges.append(start..<(last + 1))
            }
            start = end + 1
        }
        return ranges
    }

    static func read(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        var values: [JSONValue] = []
        var duplicates: [JSONDuplicate] = []
        var problems: [FileFormatError] = []
        var unlisted = 0
        var place = (offset: 0, line: 1)
        for range in ranges(in: bytes) {
            place.line += bytes[place.offset..<range.lowerBound].count { $0 == 0x0A }
            place.offset = range.lowerBound
            do {
                let text = try parse(bytes, range, depthMax: depthMax)
                duplicates += text.duplicates.map { duplicate in
                    JSONDuplicate(
                        pointer: JSONPointer(
                            tokens: [String(values.count)] + duplicate.pointer.tokens),
                        line: place.line, column: duplicate.column)
                }
                values.append(text.value)
            } catch {
                if problems.count < Limits.unreadableLinesListedMax {
                    problems.append(JSONText.error(error, line: place.line))
                } else {
                    unlisted += 1
                }
            }
        }
        if unlisted > 0, let last = problems.last {
            problems[problems.count - 1] = FileFormatError(
                "\(last.message); \(unlisted) more lines are not JSON", line: last.line,
                column: last.column)
        }
        return FormattedText(
            .array(values), duplicates: duplicates, problems: problems,
            lines: TextLines(of: bytes) { bytes in node(bytes, depthMax: depthMax) })
    }

    /// Reads one line.
    static func parse(
        _ bytes: [UInt8], _ range: Range<Int>, depthMax: Int
    ) throws(StoreError) -> JSONValue.LenientText {
        let result = bytes.withUnsafeBufferPointer { all in
            Result { () throws(StoreError) in
                try JSONValue.parseLenient(
                    UnsafeBufferPointer(rebasing: all[range]), depthMax: depthMax)
            }
        }
        return try result.get()
    }

    /// The lines that can be read, as the elements of an array.
    private static func node(_ bytes: [UInt8], depthMax: Int) -> TextNode {
        let nodes = ranges(in: bytes).compactMap { range -> TextNode? in
            guard (try? parse(bytes, range, depthMax: depthMax)) != nil,
                let spans = JSONSpans.read(bytes, in: range)
            else { return nil }
            return JSONText.node(spans, bytes)
        }
        return TextNode(range: 0..<bytes.count, content: .array(nodes))
    }
}
