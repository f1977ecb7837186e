package import AnnalsModel

/// A file that has a new version, or is gone.
package struct FileChange: Sendable {
    /// Where it is.
    package var path: WorkspacePath
    /// Its new version; nil if it is gone.
    package var version: FileVersion?

    /// Puts a change together.
    package init(path: WorkspacePath, version: FileVersion?) {
        self.path = path
        self.version = version
    }
}

/// In whose name, and when by the fleet's clock, files are captured.
package struct Attribution: Sendable {
    /// Who changed the files; nil is the owner of each file's folder, and the system's actor
    /// `workspace` for files in no agent's folder.
    package var actor: Actor?
    /// Why; where the actor is inferred and nothing is given here, the events say so.
    package var reason: String?
    /// The cycle; nil is the current one.
    package var cycle: Int64?
    /// The run that it is part of.
    package var correlation: String?
    /// When files that are gone went, as a history claims.
    package var deletedAt: Timestamp?
    /// The rules that tell whose folder a file lies in.
    var rules = RuleBook.builtIn
    /// What made files change, where that is known.
    package var origins: [WorkspacePath: Origin] = [:]
    /// What a change of a document comes to, given when its file was written as far as that is
    /// known; nil where changes are as the files say.
    var review: (@Sendable (Interpreter.DocumentChange, Timestamp?) -> Interpreter.DocumentChange?)?

    /// The event that a file's change follows from.
    package struct Origin: Sendable {
        /// Its position.
        package let causation: Int64
        /// The run that it is part of.
        package let correlation: String?
        /// Who made it; nil where the file's place has to tell.
        package let actor: Actor?
        /// Why, where that is known.
        package let reason: String?

        /// Puts an origin together.
        package init(
            causation: Int64, correlation: String?, actor: Actor? = nil, reason: String? = nil
        ) {
            self.causation = causation
            self.correlation = correlation
            self.actor = actor
            self.reason = reason
        }
    }

    /// The owner of each folder, in the current cycle.
    package init(
        actor: Actor? = nil, reason: String? = nil, cycle: Int64? = nil,
        correlation: String? = nil, deletedAt: Timestamp? = nil
    ) {
        self.actor = actor
        self.reason = reason
        self.cycle = cycle
        self.correlation = correlation
        self.deletedAt = deletedAt
    }

    /// The reason of events whose actor was inferred.
    package static let inferred = "actor inferred from the folder"

    /// Who changed a file, and why as far as that can be said.
    func whoAndWhy(
        _ path: WorkspacePath, in mount: WorkspaceMount
    ) throws(StoreError) -> (Actor, String?) {
        if let origin = origins[path], let actor = origin.actor {
            return (actor, origin.reason ?? reason)
        }
        if let actor { return (actor, reason) }
        // A folder's name may be too long for an actor's, since it is percent-encoded.
        if let owner = rules.agentFolder(of: path)?.agent, let actor = try? mount.actor(owner) {
            return (actor, reason ?? Self.inferred)
        }
        return (try Actor("workspace", kind: .system), reason)
    }
}
