import Annals
import AnnalsModel
import ServiceLifecycle

/// Ends a server whose store was replaced by another file, such as one that was restored: the new
/// one has to be opened, which is for who opened the old one.
struct ReplacementWatch: Service {
    /// Seconds between two looks at the file's name.
    private static let lookSeconds = 0.5

    let store: Store

    /// Looks until the server ends.
    ///
    /// - Throws: `storeReplaced` once a file has been there for two looks that is another one.
    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var wasReplaced = false
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(Self.lookSeconds)) } catch { return }
                let isReplaced = store.isReplaced
                guard !(isReplaced && wasReplaced) else {
                    throw StoreError(
                        .storeReplaced,
                        "\(store.path.quotedForMessage) is another store now: open it, and serve"
                            + " it")
                }
                wasReplaced = isReplaced
            }
        }
    }
}
