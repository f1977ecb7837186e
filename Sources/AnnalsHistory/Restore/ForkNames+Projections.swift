import AnnalsIntegrity
import AnnalsLog
import AnnalsModel

extension ForkNames {
    /// Copies the definitions of the projections that were installed; their tables are built
    /// afterwards.
    func copyDefinitions() throws {
        let names = try source.statements.statement(
            """
            SELECT id FROM streams
            WHERE category = '\(StreamName.ownCategory)' AND key LIKE 'projection-%'
            ORDER BY key
            """)
        var streams: [Int64] = []
        while try names.step() { streams.append(names.int64(0)) }
        for stream in streams { try copyDefinition(of: stream) }
    }

    private func copyDefinition(of stream: Int64) throws {
        let name = try source.names.stream(stream)
        guard let (_, head) = try source.end(of: name) else { return }
        let version = try source.version(of: stream, at: position, head: head)
        var installed: Event?
        try source.forEachEvent(of: stream, after: 0, through: version) { event in
            installed = event.type.verb == "projection-removed" ? nil : event
        }
        guard let data = installed?.change.data, let projection = data["name"]?.asString,
            let text = data["source"]?.asString, let event = installed
        else { return }
        let insert = try target.statement(
            """
            INSERT INTO projections (name, source, sha256, position, applied)
            VALUES (?, ?, ?, ?, -1)
            """)
        insert.bind(1, projection)
        insert.bind(2, text)
        insert.bind(3, Digest(hashing: Array(text.utf8)).bytes)
        insert.bind(4, event.position)
        try insert.run()
    }
}
