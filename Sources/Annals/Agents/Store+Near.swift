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

    private func hint(near category: String, _ id: String) -> String {
        guard let stream = try? StreamName(category: category, id: id) else { return "" }
        return (try? log.read { reader in reader.hint(near: stream, isWhole: false) }) ?? ""
    }
}
