import AnnalsModel

/// Changes values in JSON Lines: each in its line.
enum JSONLinesEditor {
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> FileTextEditor.Rewriting? {
        guard let before = old.asArray, let after = new.asArray else { return nil }
        let lines = JSONLines.ranges(in: bytes).filter {
            (try? JSONLines.parse(bytes, $0, depthMax: FileReader.depthMax)) != nil
        }
        guard lines.count == before.count else { return nil }
        let layout = TextLayout(bytes)
        var rewriting = FileTextEditor.Rewriting(bytes: bytes, value: new, changed: [])
        var patch = TextPatch()
        let sources = ArrayAlignment.align(before, after)
        if before.count != after.count { rewriting.changed.append(JSONPointer(tokens: [])) }
        let kept = Set(sources.compactMap { $0 })
        for (index, line) in lines.enumerated() where !kept.contains(index) {
            patch.replace(layout.lines(line), with: [])
        }
        // Behind which line new ones go.
        var place = ByteOrderMark.length(in: bytes)
        for (index, value) in after.enumerated() {
            guard let source = sources[index] else {
                var line: [UInt8] = []
                value.write(to: &line)
                let isBehind = place > 0 && place == bytes.count && bytes[place - 1] != 0x0A
                patch.replace(
                    place..<place,
                    with: isBehind ? layout.newline + line : line + layout.newline)
                continue
            }
            let line = lines[source]
            place = layout.nextLine(line.upperBound)
            guard before[source] != value else { continue }
            let edit = JSONTextEditor.Edit(place: JSONPointer(tokens: []), value: value)
            guard let result = JSONTextEditor.edit(Array(bytes[line]), [edit]) else { return nil }
            patch.replace(line, with: result.bytes)
            rewriting.changed += result.changed.map {
                JSONPointer(tokens: [String(index)] + $0.tokens)
            }
        }
        rewriting.bytes = patch.applied(to: bytes, in: 0..<bytes.count)
        return rewriting
    }
}
