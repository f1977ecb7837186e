import AnnalsModel
import Synchronization

/// The definitions that this process has vetted, so that each text is vetted once.
///
/// What a definition says follows from its name and its text alone. Vetting one makes and drops a
/// database, which is longer than many a question about the past takes.
enum VettedDefinitions {
    /// Definitions kept: more than a store has, as a rule; beyond it all are forgotten.
    private static let countMax = 64

    private static let known = Mutex<[String: ProjectionDefinition]>([:])

    /// The definition of a name and a text.
    ///
    /// - Throws: `projectionInvalid` as `ProjectionDefinition.init`.
    static func definition(
        name: String, source: String
    ) throws(StoreError) -> ProjectionDefinition {
        let found = known.withLock { $0[name] }
        if let found, found.source.hasSameBytes(as: source) { return found }
        let made = try ProjectionDefinition(name: name, source: source)
        known.withLock { known in
            if known.count >= countMax { known = [:] }
            known[name] = made
        }
        return made
    }
}
