import AnnalsLog
package import AnnalsModel

/// A document as it was after an event of the log.
package struct StoredDocument: Sendable {
    /// The document; nil if there was none.
    package let document: JSONObject?
    /// The version of its stream then; 0 before its first event.
    package let version: Int64
    /// The position that the moment named.
    package let position: Int64
}

extension Store {
    /// A stream's document at a moment, with the version of its stream, in one read.
    ///
    /// - Throws: `beyondHead`, `notFound` for the moment.
    package func storedDocument(
        _ stream: StreamName, at moment: Moment
    ) throws(StoreError) -> StoredDocument {
        try log.read { reader throws(StoreError) in
            let position = try reader.position(of: moment)
            guard let end = try reader.end(of: stream) else {
                return StoredDocument(document: nil, version: 0, position: position)
            }
            let head = try reader.head()
            let version =
                position >= head
                ? end.version : try reader.version(of: end.id, at: position, head: end.version)
            return StoredDocument(
                document: try reader.document(of: stream, at: position), version: version,
                position: position)
        }
    }

    /// Position of a version of a stream; nil if it has no such version.
    package func position(
        ofVersion version: Int64, of stream: StreamName
    ) throws(StoreError) -> Int64? {
        try log.read { reader throws(StoreError) in
            guard let end = try reader.end(of: stream) else { return nil }
            return try EventTable(reader.statements).position(
                ofStream: end.id, version: version)
        }
    }

    /// Why a stream has no document: it never was, had not begun, had ended, or has facts alone.
    ///
    /// - Parameter position: After which event there is none.
    package func absence(
        of name: StreamName, at position: Int64
    ) throws(StoreError) -> StoreError {
        let shown = name.description.quotedForMessage
        var query = EventQuery()
        query.stream = name
        guard let first = try events(query).next() else { return unknown(name) }
        if first.position > position {
            return StoreError(
                .notFound,
                "\(shown) has no document at position \(position): it begins at "
                    + "\(first.position)")
        }
        query.through = position
        query.isReversed = true
        let events = self.events(query)
        while let event = try events.next() {
            if event.isErased {
                return StoreError(
                    .notFound,
                    "\(shown) has no document at position \(position): the content of its events "
                        + "up to there was erased")
            }
            guard event.change.deleted else { continue }
            return StoreError(
                .notFound,
                "\(shown) has no document at position \(position): the event at position "
                    + "\(event.position) ended it")
        }
        return StoreError(
            .notFound,
            "\(shown) has no document at position \(position): its events say something about "
                + "acts alone, and change no document")
    }
}
