package import AnnalsModel
import Foundation

extension EventLog {
    /// Makes an index over the text of all events, or brings one up to date, while others go on.
    ///
    /// One that is damaged is made again.
    ///
    /// - Parameter goOn: Gets the position that was reached and the last one; where it throws, what
    ///   was done stays, and the next call goes on.
    /// - Throws: `readOnly` where the folder of the store cannot be written; `unsupported` for a
    ///   file of that name which is no index; `io`; what the closure throws.
    package func addSearchIndex(
        _ kind: SearchIndexKind, goOn: (Int64, Int64) throws(StoreError) -> Void
    ) throws(StoreError) -> SearchIndex {
        let path = searchIndexPath(kind)
        if try description(of: kind)?.isUsable == true,
            try SearchIndexFile.open(path, kind, writing: true)?.isIntact() == false
        {
            try SearchIndexFile.remove(path)
        }
        while true {
            // One that is not true or cannot be read is made again.
            if let known = try description(of: kind), !known.isUsable {
                try SearchIndexFile.remove(path)
            }
            let start = try read { reader throws(StoreError) in
                SearchIndexFile.State(
                    store: try StoreTable(reader.statements).hexID(),
                    erasure: try ErasureState.last(reader), position: 0, mark: "")
            }
            let index: SearchIndexFile
            if let found = try SearchIndexFile.open(path, kind, writing: true) {
                index = found
            } else {
                index = try SearchIndexFile.create(path, kind, start)
            }
            var last = try read { try $0.head() }
            let isWhole = try extend(index, through: Int64.max) { done throws(StoreError) in
                last = max(last, done)
                try goOn(done, last)
            }
            // Something was erased meanwhile: from the beginning.
            guard isWhole else { continue }
            var isFirst = true
            while try index.merge(first: isFirst) {
                isFirst = false
                try goOn(last, last)
            }
            return try description(of: kind)
                ?? SearchIndex(
                    kind: kind, position: last, head: last, bytes: 0, isUsable: false, path: path)
        }
    }

    /// Removes an index.
    ///
    /// - Returns: The one that there was; nil if there was none.
    /// - Throws: `unsupported` for a file of that name which is no index; `io`.
    package func removeSearchIndex(_ kind: SearchIndexKind) throws(StoreError) -> SearchIndex? {
        let known = try description(of: kind)
        try SearchIndexFile.remove(searchIndexPath(kind))
        return known
    }

    /// The indexes that there are.
    package func searchIndexes() throws(StoreError) -> [SearchIndex] {
        var found: [SearchIndex] = []
        for kind in SearchIndexKind.allCases {
            do throws(StoreError) {
                if let index = try description(of: kind) { found.append(index) }
            } catch {
                guard error.code == .unsupported else { throw error }
                found.append(
                    SearchIndex(
                        kind: kind, position: 0, head: try read { try $0.head() }, bytes: 0,
                        isUsable: false, path: searchIndexPath(kind)))
            }
        }
        return found
    }

    /// Removes the indexes, which hold what was erased, and makes them again without it.
    package func renewSearchIndexes(
        goOn: (Int64, Int64) throws(StoreError) -> Void
    ) throws(StoreError) {
        // Whatever is there goes before any is made again, which takes long.
        var kinds: [SearchIndexKind] = []
        for kind in SearchIndexKind.allCases
        where try SearchIndexFile.remove(searchIndexPath(kind)) {
            kinds.append(kind)
        }
        for kind in kinds { _ = try addSearchIndex(kind, goOn: goOn) }
    }

    private func description(of kind: SearchIndexKind) throws(StoreError) -> SearchIndex? {
        let path = searchIndexPath(kind)
        let state: SearchIndexFile.State?
        do {
            guard let index = try SearchIndexFile.open(path, kind, writing: false) else {
                return nil
            }
            state = try index.state()
        } catch  where error.code == .corrupt || error.code == .notAStore {
            state = nil
        }
        let isUsable = try state.map { state throws(StoreError) in try isTrue(state) } ?? false
        return SearchIndex(
            kind: kind, position: state?.position ?? 0, head: try read { try $0.head() },
            bytes: LogReader.bytes(ofFile: path), isUsable: isUsable, path: path)
    }

    // MARK: Searching

