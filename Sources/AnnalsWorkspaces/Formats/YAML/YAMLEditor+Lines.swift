import AnnalsModel

extension YAMLEditor {
    // MARK: Members

    /// Makes another object of one whose members stand on lines.
    mutating func changeLines(
        _ members: [TextMember], _ old: JSONObject, to new: JSONObject, _ place: JSONPointer
    ) -> JSONValue {
        var result = old
        let last = members.lastIndexes
        for (index, member) in members.enumerated() {
            let name = member.name
            guard let before = old[name] else { continue }
            guard let after = new[name] else {
                if remove(member, next: members[(index + 1)...].first) {
                    result[name] = nil
                    changed.append(place.appending(name))
                }
                continue
            }
            guard last[ExactString(name)] == index, before != after, let slot = slot(of: member)
            else { continue }
            result[name] = change(
                member.value, before, to: after, place.appending(name), slot: slot)
        }
        guard let end = members.last(where: { new[$0.name] != nil }) else {
            return .object(result)
        }
        for (name, value) in new where old[name] != value && last[ExactString(name)] == nil {
            // What a merge key gives is said again, otherwise.
            add(name, value, behind: end)
            result[name] = value
            changed.append(place.appending(name))
        }
        return .object(result)
    }

    /// Takes a member away with its lines; one that shares its line with a hyphen makes room for
    /// the next one.
    private mutating func remove(_ member: TextMember, next: TextMember?) -> Bool {
        let range =
            member.key
            .lowerBound..<max(
                member.key.upperBound, trimmed(member.value).upperBound)
        if layout.beginsLine(range.lowerBound) {
            patch.replace(layout.lines(range), with: [])
            return true
        }
        guard let next, layout.beginsLine(next.key.lowerBound) else { return false }
        // Comments between the two stay.
        let gap = layout.bytes[range.upperBound..<next.key.lowerBound]
        let end = gap.firstIndex { !JSONSpans.isBlank($0) } ?? next.key.lowerBound
        patch.replace(range.lowerBound..<end, with: [])
        return true
    }

    // MARK: Elements

    /// Makes another array of one whose elements stand on lines.
    mutating func changeLines(
        _ node: TextNode, _ elements: [TextNode], _ old: [JSONValue], to new: [JSONValue],
        _ place: JSONPointer
    ) -> JSONValue {
        guard let hyphens = hyphens(of: elements, from: node.range.lowerBound) else {
            return .array(old)
        }
        let column = layout.column(hyphens[0])
        let sources = ArrayAlignment.align(old, new)
        let isSteady = sources == old.indices.map { $0 }
        // Elements that come and go are lines; the first may share its line with what is around.
        guard isSteady || hyphens.allSatisfy(layout.beginsLine) else { return .array(old) }
        let kept = Set(sources.compactMap { $0 })
        for index in old.indices where !kept.contains(index) {
            let end = max(hyphens[index] + 1, trimmed(elements[index]).upperBound)
            patch.replace(layout.lines(hyphens[index]..<end), with: [])
        }
        if !isSteady { changed.append(place) }
        var values: [JSONValue] = []
        var end: Int?
        for (index, value) in new.enumerated() {
            guard let source = sources[index] else {
                add(value, column: column, at: end ?? hyphens[0], isFirst: end == nil)
                values.append(value)
                continue
            }
            let slot = Slot(start: hyphens[source] + 1, column: column, isElement: true)
            values.append(
                change(
                    elements[source], old[source], to: value, place.appending(String(index)),
                    slot: slot))
            end = layout.lineEnd(max(slot.start, trimmed(elements[source]).upperBound))
        }
        return .array(values)
    }

    /// Where the hyphens in front of elements stand.
    private func hyphens(of elements: [TextNode], from start: Int) -> [Int]? {
        var hyphens: [Int] = []
        var index = start
        for element in elements {
            while index < layout.bytes.count, layout.bytes[index] != UInt8(ascii: "-") {
                // Comments may stand between.
                index =
                    layout.bytes[index] == UInt8(ascii: "#") ? layout.lineEnd(index) : index + 1
            }
            guard index < layout.bytes.count, index <= element.range.lowerBound else { return nil }
            hyphens.append(index)
            index = max(index + 1, trimmed(element).upperBound)
        }
        return hyphens.isEmpty ? nil : hyphens
    }
}
