import AnnalsModel

/// Changes of collections in brackets, whose items are separated by commas, with comments that
/// begin with a number sign: the flow style of YAML, and the values of TOML.
protocol FlowEditing {
    /// The text.
    var layout: TextLayout { get }
    /// What changes in it.
    var patch: TextPatch { get set }
    /// The places that were written anew, removed or added.
    var changed: [JSONPointer] { get set }

    /// A value inside brackets; nil if the format has no way to write it.
    func flow(_ value: JSONValue) -> [UInt8]?
    /// A member inside brackets; nil if the format has no way to write it.
    func flowMember(_ name: String, _ value: JSONValue) -> [UInt8]?
    /// Makes another value of one inside brackets, and gives what the text says then.
    mutating func change(
        inFlow node: TextNode, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue
}

extension FlowEditing {
    /// Makes another array of one in brackets, which both have elements.
    mutating func changeFlow(
        _ node: TextNode, _ elements: [TextNode], _ old: [JSONValue], to new: [JSONValue],
        _ place: JSONPointer
    ) -> JSONValue {
        let sources = ArrayAlignment.align(old, new)
        if sources == old.indices.map({ $0 }) {
            let values = old.indices.map { index in
                change(
                    inFlow: elements[index], old[index], to: new[index],
                    place.appending(String(index)))
            }
            return .array(values)
        }
        var gaps = FlowGaps(layout, node.range, elements.map(\.range))
        var values: [JSONValue] = []
        for (index, value) in new.enumerated() {
            if let source = sources[index] {
                let (bytes, value) = changed(
                    inFlow: elements[source], elements[source].range, old[source], to: value,
                    place.appending(String(index)))
                gaps.keep(bytes, from: source)
                values.append(value)
            } else if let bytes = flow(value) {
                gaps.add(bytes)
                values.append(value)
            }
        }
        changed.append(place)
        patch.replace(node.range, with: gaps.bytes)
        return .array(values)
    }

    /// Makes another object of one in brackets, which both have members.
    mutating func changeFlow(
        _ node: TextNode, _ members: [TextMember], _ old: JSONObject, to new: JSONObject,
        _ place: JSONPointer
    ) -> JSONValue {
        var result = old
        var gaps = FlowGaps(
            layout, node.range, members.map { $0.key.lowerBound..<$0.value.range.upperBound })
        let lastIndexes = members.lastIndexes
        let isSteady = old.keys.allSatisfy { new[$0] != nil } && old.count == new.count
        for (index, member) in members.enumerated() {
            guard let before = old[member.name] else { continue }
            let whole = member.key.lowerBound..<member.value.range.upperBound
            let isLast = lastIndexes[ExactString(member.name)] == index
            guard let after = new[member.name] else {
                result[member.name] = nil
                if isLast { changed.append(place.appending(member.name)) }
                continue
            }
            guard isLast else {
                gaps.keep(Array(layout.bytes[whole]), from: index)
                continue
            }
            let inner = place.appending(member.name)
            if isSteady {
                result[member.name] = change(inFlow: member.value, before, to: after, inner)
            } else {
                let (bytes, value) = changed(inFlow: member.value, whole, before, to: after, inner)
                gaps.keep(bytes, from: index)
                result[member.name] = value
            }
        }
        guard !isSteady else { return .object(result) }
        for (name, value) in new where old[name] == nil {
            guard let bytes = flowMember(name, value) else { continue }
            gaps.add(bytes)
            result[name] = value
            changed.append(place.appending(name))
        }
        patch.replace(node.range, with: gaps.bytes)
        return .object(result)
    }

    /// The bytes of a part of the text in which a value becomes another.
    private mutating func changed(
        inFlow node: TextNode, _ range: Range<Int>, _ old: JSONValue, to new: JSONValue,
        _ place: JSONPointer
    ) -> (bytes: [UInt8], value: JSONValue) {
        let outer = patch
        patch = TextPatch()
        let value = change(inFlow: node, old, to: new, place)
        let bytes = patch.applied(to: layout.bytes, in: range)
        patch = outer
        return (bytes, value)
    }
}

/// A collection in brackets whose items come and go, and what stands between them.
struct FlowGaps {
    private let layout: TextLayout
    private let closing: ArraySlice<UInt8>
    private let gaps: [ArraySlice<UInt8>]
    private let last: Range<Int>
    private var isFirst = true
    private var out: [UInt8]
    private var added: [[UInt8]] = []

    /// - Parameter items: Where the items stand; at least one.
    init(_ layout: TextLayout, _ range: Range<Int>, _ items: [Range<Int>]) {
        self.layout = layout
        let bytes = layout.bytes
        last = items[items.count - 1]
        closing = bytes[last.upperBound..<range.upperBound]
        gaps = zip(items, items.dropFirst()).map { bytes[$0.upperBound..<$1.lowerBound] }
        out = Array(bytes[range.lowerBound..<items[0].lowerBound])
    }

    /// Takes over an item.
    ///
    /// - Parameter index: Its number before.
    mutating func keep(_ item: [UInt8], from index: Int) {
        settle()
        if !isFirst { out += index > 0 ? gaps[index - 1] : separator[...] }
        out += item
        isFirst = false
    }

    /// Adds an item.
    mutating func add(_ item: [UInt8]) {
        added.append(item)
    }

    /// The collection.
    var bytes: [UInt8] {
        var gaps = self
        let comment = gaps.closing.firstIndex(of: UInt8(ascii: "#"))
        let lineEnd = gaps.closing.firstIndex(of: 0x0A)
        guard !gaps.added.isEmpty, let comment, let lineEnd, comment < lineEnd, !gaps.isFirst
        else {
            gaps.settle()
            return gaps.out + gaps.closing
        }
        // The comment belongs to the item in front of it.
        let hasComma = gaps.closing[..<comment].contains(UInt8(ascii: ","))
        gaps.out += (hasComma ? [] : [UInt8(ascii: ",")]) + gaps.closing[..<lineEnd]
        for (index, item) in gaps.added.enumerated() {
            if index > 0 { gaps.out.append(UInt8(ascii: ",")) }
            gaps.out += layout.newline + indentation + item
        }
        if hasComma { gaps.out.append(UInt8(ascii: ",")) }
        return gaps.out + gaps.closing[lineEnd...]
    }

    /// Writes the items that were added in front of the next one, or of the end.
    private mutating func settle() {
        for item in added {
            if !isFirst { out += separator }
            out += item
            isFirst = false
        }
        added = []
    }

    private var indentation: [UInt8] {
        Array(layout.bytes[layout.lineStart(last.lowerBound)...].prefix(while: TextLine.isSpace))
    }

    /// What stands in front of an item that is added.
    private var separator: [UInt8] {
        if let gap = gaps.last, !gap.contains(UInt8(ascii: "#")) { return Array(gap) }
        let isSpread = gaps.isEmpty ? closing.contains(0x0A) : gaps.last?.contains(0x0A) == true
        guard isSpread else { return Array(", ".utf8) }
        return [UInt8(ascii: ",")] + layout.newline + indentation
    }
}
