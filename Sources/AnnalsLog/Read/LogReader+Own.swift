package import AnnalsModel

extension LogReader {
    /// Where the events of one of the store's own streams are, in order.
    ///
    /// - Parameters:
    ///   - id: Of the stream, in the category `annals`.
    ///   - position: Only events after it.
    package func places(ofOwn id: String, after position: Int64 = 0) throws(StoreError)
        -> [EventPlace]
    {
        let stream = try StreamName(category: StreamName.ownCategory, id: id)
        guard let end = try end(of: stream) else { return [] }
        return try EventTable(statements).places(ofStream: end.id)
            .filter { $0.position > position }
    }
}
