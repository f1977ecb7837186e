import AnnalsModel

/// What a merge needs to know for every event, worked out once.
///
/// Columns are numbered: first those that hold members, then `rest`, then `document`.
struct MergeLayout {
    let merge: ProjectionMerge
    /// Number of the `rest` column, or nil.
    let restIndex: Int?
    /// Number of the `document` column, or nil.
    let documentIndex: Int?
    /// Names of all numbered columns.
    let names: [String]
    /// For each column and pointer, the member that it is, or nil if it leads further in.
    let wholeMembers: [[ExactString?]]
    /// For each member that some pointer begins with, the columns whose pointers do.
    private let readers: [ExactString: [Int]]

    init(_ merge: ProjectionMerge) {
        self.merge = merge
        var names = merge.columns.map(\.column.name)
        restIndex = merge.rest.map { rest in
            names.append(rest)
            return names.count - 1
        }
        documentIndex = merge.document.map { document in
            names.append(document)
            return names.count - 1
        }
        self.names = names
        wholeMembers = merge.columns.map { column in
            column.pointers.map { $0.tokens.count == 1 ? ExactString($0.tokens[0]) : nil }
        }
        var readers: [ExactString: [Int]] = [:]
        for (index, column) in merge.columns.enumerated() {
            for member in Set(column.pointers.map { ExactString($0.tokens[0]) }) {
                readers[member, default: []].append(index)
            }
        }
        self.readers = readers
    }

    /// The columns that look at a member or into it.
    func readers(of member: ExactString) -> [Int] {
        readers[member] ?? []
    }
}

/// What a merge finds in one document, looked up as it is asked for.
struct MergedDocument {
    /// What a column finds.
    struct Find {
        /// The number of the pointer that won, or nil if none did.
        var pointer: Int?
        /// The value there.
        var value: JSONValue?
        /// Whether the column holds the value.
        var isTaken = false
    }

    let layout: MergeLayout
    let document: JSONObject
    private let probe: ColumnProbe
    private var finds: [Find?]

    init(_ document: JSONObject, _ layout: MergeLayout, _ probe: ColumnProbe) {
        self.layout = layout
        self.document = document
        self.probe = probe
        finds = Array(repeating: nil, count: layout.merge.columns.count)
    }

    /// What a column finds.
    mutating func find(_ column: Int) throws(StoreError) -> Find {
        if let known = finds[column] { return known }
        let merged = layout.merge.columns[column]
        var find = Find()
        for (index, pointer) in merged.pointers.enumerated() {
            let value =
                if let member = layout.wholeMembers[column][index] {
                    document[member.text]
                } else {
                    document.value(at: pointer)
                }
            guard let value, value != .null else { continue }
            find.pointer = index
            find.value = value
            find.isTaken = try merged.column.type.takes(value, probe)
            break
        }
        finds[column] = find
        return find
    }

    /// Whether a member is there and no column took it whole.
    mutating func isLeft(_ member: ExactString) throws(StoreError) -> Bool {
        guard document[member.text] != nil else { return false }
        return try !isTaken(member)
    }

    private mutating func isTaken(_ member: ExactString) throws(StoreError) -> Bool {
        for column in layout.readers(of: member) {
            let find = try find(column)
            if find.isTaken, let pointer = find.pointer,
                layout.wholeMembers[column][pointer] == member
            {
                return true
            }
        }
        return false
    }

    /// The object of every member that no column took whole.
    mutating func rest() throws(StoreError) -> JSONObject {
        var rest = JSONObject()
        for (key, value) in document where try !isTaken(ExactString(key)) {
            rest[key] = value
        }
        return rest
    }
}
