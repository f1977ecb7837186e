import AnnalsModel

/// The ids of one kind of names, each given at the first use of its name.
///
/// It knows what is in the file and what the running transaction added, and forgets the latter when
/// that is undone.
struct NameIDs<Key: Hashable> {
    private let sql: NameTable<Key>.SQL
    private var ids: [Key: Int64] = [:]
    /// What the running transaction added, in order.
    private var added: [Key] = []
    private var last: Int64 = 0
    /// The largest id before the transaction, and how much it had added by the mark.
    private var lastCommitted: Int64 = 0
    private var mark: (count: Int, last: Int64) = (0, 0)

    init(_ sql: NameTable<Key>.SQL) {
        self.sql = sql
    }

    /// The id of a name, given now if it has none.
    mutating func id(for key: Key, _ statements: StatementCache) throws(StoreError) -> Int64 {
        if let known = ids[key] { return known }
        let table = NameTable(sql, statements)
        let id: Int64
        if let found = try table.id(of: key) {
            id = found
        } else {
            try table.insert(last + 1, key)
            last += 1
            id = last
        }
        ids[key] = id
        added.append(key)
        return id
    }

    /// Forgets all names and reads the largest id, because somebody else may have written.
    ///
    /// - Throws: `corrupt` if that is no id.
    mutating func reload(_ statements: StatementCache) throws(StoreError) {
        ids = [:]
        added = []
        last = try NameTable(sql, statements).lastID()
        lastCommitted = last
        mark = (0, last)
    }

    /// Marks the start of a part of the transaction that may be undone alone.
    mutating func setMark() {
        mark = (added.count, last)
    }

    /// Forgets what was added since the mark.
    mutating func rollBackToMark() {
        for key in added[mark.count...] { ids[key] = nil }
        added.removeSubrange(mark.count...)
        last = mark.last
    }

    /// Keeps or forgets what the transaction added.
    mutating func end(committed isCommitted: Bool) {
        if isCommitted {
            lastCommitted = last
            if ids.count > Limits.cachedNamesMax { ids = [:] }
        } else {
            for key in added { ids[key] = nil }
            last = lastCommitted
        }
        added.removeAll(keepingCapacity: true)
        mark = (0, last)
    }
}
