import AnnalsLog
package import AnnalsModel

// Names that are near to one that nothing bears, to complete the sentence that says so.

extension Store {
    /// `, but there is "DB_002"`; empty where no id of a task is near.
    package func hint(nearTask id: String) -> String {
        hint(near: AgentTask.category, id)
    }

    /// `, but there is "forecast.json"`; empty where no key of a configuration is near.
    package func hint(nearConfiguration key: String) -> String {
        hint(near: ConfigurationEntry.category, key)
    }

    /// Says that there is no such stream, and which names are near.
    package func unknown(_ stream: StreamName) -> StoreError {
        (try? log.read { reader in reader.unknown(stream) })
            ?? StoreError(
                .notFound, "there is no stream \(stream.description.quotedForMessage)",
                remedy: .listStreams)
    }

    /// `, but there is "task.created"`; empty where no name of the kind is near.
    package func hint(near name: String, among kind: NameKind) -> String {
        let names = try? log.read { reader throws(StoreError) in
            try NameBeginnings(reader.statements).names(
                kind, beginning: "", limit: Limits.nearNamesMax)
        }
        return Spelling.hint(name, among: names ?? [])
    }

    /// Says that there is no stream of a category, and which categories are near.
    package func unknown(category: String) -> StoreError {
        (try? log.read { reader in reader.unknown(category: category) })
            ?? StoreError(
                .notFound, "there is no stream of category \(category.terminalSafe)",
                remedy: .listStreams)
    }

    /// `, but there is "/title"`; empty where no member of a stream's document is near to a place
    /// in which it has nothing.
    package func hint(nearPlace place: JSONPointer, of stream: StreamName) -> String {
        let document = try? log.read { reader throws(StoreError) in
            try reader.document(of: stream, at: reader.head())
        }
        guard let document else { return "" }
        return JSONValue.object(document).hint(near: place)
    }

    private func hint(near category: String, _ id: String) -> String {
        guard let stream = try? StreamName(category: category, id: id) else { return "" }
        return (try? log.read { reader in reader.hint(near: stream, isWhole: false) }) ?? ""
    }
}
