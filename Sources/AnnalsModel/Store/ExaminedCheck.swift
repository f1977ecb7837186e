/// One look at a store and at what it lives on, as by somebody who is called because it does not
/// work.
public struct ExaminedCheck: Sendable, Hashable {
    /// What came of it.
    public enum State: String, Sendable, CaseIterable {
        /// As it should be.
        case ok
        /// Nothing is wrong, and somebody should know.
        case note
        /// Something keeps the store from being used, or endangers it.
        case wrong
    }

    /// What was looked at, in snake_case.
    public let name: String
    /// What came of it.
    public let state: State
    /// What was found; safe to print on a terminal.
    public let detail: String
    /// What helps.
    package let remedy: Remedy?

    /// What helps, in one sentence; nil where nothing has to be done.
    public var advice: String? { remedy?.description }

    /// Creates a check of its parts.
    package init(
        _ name: String, _ state: State, _ detail: String, remedy: Remedy? = nil
    ) {
        self.name = name
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }
}

extension ExaminedCheck {
    /// What helps, so that a program can say it in its own terms.
    package enum Remedy: Sendable, Hashable, CustomStringConvertible {
        /// Something that no verb does.
        case words(String)
        /// Make a store.
        case createStore
        /// Go through the whole log.
        case verify
        /// Put a backup in the place of the store.
        case restore
        /// Make a backup.
        case backUp
        /// Verify the last backup.
        case verifyBackup(String)
        /// Make an index of the text again.
        case renewIndex(String)
        /// See what projections refused.
        case listRefused
        /// Erase again, so that the steps that are left are done.
        case finishErasure
        /// Sign a checkpoint.
        case signCheckpoint
        /// Keep on capturing a folder.
        case watchFolder(String)
        /// Store the calls of hooks that wait.
        case drainHooks

        /// The sentence in the words of the library.
        package var description: String {
            switch self {
            case .words(let words): words
            case .createStore: "Create a store there, or give another path."
            case .verify: "Verify the whole store."
            case .restore: "Verify the store, then restore a backup over it."
            case .backUp: "Make a backup."
            case .verifyBackup(let path): "Verify the backup \(path), or make another."
            case .renewIndex(let kind): "Make the index of \(kind) again."
            case .listRefused: "List the events that were refused."
            case .finishErasure: "Erase again: the steps that are left are done first."
            case .signCheckpoint: "Sign a checkpoint, and keep it elsewhere."
            case .watchFolder(let folder): "Watch the folder \(folder), or import it again."
            case .drainHooks: "Store the calls that wait."
            }
        }
    }
}
