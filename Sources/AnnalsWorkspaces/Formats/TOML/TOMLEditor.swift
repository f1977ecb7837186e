import AnnalsModel

/// Changes values in TOML: scalars, arrays and values in braces in place, members of tables as
/// lines.
///
/// Tables with headers neither come nor go, and null has no place in TOML.
struct TOMLEditor: FlowEditing {
    let layout: TextLayout
    var patch = TextPatch()
    var changed: [JSONPointer] = []

    init(_ layout: TextLayout) {
        self.layout = layout
    }

    /// Writes a text with another value.
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> FileTextEditor.Rewriting? {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        guard
            let table = try? TOMLReader.table(
                of: bytes, in: range, depthMax: FileReader.depthMax)
        else { return nil }
        var editor = TOMLEditor(TextLayout(bytes))
        let value = editor.change(table, old, to: new, JSONPointer(tokens: []))
        return FileTextEditor.Rewriting(
            bytes: editor.patch.applied(to: bytes, in: 0..<bytes.count), value: value,
            changed: editor.changed)
    }

    // MARK: Tables

    /// Makes another value of a table, and gives what the text says then.
    mutating func change(
        _ table: TOMLTable, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        guard old != new, let before = old.asObject, let after = new.asObject else { return old }
        var result = before
        for member in table.members {
            let inner = place.appending(member.name)
            guard let was = before[member.name] else { continue }
            guard let shall = after[member.name] else {
                guard case .value(_, let node) = member.item, table.origin != .inline,
                    layout.beginsLine(member.key.lowerBound)
                else { continue }
                let range = member.key.lowerBound..<node.range.upperBound
                patch.replace(layout.lines(range), with: [])
                result[member.name] = nil
                changed.append(inner)
                continue
            }
            guard was != shall else { continue }
            switch member.item {
            case .value(_, let node):
                result[member.name] = change(inFlow: node, was, to: shall, inner)
            case .table(let table):
                result[member.name] = change(table, was, to: shall, inner)
            case .tables(let tables):
                result[member.name] = change(tables, was, to: shall, inner)
            }
        }
        for (name, value) in after where before[name] == nil {
            guard add(name, value, to: table) else { continue }
            result[name] = value
            changed.append(place.appending(name))
        }
        return .object(result)
    }

    private mutating func change(
        _ tables: [TOMLTable], _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        guard let before = old.asArray, let after = new.asArray, before.count == after.count,
            before.count == tables.count
        else { return old }
        return .array(
            tables.indices.map { index in
                change(
                    tables[index], before[index], to: after[index],
                    place.appending(String(index)))
            })
    }

    /// Writes a member on a line behind the last one of its table.
    private mutating func add(_ name: String, _ value: JSONValue, to table: TOMLTable) -> Bool {
        guard table.origin == .root || table.origin == .header,
            let member = flowMember(name, value)
        else { return false }
        let hasLines = !table.range.isEmpty
        if table.origin == .root, !hasLines {
            // In front of the first header, and of all that is above it.
            let start = ByteOrderMark.length(in: layout.bytes)
            patch.replace(start..<start, with: member + layout.newline)
            return true
        }
        let indentation = layout.bytes[layout.lineStart(lastLine(of: table))...]
            .prefix(while: TextLine.isSpace)
        let end = layout.lineEnd(table.range.upperBound)
        patch.replace(end..<end, with: layout.newline + indentation + member)
        return true
    }

    /// Where the last member of a table that is on a line of its own begins, or else its header.
    private func lastLine(of table: TOMLTable) -> Int {
        let keys = table.members.compactMap { member -> Int? in
            if case .value = member.item { member.key.lowerBound } else { nil }
        }
        return keys.last ?? table.range.lowerBound
    }

    // MARK: Values

    mutating func change(
        inFlow node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        if old == new { return old }
        switch (node.content, old, new) {
        case (.object(let members), .object(let old), .object(let new))
        where !members.isEmpty && !new.isEmpty && !Self.hasDottedKeys(node):
            return changeFlow(node, members, old, to: new, place)
        case (.array(let elements), .array(let old), .array(let new))
        where !elements.isEmpty && !new.isEmpty:
            return changeFlow(node, elements, old, to: new, place)
        default:
            guard let text = text(new, like: node, old) else { return old }
            changed.append(place)
            patch.replace(node.range, with: text)
            return new
        }
    }

    /// Whether braces hold a key with dots, whose parts share it.
    private static func hasDottedKeys(_ node: TextNode) -> Bool {
        guard case .object(let members) = node.content else { return false }
        return members.contains { member in
            guard case .object = member.value.content else { return false }
            return member.value.style == .block
        }
    }

    private func text(_ value: JSONValue, like node: TextNode, _ old: JSONValue) -> [UInt8]? {
        guard let text = value.asString else { return flow(value) }
        if node.style == .plain, old.asString != nil, TOMLReader.isBare(text) {
            // A date stays one.
            return Array(text.utf8)
        }
        return TOMLWriter.string(text, like: node.style, layout.newline)
    }

    func flow(_ value: JSONValue) -> [UInt8]? { TOMLWriter.flow(value) }

    func flowMember(_ name: String, _ value: JSONValue) -> [UInt8]? {
        TOMLWriter.member(name, value)
    }
}
