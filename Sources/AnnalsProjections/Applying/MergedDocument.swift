import AnnalsLog
import AnnalsModel

/// What a merge finds in one document, looked up as it is asked for.
struct MergedDocument<Source: MergeSource> {
    /// What a column finds.
    struct Find {
        /// The number of the pointer that won, or nil if none did.
        var pointer: Int?
        /// The value there.
        var value: Source.Value?
        /// Whether the column holds the value.
        var isTaken = false
    }

    let layout: MergeLayout
    let source: Source
    private let probe: ColumnProbe
    private var finds: [Find?]

    init(_ source: Source, _ layout: MergeLayout, _ probe: ColumnProbe) {
        self.layout = layout
        self.source = source
        self.probe = probe
        finds = Array(repeating: nil, count: layout.merge.columns.count)
    }

    /// What a column finds.
    mutating func find(_ column: Int) throws(StoreError) -> Find {
        if let known = finds[column] { return known }
        var find = Find()
        for (index, pointer) in layout.pointers[column].enumerated() {
            guard let value = source.value(at: pointer, layout), !value.isNull else { continue }
            find.pointer = index
            find.value = value
            find.isTaken = try value.isTaken(by: layout.merge.columns[column].column.type, probe)
            break
        }
        finds[column] = find
        return find
    }

    /// Whether some column took the whole of a member, given by the number of its name.
    mutating func isTaken(_ member: Int) throws(StoreError) -> Bool {
        for column in layout.readers[member] {
            let find = try find(column)
            guard find.isTaken, let index = find.pointer else { continue }
            let pointer = layout.pointers[column][index]
            if pointer.isWhole && pointer.name == member { return true }
        }
        return false
    }
}

/// What a row is made from.
protocol MergeSource {
    associatedtype Value: MergedValue

    /// The value at a pointer, or nil if it leads nowhere.
    func value(at pointer: MergeLayout.Pointer, _ layout: MergeLayout) -> Value?
    /// Binds the object of every member that no column took whole.
    static func bindRest(
        of document: inout MergedDocument<Self>, _ statement: Statement, _ index: Int32
    ) throws(StoreError)
    /// Binds the whole document.
    func bindWhole(_ statement: Statement, _ index: Int32)
}

/// A value on its way into a column.
protocol MergedValue {
    /// Whether it is null, which is as if it were not there.
    var isNull: Bool { get }
    /// What sort of value it is, for messages.
    var kindName: String { get }
    /// Whether a column of a type can hold it, and gives it back unrounded.
    func isTaken(by type: ColumnType, _ probe: ColumnProbe) throws(StoreError) -> Bool
    /// Binds it.
    ///
    /// - Parameter isText: Whether it is for a TEXT column, which holds numbers as written.
    func bind(to statement: Statement, _ index: Int32, isText: Bool) throws(StoreError)
}

// MARK: - Trees

extension JSONObject: MergeSource {
    func value(at pointer: MergeLayout.Pointer, _ layout: MergeLayout) -> JSONValue? {
        pointer.isWhole ? self[layout.members[pointer.name].text] : value(at: pointer.pointer)
    }

    static func bindRest(
        of document: inout MergedDocument<JSONObject>, _ statement: Statement, _ index: Int32
    ) throws(StoreError) {
        var rest = JSONObject()
        for (key, value) in document.source {
            if let number = document.layout.number(of: ExactString(key)),
                try document.isTaken(number)
            {
                continue
            }
            rest[key] = value
        }
        statement.bind(index, .object(rest))
    }

    func bindWhole(_ statement: Statement, _ index: Int32) {
        statement.bind(index, .object(self))
    }
}

extension JSONValue: MergedValue {
    var isNull: Bool { if case .null = self { true } else { false } }

    func isTaken(by type: ColumnType, _ probe: ColumnProbe) throws(StoreError) -> Bool {
        try type.takes(self, probe)
    }

    func bind(to statement: Statement, _ index: Int32, isText: Bool) {
        statement.bind(index, self, isText: isText)
    }
}

extension MergedDocument<JSONObject> {
    /// Whether a member is there and no column took it whole.
    mutating func isLeft(_ member: ExactString) throws(StoreError) -> Bool {
        guard source[member.text] != nil else { return false }
        guard let number = layout.number(of: member) else { return true }
        return try !isTaken(number)
    }
}
