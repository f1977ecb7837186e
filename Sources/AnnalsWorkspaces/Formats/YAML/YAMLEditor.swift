import AnnalsModel

/// Changes values in YAML: scalars in their own style, members and elements as lines or inside
/// their brackets.
///
/// What has an anchor or a tag, or is an alias, stays: other places say the same.
struct YAMLEditor: FlowEditing {
    /// Where a value may stand.
    struct Slot {
        /// Where what belongs to the value begins: behind the colon or hyphen in front of it.
        let start: Int
        /// The column of the key or hyphen.
        let column: Int
        /// Whether there is a hyphen in front of it, not a colon.
        var isElement = false
    }

    let layout: TextLayout
    var patch = TextPatch()
    var changed: [JSONPointer] = []
    private let writer: YAMLWriter

    init(_ layout: TextLayout, _ root: TextNode) {
        self.layout = layout
        writer = YAMLWriter(
            newline: layout.newline, indent: Self.indent(of: root, layout) ?? 2)
    }

    /// Writes a text with another value.
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> FileTextEditor.Rewriting? {
        guard let root = YAMLReader.node(of: bytes, depthMax: FileReader.depthMax) else {
            return nil
        }
        var editor = YAMLEditor(TextLayout(bytes), root)
        let value: JSONValue
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        let read = try? YAMLReader.documents(
            of: bytes, in: range, depthMax: FileReader.depthMax)
        if (read?.documents.count ?? 0) > 1 {
            guard let before = old.asArray, let after = new.asArray, before.count == after.count,
                case .array(let nodes) = root.content
            else { return nil }
            value = .array(
                before.indices.map { index in
                    editor.change(
                        document: nodes[index], before[index], to: after[index],
                        JSONPointer(tokens: [String(index)]))
                })
        } else {
            value = editor.change(document: root, old, to: new, JSONPointer(tokens: []))
        }
        return FileTextEditor.Rewriting(
            bytes: editor.patch.applied(to: bytes, in: 0..<bytes.count), value: value,
            changed: editor.changed)
    }

    /// Spaces of the first collection that is further in than the one around it.
    private static func indent(of node: TextNode, _ layout: TextLayout) -> Int? {
        switch node.content {
        case .scalar:
            return nil
        case .array(let elements):
            return elements.lazy.compactMap { indent(of: $0, layout) }.first
        case .object(let members):
            for member in members where member.value.style == .block {
                let inner = layout.column(member.value.range.lowerBound)
                let outer = layout.column(member.key.lowerBound)
                if layout.beginsLine(member.value.range.lowerBound), inner > outer {
                    return inner - outer
                }
            }
            return members.lazy.compactMap { indent(of: $0.value, layout) }.first
        }
    }

    // MARK: Values

    /// Makes another value of a document, and gives what the text says then.
    mutating func change(
        document node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        change(node, old, to: new, place, slot: nil)
    }

    mutating func change(
        inFlow node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        if let value = changeParts(of: node, old, to: new, place) { return value }
        guard !node.hasProperties, !node.range.isEmpty else { return old }
        changed.append(place)
        patch.replace(
            node.range,
            with: new.isContainer
                ? writer.flow(new)
                : writer.scalar(new, like: node.style, old.asString, column: nil))
        return new
    }

    func flow(_ value: JSONValue) -> [UInt8]? { writer.flow(value) }

    func flowMember(_ name: String, _ value: JSONValue) -> [UInt8]? {
        writer.flowMember(name, value)
    }

    mutating func change(
        _ node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer, slot: Slot?
    ) -> JSONValue {
        if let value = changeParts(of: node, old, to: new, place) { return value }
        guard !node.hasProperties, write(new, over: node, old, slot) else { return old }
        changed.append(place)
        return new
    }

