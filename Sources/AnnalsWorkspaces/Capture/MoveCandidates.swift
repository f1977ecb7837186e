import AnnalsModel

/// Files that are gone, by what they held: where the same bytes come up elsewhere, they moved.
///
/// Equal bytes alone are no move: a few of them are equal by chance, and where several files hold
/// them, nobody can say which of them it was unless it kept its name.
struct MoveCandidates {
    /// Files that are gone and were not yet found elsewhere, by their content.
    private var gone: [FileRecord: [WorkspacePath]] = [:]
    /// How many files held a content before, also those that are still there.
    private var holders: [FileRecord: Int] = [:]
    /// How many new files hold a content, where it was counted.
    private var arrivals: [FileRecord: Int] = [:]

    /// Paths that were not found elsewhere, in order.
    var paths: [WorkspacePath] { gone.values.joined().sorted() }

    /// Adds files that will turn out to be gone.
    ///
    /// - Parameters:
    ///   - records: All files as the store has them.
    ///   - arriving: The contents of new files, asked for those of some sizes in bytes; those of a
    ///     size that only one has may be left out.
    mutating func expect(
        _ paths: [WorkspacePath], of records: [WorkspacePath: FileRecord],
        arriving: (Set<Int>) throws -> [FileRecord]
    ) rethrows {
        for path in paths.sorted() {
            guard let record = records[path]?.withoutMode else { continue }
            gone[record, default: []].append(path)
        }
        let sizes = Set(gone.keys.lazy.map(\.size).filter { $0 >= Limits.renamedBytesMin })
        guard !sizes.isEmpty else { return }
        for record in records.values where sizes.contains(record.size) {
            holders[record.withoutMode, default: 0] += 1
        }
        for record in try arriving(sizes) { arrivals[record.withoutMode, default: 0] += 1 }
    }

    /// Adds a file that is gone, unless it is among them.
    mutating func add(_ path: WorkspacePath, _ record: FileRecord) {
        let record = record.withoutMode
        if gone[record]?.contains(path) != true { gone[record, default: []].append(path) }
    }

    /// Takes out the file that a new one at a path was before; nil if that cannot be said.
    mutating func take(_ record: FileRecord, as path: WorkspacePath) -> WorkspacePath? {
        let record = record.withoutMode
        guard record.size >= Limits.movedBytesMin, var paths = gone[record] else { return nil }
        let isOnly =
            record.size >= Limits.renamedBytesMin && paths.count == 1
            && holders[record, default: 1] == 1 && arrivals[record, default: 1] == 1
        guard let index = paths.firstIndex(where: { $0.name == path.name }) ?? (isOnly ? 0 : nil)
        else { return nil }
        let from = paths.remove(at: index)
        gone[record] = paths.isEmpty ? nil : paths
        return from
    }
}

extension FileRecord {
    /// The same content with no mode, to compare by.
    var withoutMode: FileRecord {
        FileRecord(digest: digest, size: size, mode: 0, isLink: isLink)
    }
}

extension WorkspaceFolder {
    /// The contents of new files that may be told apart only by what they hold: those of one of
    /// some sizes, and of no size that only one of them has.
    func contents(
        of new: some Sequence<(path: WorkspacePath, size: Int64)>, sizes: Set<Int>
    ) -> [FileRecord] {
        var bySize: [Int: [WorkspacePath]] = [:]
        for (path, size) in new {
            guard let size = Int(exactly: size), sizes.contains(size) else { continue }
            bySize[size, default: []].append(path)
        }
        return bySize.values.filter { $0.count > 1 }.joined().compactMap { path in
            guard case .version(let version, _, _) = read(path) else { return nil }
            return FileRecord(version)
        }
    }
}
