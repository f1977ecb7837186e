import Annals
import Foundation

extension ProjectionSource {
    /// The definition in a file, whose name without `.sql` is the projection's.
    ///
    /// - Parameter store: Path of the store, whose own files are refused.
    /// - Throws: `io`, `tooLarge`, `invalidArgument` for what is no text.
    init(file: String, besides store: String) throws(StoreError) {
        self.init(
            name: URL(filePath: file).deletingPathExtension().lastPathComponent,
            text: try GivenText.text(
                "@" + file, "the definition", limit: Limits.definitionBytesMax, besides: store))
    }
}
