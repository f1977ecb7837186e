package import AnnalsModel

/// Changes values inside a JSON text and leaves every other byte as it is: blanks, spelling of
/// numbers, order, escapes, ends of lines, duplicate members.
package struct JSONTextEditor {
    /// A place in a text and what shall be there; nil takes a member or an element away.
    package struct Edit {
        /// Elements are named by their indexes before any edit.
        package let place: JSONPointer
        /// The new value.
        package let value: JSONValue?

        /// Makes an edit.
        package init(place: JSONPointer, value: JSONValue?) {
            self.place = place
            self.value = value
        }
    }

    /// A text that was edited.
    package struct Result {
        /// The text.
        package let bytes: [UInt8]
        /// The places that were written anew, removed or added.
        package let changed: [JSONPointer]
    }

    private let bytes: [UInt8]
    private let style: JSONStyle
    private let root: JSONSpans.Node
    private let value: JSONValue
    private var out: [UInt8] = []
    private var changed: [JSONPointer] = []

    /// Prepares to edit a text; nil if it is no JSON.
    private init?(_ bytes: [UInt8]) {
        guard let value = Self.parse(bytes), let root = JSONSpans.read(bytes) else { return nil }
        self.bytes = bytes
        self.root = root
        self.value = value
        style = JSONStyle(bytes, root)
    }

    /// The value of a text that can be edited; nil if it is no JSON, with comments or without.
    package static func parse(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONText.parse(bytes, depthMax: FileReader.depthMax).value
    }

    /// The text with some of its values changed; nil if it is no JSON, or would be none that says
    /// what it shall.
    ///
    /// A place that is not there, but for a member of an object that is, is passed over.
    package static func edit(_ bytes: [UInt8], _ edits: [Edit]) -> Result? {
        guard var editor = JSONTextEditor(bytes) else { return nil }
        var value = editor.value
        for edit in edits where edit.value != nil {
            value.set(edit.value, at: edit.place.tokens[...])
        }
        // Elements with high indexes first, so that the others keep theirs.
        let removals = edits.filter { $0.value == nil }.map(\.place)
        for place in removals.sorted(by: { $0.isAfter($1) }) {
            value.set(nil, at: place.tokens[...])
        }
        editor.rewrite(to: value)
        guard parse(editor.out) == value else { return nil }
        return Result(bytes: editor.out, changed: editor.changed)
    }

    /// Writes the text with another value.
    private mutating func rewrite(to new: JSONValue) {
        out = Array(bytes[..<root.range.lowerBound])
        emit(root, value, new, JSONPointer(tokens: []), indentation: [])
        out += bytes[root.range.upperBound...]
    }

    private mutating func emit(
        _ node: JSONSpans.Node, _ old: JSONValue, _ new: JSONValue, _ place: JSONPointer,
        indentation: [UInt8]
    ) {
        if old == new {
            out += bytes[node.range]
            return
        }
        switch (node, old, new) {
        case (.object(let range, let members), .object(let old), .object(let new))
        where !members.isEmpty && !new.isEmpty:
            let container = Container(
                bytes, range, members.map { $0.key.lowerBound..<$0.value.range.upperBound },
                indentation, style)
            emit(members, container, old, new, place)
        case (.array(let range, let elements), .array(let old), .array(let new))
        where !elements.isEmpty && !new.isEmpty:
            let container = Container(bytes, range, elements.map(\.range), indentation, style)
            emit(elements, container, old, new, place)
        default:
            changed.append(place)
            style.write(new, to: &out, indentation: indentation, isSpread: isSpread(node))
        }
    }

    /// Whether a value that takes a node's place is spread over lines: like the node, where that
    /// is a container with something in it, else like the text.
    private func isSpread(_ node: JSONSpans.Node) -> Bool {
        switch node {
        case .array(let range, let elements) where !elements.isEmpty:
            bytes[range].contains(0x0A)
        case .object(let range, let members) where !members.isEmpty:
            bytes[range].contains(0x0A)
        default:
            style.isSpread
        }
    }

    // MARK: Objects

    private mutating func emit(
        _ members: [JSONSpans.Member], _ container: Container, _ old: JSONObject,
        _ new: JSONObject, _ place: JSONPointer
    ) {
        let names = members.map { name(of: $0) }
        let last = Self.lastIndexes(of: names)
        for name in old.keys where new[name] == nil { changed.append(place.appending(name)) }
        out += container.opening
        var isFirst = true
        for (index, member) in members.enumerated() {
            let name = names[index]
            guard let after = new[name] else { continue }
            if !isFirst { out += container.separator(before: index) }
            isFirst = false
            out += bytes[member.key.lowerBound..<member.value.range.lowerBound]
            if last[ExactString(name)] == index, let before = old[name] {
                emit(
                    member.value, before, after, place.appending(name),
                    indentation: container.indentation)
            } else {
                out += bytes[member.value.range]
            }
        }
        let between = bytes[members[0].key.upperBound..<members[0].value.range.lowerBound]
        let colon = between.contains(UInt8(ascii: "/")) ? style.colon[...] : between
        let added = new.filter { old[$0.key] == nil }
        let end = container.end(adding: !added.isEmpty && !isFirst)
        out += end.beforeAdded
        for (index, (name, value)) in added.enumerated() {
            changed.append(place.appending(name))
            if index > 0 {
                out += container.separator(before: nil)
            } else if !isFirst {
                out += end.separator
            }
            style.write(name, to: &out)
            out += colon
            style.write(
                value, to: &out, indentation: container.indentation,
                isSpread: container.isSpread)
        }
        out += end.closing
    }

    private func name(of member: JSONSpans.Member) -> String {
        Self.parse(Array(bytes[member.key]))?.asString ?? ""
    }

    /// Of a member that is given more than once, the last one counts.
    private static func lastIndexes(of names: [String]) -> [ExactString: Int] {
        var last: [ExactString: Int] = [:]
        for (index, name) in names.enumerated() { last[ExactString(name)] = index }
        return last
    }

    // MARK: Arrays

    private mutating func emit(
        _ elements: [JSONSpans.Node], _ container: Container, _ old: [JSONValue],
        _ new: [JSONValue], _ place: JSONPointer
    ) {
        let sources = ArrayAlignment.align(old, new)
        if old.count != new.count { changed.append(place) }
        out += container.opening
        let lastKept = sources.lastIndex { $0 != nil }
        let end = container.end(adding: lastKept.map { $0 + 1 < new.count } ?? false)
        for (index, value) in new.enumerated() {
            let source = sources[index]
            if index > 0, index - 1 == lastKept {
                out += end.beforeAdded + end.separator
            } else if index > 0 {
                out += container.separator(before: source)
            }
            if let source {
                emit(
                    elements[source], old[source], value, place.appending(String(index)),
                    indentation: container.indentation)
            } else {
                style.write(
                    value, to: &out, indentation: container.indentation,
                    isSpread: container.isSpread)
            }
        }
        out += end.closing
    }
}

