package import AnnalsModel

extension WorkspaceFinding {
    /// Puts a finding about a path together.
    package init(
        _ kind: Kind, _ path: WorkspacePath, line: Int? = nil, column: Int? = nil,
        _ message: String
    ) {
        self.init(kind: kind, path: path.id, line: line, column: column, message: message)
    }

    /// What is found of a name that no file or folder can have.
    init(unusable path: WorkspacePath, because problem: String) {
        self.init(
            .unusablePath, path,
            "nothing can be at this path, because \(problem): it is passed over until an event with"
                + " deleted ends its document")
    }
}

extension Array {
    /// Sorts by the bytes of paths.
    mutating func sort(byPath path: (Element) -> String) {
        sort { WorkspacePath(id: path($0)) < WorkspacePath(id: path($1)) }
    }
}
