package import Foundation

extension UUID {
    /// Reads an id that somebody gave.
    ///
    /// - Throws: `invalidArgument` for a text that is no UUID.
    package init(given text: String) throws(StoreError) {
        guard let id = UUID(uuidString: text) else {
            throw StoreError(
                .invalidArgument,
                "the id \(text.quotedForMessage) is no UUID: write 36 characters like "
                    + "0190a2b4-7c1e-7000-8000-0123456789ab")
        }
        self = id
    }
}