    /// Changes a value in its parts; nil if it has to be written as a whole.
    private mutating func changeParts(
        of node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue? {
        if old == new || node.style == .alias { return old }
        switch (node.content, old, new) {
        case (.object(let members), .object(let old), .object(let new))
        where !new.isEmpty && members.contains { new[$0.name] != nil }:
            // Members that merge keys give are in the value and not among the members.
            return node.style == .flow
                ? changeFlow(node, members, old, to: new, place)
                : changeLines(members, old, to: new, place)
        case (.array(let elements), .array(let old), .array(let new))
        where ArrayAlignment.align(old, new).contains { $0 != nil }:
            return node.style == .flow
                ? changeFlow(node, elements, old, to: new, place)
                : changeLines(node, elements, old, to: new, place)
        default:
            return nil
        }
    }

    /// Writes a value in the place of another; false where it cannot be.
    private mutating func write(
        _ new: JSONValue, over node: TextNode, _ old: JSONValue, _ slot: Slot?
    ) -> Bool {
        let column = slot.map { $0.column + ($0.isElement ? 2 : writer.indent) } ?? 0
        let range = trimmed(node)
        if case .scalar = node.content, !new.isContainer {
            // A comment behind it leaves no room for a block scalar, nor does the end of a text
            // without a newline for one that ends in one.
            let isUnended = layout.lineEnd(range.upperBound) == layout.bytes.count
            let hasRoom =
                layout.endsLine(range.upperBound)
                && !(isUnended && new.asString?.utf8.last == 0x0A)
            let blockColumn = hasRoom ? column : nil
            if range.isEmpty {
                let text = writer.scalar(new, column: blockColumn)
                patch.replace(range, with: [0x20] + text)
                return true
            }
            let isBlock = node.style == .literal || node.style == .folded
            guard !isBlock || !header(of: range).contains(UInt8(ascii: "#")) else { return false }
            let text = writer.scalar(
                new, like: node.style, old.asString,
                column: isBlock && hasRoom ? contentColumn(of: range) ?? column : blockColumn)
            patch.replace(range, with: text)
            return true
        }
        if node.style == .flow, !range.isEmpty {
            patch.replace(
                range, with: new.isContainer ? writer.flow(new) : writer.scalar(new, column: column)
            )
            return true
        }
        guard let slot else {
            patch.replace(range, with: writer.block(new, column: 0))
            return true
        }
        // Comments between the colon and the value would be lost.
        guard !layout.bytes[slot.start..<range.lowerBound].contains(UInt8(ascii: "#")) else {
            return false
        }
        let text =
            slot.isElement
            ? writer.behindHyphen(new, column: slot.column)
            : writer.behindKey(new, column: slot.column)
        patch.replace(slot.start..<range.upperBound, with: text)
        return true
    }

    // MARK: Places

    /// Where a value stands, without blank lines behind it.
    func trimmed(_ node: TextNode) -> Range<Int> {
        let text = layout.bytes[node.range]
        let last = text.lastIndex { !JSONSpans.isBlank($0) }
        return node.range.lowerBound..<(last.map { $0 + 1 } ?? node.range.lowerBound)
    }

    /// The first line of a block scalar.
    private func header(of range: Range<Int>) -> ArraySlice<UInt8> {
        layout.bytes[range].prefix { $0 != 0x0A }
    }

    /// The column of the first line of a block scalar that is not blank.
    private func contentColumn(of range: Range<Int>) -> Int? {
        for line in TextLine.lines(of: layout.bytes, in: range).dropFirst() {
            let text = TextLine.trimmed(layout.bytes, line.range)
            if !text.isEmpty { return layout.column(text.lowerBound) }
        }
        return nil
    }

    /// What belongs to the value of a member.
    func slot(of member: TextMember) -> Slot? {
        let rest = layout.bytes[
            member.key
                .upperBound..<max(
                    member.key.upperBound, member.value.range.lowerBound)]
        guard let colon = rest.firstIndex(where: { !JSONSpans.isBlank($0) }),
            rest[colon] == UInt8(ascii: ":")
        else { return nil }
        return Slot(start: colon + 1, column: layout.column(member.key.lowerBound))
    }

    /// Writes a member on a line of its own behind another.
    mutating func add(_ name: String, _ value: JSONValue, behind member: TextMember) {
        let column = layout.column(member.key.lowerBound)
        let end = layout.lineEnd(
            max(member.key.upperBound, trimmed(member.value).upperBound))
        let text = writer.member(name, value, column: column)
        if end == layout.end, layout.beginsLine(member.key.lowerBound), end > 0,
            Self.endsInBlock(member.value)
        {
            // A block scalar that no newline ends would get one.
            let start = member.key.lowerBound
            patch.replace(
                start..<start, with: text + layout.newline + TextLayout.spaces(column))
            return
        }
        patch.replace(end..<end, with: layout.newline + TextLayout.spaces(column) + text)
    }

    /// Whether a block scalar is the last of a value.
    private static func endsInBlock(_ node: TextNode) -> Bool {
        switch node.content {
        case .scalar: node.style == .literal || node.style == .folded
        case .array(let elements): elements.last.map(endsInBlock) ?? false
        case .object(let members): members.last.map { endsInBlock($0.value) } ?? false
        }
    }

    /// Writes an element on a line of its own: behind another, or in front of the first one.
    mutating func add(_ value: JSONValue, column: Int, at offset: Int, isFirst: Bool) {
        let start = layout.newline + TextLayout.spaces(column)
        let text = [UInt8(ascii: "-")] + writer.behindHyphen(value, column: column)
        patch.replace(offset..<offset, with: isFirst ? text + start : start + text)
    }
}
