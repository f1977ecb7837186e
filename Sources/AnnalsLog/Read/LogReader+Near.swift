package import AnnalsModel

extension LogReader {
    /// What completes a sentence that says that there is no such stream: the nearest names of its
    /// category; empty where none is near.
    ///
    /// It is made where something was refused already, so it is empty too where it cannot be read.
    ///
    /// - Parameter isWhole: Whether streams are named whole, and not by their ids alone.
    package func hint(near stream: StreamName, isWhole: Bool = true) -> String {
        let keys = try? StreamTable(statements).keys(
            ofCategory: stream.category, nearLength: stream.id.count,
            by: Spelling.editsMax(stream.id), limit: Limits.nearNamesMax)
        return Spelling.hint(stream.id, among: keys ?? []) {
            isWhole ? "\(stream.category)/\($0)" : $0
        }
    }

    /// What completes a sentence that says that no stream is of a category.
    package func hint(nearCategory name: String) -> String {
        let names = try? NameBeginnings(statements).names(
            .categories, beginning: "", limit: Limits.completedNamesMax)
        return Spelling.hint(name, among: names ?? [])
    }

    /// Says that there is no stream of a category, and which categories are near.
    package func unknown(category name: String) -> StoreError {
        StoreError(
            .notFound,
            "there is no stream of category \(name.terminalSafe)\(hint(nearCategory: name))",
            remedy: .listStreams)
    }

    /// Says that no moment has such a name, and which names are near.
    package func unknown(tag name: String) -> StoreError {
        let tags = try? AdministrationTables(statements).tags().map(\.name)
        return StoreError(
            .notFound,
            "there is no tag \(name.quotedForMessage)\(Spelling.hint(name, among: tags ?? []))",
            remedy: .listTags)
    }

    /// Says that there is no such stream, and which names are near.
    package func unknown(_ stream: StreamName) -> StoreError {
        StoreError(
            .notFound,
            "there is no stream \(stream.description.quotedForMessage)\(hint(near: stream))",
            remedy: .listStreams)
    }
}