    /// An index by which a query is answered faster, brought up to date where that is little work;
    /// nil if there is none, or if it is of no use.
    ///
    /// An index is a cache: whatever goes wrong with it, the events themselves are read.
    func indexedSearch(for query: EventQuery) -> IndexedSearch? {
        // A stream or a run is short beside the log, and has its own index.
        guard query.stream == nil, query.correlation == nil else { return nil }
        if let through = query.through,
            through.subtractingReportingOverflow(query.after).partialValue
                <= Limits.searchTailMax
        {
            return nil
        }
        if let match = query.match,
            let found = try? index(.words, for: IndexExpression.words(match))
        {
            return found
        }
        guard let search = query.search, let expression = IndexExpression.trigrams(search) else {
            return nil
        }
        return try? index(.trigrams, for: expression)
    }

    private func index(
        _ kind: SearchIndexKind, for expression: String
    ) throws(StoreError) -> IndexedSearch? {
        let path = searchIndexPath(kind)
        let mayWrite = access(path, W_OK) == 0 && access(file.folder, W_OK) == 0
        guard let index = try SearchIndexFile.open(path, kind, writing: mayWrite) else {
            return nil
        }
        var state = try index.state()
        guard try isTrue(state) else {
            // What was erased must not stay in it.
            if mayWrite { try index.remove() }
            return nil
        }
        let head = try read { try $0.head() }
        if mayWrite, head - state.position > Limits.searchTailMax {
            guard try extend(index, through: state.position + Limits.searchCatchUpMax) else {
                return nil
            }
            state = try index.state()
        }
        return IndexedSearch(index, expression: expression, end: state.position)
    }

    // MARK: Taking events in

    /// Takes events into an index up to a position, or to the end of the log.
    ///
    /// - Returns: Whether all is as it was; false if something was erased meanwhile, and the index
    ///   was removed.
    private func extend(
        _ index: SearchIndexFile, through last: Int64,
        goOn: (Int64) throws(StoreError) -> Void = { _ in }
    ) throws(StoreError) -> Bool {
        while true {
            let old = try index.state()
            let piece = try read { reader throws(StoreError) in
                try Self.texts(index.kind, after: old, through: last, reader)
            }
            guard let (new, texts) = piece else {
                try index.remove()
                return false
            }
            guard new.position > old.position else { return true }
            // Where somebody else was first, it goes on from there.
            _ = try index.extend(from: old, to: new, texts)
            let erasure = try read { reader throws(StoreError) in try ErasureState.last(reader) }
            guard erasure == old.erasure else {
                try index.remove()
                return false
            }
            try goOn(new.position)
        }
    }

    /// The texts of the events after those that an index has.
    ///
    /// - Returns: What the index has then and what it takes in for that; nil if something was
    ///   erased since the index was begun.
    private static func texts(
        _ kind: SearchIndexKind, after old: SearchIndexFile.State, through last: Int64,
        _ reader: LogReader
    ) throws(StoreError) -> (SearchIndexFile.State, [(position: Int64, text: [UInt8])])? {
        guard try ErasureState.last(reader) == old.erasure else { return nil }
        let end = min(last, try reader.head(), old.position + Limits.searchIndexRowsMax)
        var texts: [(position: Int64, text: [UInt8])] = []
        var bytes = 0
        let events = EventTable(reader.statements)
        var next = old.position
        while next < end, bytes <= Limits.searchIndexBytesMax {
            let stop = min(end, next + Int64(Limits.cursorRowsMax))
            try events.forEach(after: next, through: stop) { row throws(StoreError) in
                let text = SearchText.text(
                    kind, try SearchText.names(row, reader), try reader.bodies.body(row.body))
                bytes += text.count
                texts.append((row.position, text))
            }
            next = stop
        }
        var new = old
        new.position = next
        new.mark = try events.mark(at: next)
        return (new, texts)
    }

    /// Whether an index says what the events of this store say.
    private func isTrue(_ state: SearchIndexFile.State) throws(StoreError) -> Bool {
        try read { reader throws(StoreError) in
            guard try StoreTable(reader.statements).hexID() == state.store,
                try ErasureState.last(reader) == state.erasure
            else { return false }
            return try EventTable(reader.statements).mark(at: state.position) == state.mark
        }
    }

    private func searchIndexPath(_ kind: SearchIndexKind) -> String {
        file.file + kind.suffix
    }
}
