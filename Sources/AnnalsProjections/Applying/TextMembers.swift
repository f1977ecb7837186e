import AnnalsLog
import AnnalsModel

/// A document as its compact text, with the places of its members: what a merge makes a row from
/// where nobody needs a tree.
final class TextMembers: MergeSource {
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var members: [CompactMember] = []
    /// For each member the number of its name; -1 if no pointer begins with it.
    private var names: [Int] = []
    /// For each number of a name the place of its member; -1 if there is none.
    private var places: [Int] = []

    /// Finds the members of a document.
    ///
    /// - Parameter bytes: Must stay where they are until what was bound of them has run.
    func open(_ bytes: UnsafeRawBufferPointer, _ layout: MergeLayout) {
        self.bytes = bytes
        members.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        for _ in layout.members { places.append(-1) }
        CompactMember.list(in: bytes, 0..<bytes.count, to: &members)
        for (place, member) in members.enumerated() {
            let name = UnsafeRawBufferPointer(rebasing: bytes[member.name])
            let number = layout.writtenMembers.firstIndex { written in
                written.count == name.count && written.elementsEqual(name)
            }
            names.append(number ?? -1)
            if let number { places[number] = place }
        }
    }

    func value(at pointer: MergeLayout.Pointer, _ layout: MergeLayout) -> Value? {
        let place = places[pointer.name]
        guard place >= 0 else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: bytes[members[place].value])
        if pointer.isWhole { return .text(text) }
        let rest = JSONPointer(tokens: Array(pointer.pointer.tokens.dropFirst()))
        return Self.parsed(text).value(at: rest).map { .tree($0) }
    }

    static func bindRest(
        of document: inout MergedDocument<TextMembers>, _ statement: Statement, _ index: Int32
    ) throws(StoreError) {
        let source = document.source
        var rest: [UInt8] = [UInt8(ascii: "{")]
        for (member, number) in zip(source.members, source.names) {
            if number >= 0, try document.isTaken(number) { continue }
            if rest.count > 1 { rest.append(UInt8(ascii: ",")) }
            let range = Int(member.start)..<Int(member.end)
            rest.append(contentsOf: UnsafeRawBufferPointer(rebasing: source.bytes[range]))
        }
        rest.append(UInt8(ascii: "}"))
        statement.bind(index, text: rest)
    }

    func bindWhole(_ statement: Statement, _ index: Int32) {
        statement.bind(index, lentText: bytes)
    }

    /// The tree of a text that was checked before.
    private static func parsed(_ text: UnsafeRawBufferPointer) -> JSONValue {
        (try? JSONValue(parsing: [UInt8](text))) ?? .null
    }

    /// A value as it is written, or what was taken out of one.
    enum Value: MergedValue {
        case text(UnsafeRawBufferPointer)
        case tree(JSONValue)

        /// The first byte says what sort of value it is.
        private var first: UInt8? {
            if case .text(let text) = self { text.first } else { nil }
        }

        private var tree: JSONValue {
            switch self {
            case .tree(let value): value
            case .text(let text): TextMembers.parsed(text)
            }
        }

        var isNull: Bool {
            first.map { $0 == UInt8(ascii: "n") } ?? tree.isNull
        }

        var kindName: String { tree.kindName }

        func isTaken(by type: ColumnType, _ probe: ColumnProbe) throws(StoreError) -> Bool {
            guard let first else { return try tree.isTaken(by: type, probe) }
            switch (type, first) {
            case (_, UInt8(ascii: "n")), (.blob, _):
                return false
            case (.text, _), (.any, _), (.numeric, _):
                return true
            case (.integer, _), (.real, _):
                return try type.takes(tree, probe)
            }
        }

        func bind(to statement: Statement, _ index: Int32, isText: Bool) {
            guard case .text(let text) = self else {
                statement.bind(index, tree, isText: isText)
                return
            }
            switch text.first {
            case UInt8(ascii: "\""):
                let inside = UnsafeRawBufferPointer(rebasing: text.dropFirst().dropLast())
                if inside.contains(UInt8(ascii: "\\")) {
                    statement.bind(index, tree)
                } else {
                    statement.bind(index, lentText: inside)
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                statement.bind(index, lentText: text)
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                statement.bind(index, tree)
            default:
                if isText {
                    statement.bind(index, lentText: text)
                } else {
                    statement.bind(index, tree)
                }
            }
        }
    }
}
