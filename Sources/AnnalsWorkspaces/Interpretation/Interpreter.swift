import AnnalsModel

/// What a set of files says, kept up to date as files change.
///
/// The documents are a function of the files alone: of the last version of each that could be read.
/// A change of some files combines anew only the documents that these files, before or after,
/// speak of.
struct Interpreter {
    /// What the files say, each by its path.
    private(set) var readings: [WorkspacePath: FileReading] = [:]
    /// The places that speak of a document.
    private(set) var places: [StreamName: Set<Place>] = [:]
    /// The number of files in each agent's folder, and the folders that are known to exist.
    private var folders: [ExactString: KnownFolder] = [:]

    private struct KnownFolder {
        var files: Int
        let path: String
    }

    /// A claim: the file and its number there.
    struct Place: Hashable {
        let path: WorkspacePath
        let index: Int
    }

    /// What a change of files does to one document.
    struct DocumentChange: Equatable {
        /// The document.
        let stream: StreamName
        /// What the files said of it before; nil if nothing.
        let before: JSONObject?
        /// What they say of it now; nil if nothing.
        let after: JSONObject?
        /// Whether they said no more before than that it exists, if that.
        let wasSilent: Bool
        /// Whether they say no more now than that it exists, if that.
        let isSilent: Bool
        /// The last of the changed files that speaks of it, before or after.
        let cause: WorkspacePath
        /// What they said when they last spoke of it, where they were silent since and the document
        /// stayed without them.
        var remembered: JSONObject?

        /// Whether the files speak of it again.
        var isReturn: Bool { wasSilent && !isSilent }
        /// Whether the files stop to speak of it.
        var isWithdrawal: Bool { !wasSilent && isSilent }
    }

    /// Replaces what some files say.
    ///
    /// - Parameter updates: Files and what they say now; nil for a file that is gone.
    /// - Returns: The documents that differ, in the order in which the files name them.
    mutating func apply(
        _ updates: [(path: WorkspacePath, reading: FileReading?)]
    ) -> [DocumentChange] {
        var order: [StreamName] = []
        var causes: [StreamName: WorkspacePath] = [:]
        func note(_ stream: StreamName, _ path: WorkspacePath) {
            if causes.updateValue(path, forKey: stream) == nil { order.append(stream) }
        }
        for (path, reading) in updates {
            let streams = Self.streams(of: readings[path]) + Self.streams(of: reading)
            for stream in streams { note(stream, path) }
        }
        let before = order.map { claimedDocument(of: $0) }
        for (path, reading) in updates { replace(path, reading) }
        var changes: [DocumentChange] = []
        for (stream, before) in zip(order, before) {
            let after = claimedDocument(of: stream)
            let (said, says) = (before?.document(), after?.document())
            guard said != says, let cause = causes[stream] else { continue }
            changes.append(
                DocumentChange(
                    stream: stream, before: said, after: says,
                    wasSilent: before?.isWeak ?? true, isSilent: after?.isWeak ?? true,
                    cause: cause))
        }
        return changes
    }

    /// The document that the files make of a stream; nil if none speaks of it.
    func document(of stream: StreamName) -> JSONObject? {
        claimedDocument(of: stream)?.document()
    }

    /// What the files claim of a stream, the strongest first; nil if none speaks of it.
    func claimedDocument(of stream: StreamName) -> ClaimedDocument? {
        var sources: [ClaimedDocument.Source] = []
        for place in places[stream] ?? [] {
            guard let claim = readings[place.path]?.claims[place.index] else { continue }
            sources.append(ClaimedDocument.Source(path: place.path, claim: claim))
        }
        if stream.category == "agent", let folder = folders[ExactString(stream.id)] {
            let claim = Claim(stream: stream, rank: .folder, kind: "folder")
            let path = WorkspacePath(id: folder.path)
            sources.append(ClaimedDocument.Source(path: path, claim: claim))
        }
        return sources.isEmpty ? nil : ClaimedDocument(sources)
    }

    /// All documents that the files speak of, in no particular order.
    var streams: [StreamName] {
        let agents = folders.keys.compactMap { try? StreamName(category: "agent", id: $0.text) }
        return Array(Set(places.keys).union(agents))
    }

    // MARK: The index

    private static func streams(of reading: FileReading?) -> [StreamName] {
        guard let reading else { return [] }
        let agents = reading.agentFolders.compactMap {
            try? StreamName(category: "agent", id: $0.agent)
        }
        return agents + reading.claims.map(\.stream)
    }

    private mutating func replace(_ path: WorkspacePath, _ reading: FileReading?) {
        if let old = readings.removeValue(forKey: path) {
            for (index, claim) in old.claims.enumerated() {
                places[claim.stream]?.remove(Place(path: path, index: index))
                if places[claim.stream]?.isEmpty == true { places[claim.stream] = nil }
            }
            for folder in old.agentFolders { count(folder, -1) }
        }
        guard let reading else { return }
        for (index, claim) in reading.claims.enumerated() {
            places[claim.stream, default: []].insert(Place(path: path, index: index))
        }
        for folder in reading.agentFolders { count(folder, 1) }
        readings[path] = reading
    }

    private mutating func count(_ folder: RuleBook.AgentFolder, _ step: Int) {
        let key = ExactString(folder.agent)
        var known = folders[key] ?? KnownFolder(files: 0, path: folder.path)
        known.files += step
        folders[key] = known.files > 0 ? known : nil
    }
}
