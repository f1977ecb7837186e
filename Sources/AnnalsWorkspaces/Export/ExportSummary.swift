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
    /// Changes of documents that no file can say.
    package var notWritten: [NotWritten] = []
    /// Files that could not be written, and why.
    package var refused: [Finding] = []

    /// A file that was written anew.
    package struct Rendered: Sendable {
        /// The file.
        package let path: WorkspacePath
        /// The places in it that changed, as JSON Pointers.
        package let pointers: [String]
    }

    /// A change of a document that no file can say.
    package struct NotWritten: Sendable {
        /// The document.
        package let stream: String
        /// Why.
        package let reason: String
    }

    /// Nothing was written yet.
    package init() {}
}
