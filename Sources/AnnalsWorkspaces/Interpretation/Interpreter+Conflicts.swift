import AnnalsModel

extension Interpreter {
    /// Documents that several files claim under different titles: they may be two things with one
    /// id.
    ///
    /// Lists in an agent's folder often word a title anew as a task goes on; that is no conflict.
    func conflicts() -> [WorkspaceFinding] {
        places.keys.filter(isContested).sorted { $0.description < $1.description }
            .compactMap(conflict)
    }

    /// The same of one document.
    func conflict(over stream: StreamName) -> WorkspaceFinding? {
        guard isContested(stream), let document = claimedDocument(of: stream) else { return nil }
        let titled = document.sources.compactMap { source in
            source.claim.members["title"]?.asString.map { (source, $0) }
        }
        guard let (first, title) = titled.first,
            let (other, otherTitle) = titled.first(where: { source, text in
                !isOfOneAgent(source.path, first.path)
                    && text.lowercasedASCII.words != title.lowercasedASCII.words
            })
        else { return nil }
        return WorkspaceFinding(
            .conflictingTitles, other.path,
            "\(stream.description.terminalSafe) is \(otherTitle.quotedForMessage) here and"
                + " \(title.quotedForMessage) in \(first.path.id.terminalSafe), which counts:"
                + " if they are two things, a rule whose ids tell them apart makes two of them")
    }

    /// Whether two files lie in one folder, which is an agent's.
    private func isOfOneAgent(_ path: WorkspacePath, _ other: WorkspacePath) -> Bool {
        path.folder == other.folder && readings[path]?.agentFolders.isEmpty == false
    }

    /// Whether more than one file speaks of a task.
    private func isContested(_ stream: StreamName) -> Bool {
        guard stream.category == "task", let places = places[stream], let first = places.first
        else { return false }
        return places.contains { $0.path != first.path }
    }
}

extension WorkspacePath {
    /// The folder that it lies in.
    fileprivate var folder: ArraySlice<String> { components.dropLast() }
}
