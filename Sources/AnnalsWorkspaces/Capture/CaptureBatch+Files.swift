import AnnalsModel

extension CaptureBatch {
    /// The events of files, if the batch is the last that was appended.
    ///
    /// - Parameter head: The log's end after it.
    func files(endingAt head: Int64) -> [WorkspaceWatchReport.FileEvent] {
        let before = head - Int64(items.count)
        return items.enumerated().compactMap { number, item in
            guard case .file(let event) = item, event.stream.category == StreamName.fileCategory
            else { return nil }
            let data = event.change.data
            return WorkspaceWatchReport.FileEvent(
                path: WorkspaceMounts(mount, among: []).bareID(of: event.stream.id) ?? "",
                change: event.type.verb, size: data["size"]?.asInt64,
                movedFrom: data["moved_from"]?.asString,
                actor: event.actor, position: before + Int64(number) + 1)
        }
    }
}