/// The bytes of an object or array around its members or elements.
private struct Container {
    /// The bracket and the blanks up to the first item.
    let opening: ArraySlice<UInt8>
    /// What stands behind the last item, with the bracket.
    private let closing: ArraySlice<UInt8>
    /// What stands before an item that is added.
    private let separator: ArraySlice<UInt8>
    private let style: JSONStyle
    /// What the lines of the items are indented by.
    let indentation: [UInt8]
    /// Whether the items begin lines.
    let isSpread: Bool
    private let gaps: [ArraySlice<UInt8>]

    /// - Parameters:
    ///   - items: Where the items stand; at least one.
    ///   - outer: What the line that the container begins on is indented by.
    init(
        _ bytes: [UInt8], _ range: Range<Int>, _ items: [Range<Int>], _ outer: [UInt8],
        _ style: JSONStyle
    ) {
        closing = bytes[items[items.count - 1].upperBound..<range.upperBound]
        let opening = bytes[range.lowerBound..<items[0].lowerBound]
        self.opening = opening
        gaps = zip(items, items.dropFirst()).map { bytes[$0.upperBound..<$1.lowerBound] }
        isSpread = opening.contains(0x0A)
        let lineEnd = opening.lastIndex(of: 0x0A)
        indentation =
            lineEnd.map { Array(opening[($0 + 1)...].prefix(while: JSONSpans.isBlank)) } ?? outer
        self.style = style
        if let gap = gaps.last, !gap.contains(UInt8(ascii: "/")) {
            separator = gap
        } else if opening.contains(UInt8(ascii: "/")) {
            // Comments stand but once.
            separator =
                isSpread
                ? ArraySlice([UInt8(ascii: ",")] + style.newline + indentation)
                : style.comma[...]
        } else {
            separator = isSpread ? [UInt8(ascii: ",")] + opening.dropFirst() : style.comma[...]
        }
    }

    /// How the container ends.
    ///
    /// Where items are added behind the last one, a comment on its line stays there, and a comma
    /// behind the last one is behind the new last one.
    func end(
        adding: Bool
    ) -> (beforeAdded: ArraySlice<UInt8>, separator: ArraySlice<UInt8>, closing: ArraySlice<UInt8>)
    {
        guard adding, let comment = closing.firstIndex(of: UInt8(ascii: "/")),
            let lineEnd = closing.firstIndex(of: 0x0A), comment < lineEnd
        else { return ([], separator, closing) }
        let hasComma = closing[..<comment].contains(UInt8(ascii: ","))
        let isReturn = lineEnd > closing.startIndex && closing[lineEnd - 1] == 0x0D
        let end = isReturn ? lineEnd - 1 : lineEnd
        let comma: [UInt8] = [UInt8(ascii: ",")]
        return (
            ArraySlice(hasComma ? [] : comma) + closing[..<end],
            ArraySlice(style.newline + indentation),
            ArraySlice(hasComma ? comma : []) + closing[end...]
        )
    }

    /// What stands before an item that is not the first.
    ///
    /// - Parameter index: Its number before; nil for one that is added.
    func separator(before index: Int?) -> ArraySlice<UInt8> {
        guard let index, index > 0 else { return separator }
        return gaps[index - 1]
    }
}
