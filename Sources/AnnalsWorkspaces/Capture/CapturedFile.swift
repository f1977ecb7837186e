package import AnnalsModel

/// An event of a file that a capture appended.
package struct CapturedFile: Sendable {
    /// The file.
    package let path: WorkspacePath
    /// What happened to it: `captured`, `moved`, `mode-changed` or `deleted`.
    package let verb: String
    /// Bytes of the new version; nil if it has none.
    package let size: Int64?
    /// The path that it had before, if it moved.
    package let movedFrom: WorkspacePath?
    /// Who changed it.
    package let actor: Actor
    /// Position of the event.
    package let position: Int64
}

extension CaptureBatch {
    /// The events of files, if the batch is the last that was appended.
    ///
    /// - Parameter head: The log's end after it.
    func files(endingAt head: Int64) -> [CapturedFile] {
        let before = head - Int64(items.count)
        return items.enumerated().compactMap { number, item in
            guard case .file(let event) = item, event.stream.category == StreamName.fileCategory
            else { return nil }
            let data = event.change.data
            return CapturedFile(
                path: WorkspacePath(id: event.stream.id), verb: event.type.verb,
                size: data["size"]?.asInt64,
                movedFrom: data["moved_from"]?.asString.map { WorkspacePath(id: $0) },
                actor: event.actor, position: before + Int64(number) + 1)
        }
    }
}
