package import AnnalsModel

/// What an export wrote.
package struct ExportSummary: Sendable {
    /// Files that were written.
    package var files = 0
    /// Their bytes.
    package var bytes: Int64 = 0
    /// Symbolic links that were written.
    package var links = 0
    /// Folders that were made.
    package var folders = 0
    /// The position that was exported.
    package var position: Int64 = 0
    /// Files that differ from their captured version, because documents changed since.
    package var rendered: [Rendered] = []
    /// Files that were left out, because the documents that they are were deleted since.
    package var leftOut: [LeftOut] = []
    /// What the written files do not say of documents as the store holds them.
    package var notWritten: [NotWritten] = []
    /// Files and folders that have not all permissions that were captured.
    package var reducedModes: [ReducedMode] = []
    /// Files that could not be written, and why.
    package var refused: [Finding] = []

    /// A file that was written anew.
    package struct Rendered: Sendable {
        /// The file.
        package let path: WorkspacePath
        /// The places in it that changed, as JSON Pointers.
        package let pointers: [String]
    }

    /// A file that was not written.
    package struct LeftOut: Sendable {
        /// The file.
        package let path: WorkspacePath
        /// The document that it is.
        package let stream: StreamName
    }

    /// A value of a document that no file could be made to say.
    package struct NotWritten: Sendable {
        /// The document's stream.
        package let stream: String
        /// The place in the document; the root where it is all of it.
        package let pointer: JSONPointer
        /// Why.
        package let reason: String
    }

    /// Nothing was written yet.
    package init() {}
}
