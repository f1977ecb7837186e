import AnnalsIntegrity
import AnnalsModel

// What is stored about the log, against the events that were sealed.

extension LogVerification {
    /// Compares everything around the events, in one state of the store.
    func compareTables(
        _ reader: LogReader, extent: (first: Int64, last: Int64, count: Int64)?, last: Int64
    ) throws {
        let tables = VerificationTables(reader.statements)
        try compareStrays(tables, extent: extent, last: last)
        // Each by itself: a table that cannot be read is no reason to pass over the others.
        let comparisons: [(String, () throws -> Void)] = [
            ("sqlite_schema", { try self.compareSchema(tables) }),
            ("head", { try self.compareHead(tables) }),
            ("tree", { try self.compareTree(tables) }),
            ("checkpoints", { try self.compareCheckpoints(reader) }),
            ("streams", { try self.reportStreams() }),
            ("names, secrets and dictionaries", { try self.compareNames(tables) }),
            ("store", { try self.compareOrigin(tables) }),
            ("erasures", { try self.compareErasures(reader, tables) }),
            ("dictionaries", { try self.compareDictionaries(reader, tables) }),
            ("cycles, tags and projections", { try self.compareDerived(reader) }),
        ]
        for (name, compare) in comparisons {
            do {
                try compare()
            } catch let error as StoreError where isDamage(error) {
                try report(
                    VerificationFinding(
                        .file, in: name, "\(name) cannot be read: \(error.message)"))
            }
        }
    }

    private func compareStrays(
        _ tables: VerificationTables, extent: (first: Int64, last: Int64, count: Int64)?,
        last: Int64
    ) throws {
        if let extent, extent.first < 1 || extent.last > last {
            let range = 1...max(1, last)
            for position in try tables.positions(outside: range, limit: Limits.verifiedStraysMax) {
                try report(
                    VerificationFinding(
                        .stray, at: position, in: "events",
                        "there is an event at position \(position), where the log has no place"))
            }
        }
    }

    // MARK: Head and tree

    private func compareHead(_ tables: VerificationTables) throws {
        guard let head = try tables.head() else {
            return try report(
                VerificationFinding(.head, in: "head", "the table head is empty"))
        }
        if head.size > frontier.size {
            try report(
                VerificationFinding(
                    .missing, at: frontier.size + 1, in: "head size",
                    "the events behind position \(frontier.size) are missing: the table head puts"
                        + " the end of the log at \(head.size)",
                    expected: String(head.size), found: String(frontier.size)))
        } else if head.size < frontier.size {
            try report(
                VerificationFinding(
                    .stray, at: max(0, head.size) + 1, in: "head size",
                    "there are events behind the end of the log, which the table head puts at"
                        + " \(head.size)",
                    expected: String(head.size), found: String(frontier.size)))
        }
        guard let stored = Frontier(serialized: head.frontier), stored.size == head.size,
            stored.root.bytes == head.root
        else {
            return try report(
                VerificationFinding(
                    .head, in: "head",
                    "size, frontier and root in the table head do not fit each other"))
        }
        if let derived = frontiers[head.size], derived != stored {
            try report(Self.otherEnd(expected: derived, found: stored))
        }
        try compareSums(head.size, head.bodyBytes, head.storedBytes, tables)
    }

    /// Names the events that lie under the first subtree of the head that is another.
    static func otherEnd(expected: Frontier, found: Frontier) -> VerificationFinding {
        var (start, rest) = (Int64(0), expected.size)
        for (left, right) in zip(expected.subtreeRoots, found.subtreeRoots) {
            let width: Int64 = 1 << (Int64.bitWidth - 1 - rest.leadingZeroBitCount)
            if left != right { break }
            start += width
            rest -= width
        }
        return VerificationFinding(
            .head, at: start + 1, in: "head",
            "the events behind position \(start) are not those whose root is stored at the end of"
                + " the log",
            expected: found.root.hex, found: expected.root.hex)
    }

    private func compareSums(
        _ size: Int64, _ bodyBytes: Int64, _ storedBytes: Int64, _ tables: VerificationTables
    ) throws {
        // Without all events the sums say nothing.
        guard order.events == size else { return }
        // A compaction or an erasure may have made bodies smaller since they were read.
        let isAsRead = storedBytes == order.storedBytes
        let storedSum = try isAsRead ? storedBytes : tables.storedBytes()
        for (column, stored, sum) in [
            ("body_bytes", bodyBytes, order.bodyBytes),
            ("stored_bytes", storedBytes, storedSum),
        ] where stored != sum {
            try report(
                VerificationFinding(
                    .head, in: "head \(column)",
                    "\(column) in the table head is not the sum of all events",
                    expected: String(sum), found: String(stored)))
        }
    }

    private func compareTree(_ tables: VerificationTables) throws {
        let size = frontier.size
        for (level, count) in try tables.treeLevels() {
            let isLevel = (1...7).contains(level)
            let wanted = isLevel ? size >> (8 * level) : 0
            if count > wanted {
                try report(
                    VerificationFinding(
                        .tree, in: "tree \(level)",
                        "the table tree has more rows of level \(level) than the events make",
                        expected: String(wanted), found: String(count)))
            }
        }
        guard isTreeKnown, counts[.seal] == nil else { return }
        for node in nodes where node.level > 1 {
            let stored = try tables.node(level: node.level, node.n)
            guard stored != node.hash else { continue }
            try report(
                VerificationFinding(
                    .seal, at: (node.n << (8 * Int64(node.level))) + 1,
                    in: "tree \(node.level) \(node.n)",
                    "a row of the table tree is missing or is not the root of the rows below it",
                    expected: node.hash.hex, found: stored?.hex))
        }
    }

    // MARK: Streams and names

    private func reportStreams() throws {
        for findings in streams {
            for finding in try findings.get() { try report(finding) }
        }
    }

    private func compareNames(_ tables: VerificationTables) throws {
        var findings: [VerificationFinding] = []
        try tables.faults { fault, place in
            findings.append(
                VerificationFinding(fault.kind, in: place.terminalSafe, fault.message))
        }
        for finding in findings { try report(finding) }
    }

    // MARK: What the store's own events say

    private func compareDerived(_ reader: LogReader) throws {
        var findings: [VerificationFinding] = []
        try derived.differences(to: reader.statements) { place, expected, found in
            findings.append(
                VerificationFinding(
                    .administration, in: place.terminalSafe,
                    "this is not what the store's own events say", expected: expected,
                    found: found))
        }
        for finding in findings { try report(finding) }
    }

    /// Compares what the file defines of the store's own with what this version defines.
    ///
    /// What belongs to no table of the store's own is left to whoever knows the projections.
    func compareSchema(_ tables: VerificationTables) throws {
        let wanted = Set(try derived.schema())
        let found = Set(
            try tables.schema().filter { row in
                Format.ownNames.contains(row.table.lowercased())
                    || Format.ownNames.contains(row.name.lowercased())
            })
        for row in wanted.subtracting(found).sorted(by: { $0.name < $1.name }) {
            try report(
                VerificationFinding(
                    .schema, in: "sqlite_schema \(row.type) \(row.name)",
                    "this version defines it, and the file does not, or otherwise"))
        }
        for row in found.subtracting(wanted).sorted(by: { $0.name < $1.name }) {
            try report(
                VerificationFinding(
                    .schema, in: "sqlite_schema \(row.type) \(row.name)".terminalSafe,
                    "the file defines it, and this version does not, or otherwise"))
        }
    }
}
