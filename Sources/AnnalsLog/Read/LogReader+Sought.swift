import AnnalsIntegrity

extension LogReader {
    /// Gives the events of a stream between two of its versions, in order, but for those whose
    /// bodies say that they are not sought: these are opened where they lie, and nothing is made
    /// of them.
    ///
    /// - Parameters:
    ///   - stream: `streams.id`.
    ///   - after: The version after which it begins.
    ///   - through: The last version.
    ///   - isSought: Gets the plain bytes of each body, compared with its check bytes before. An
    ///     event whose body was erased is given without asking.
    /// - Throws: `corrupt`; what `body` throws.
    package func forEachRow(
        of stream: Int64, after: Int64, through: Int64,
        where isSought: (UnsafeRawBufferPointer) -> Bool, _ body: (StoredEvent) throws -> Void
    ) throws {
        var opener = BodyOpener(bodies)
        let secrets = try bodies.secrets(of: stream)
        try EventTable(statements).forEachRow(ofStream: stream, after: after, through: through) {
            let row = StandingEvent($0)
            let version = row.version
            if row.isPlain, let epoch = secrets.last(where: { $0.fromVersion <= version }) {
                // Where a salt is stored instead, the check bytes do not match, and the event goes
                // the long way.
                let salt = Salt(secret: epoch.secret, position: row.position)
                let isSought = row.withBody { blob in
                    opener.open(blob, size: row.size, dictionary: row.dictionary, salt: salt) {
                        body, _ in isSought(body)
                    }
                }
                if let isSought {
                    if isSought { try body(try row.stored()) }
                    return
                }
            }
            let stored = try row.stored()
            if let bytes = try bodies.body(stored.body), !bytes.withUnsafeBytes(isSought) { return }
            try body(stored)
        }
    }
}
