/// Who did it: a name and a kind.
///
/// A name is 1 to 255 bytes of UTF-8 without control characters, and not only blanks: an audit
/// trail whose "who" is empty answers nothing. Names are equal if their bytes are.
public struct Actor: Sendable {
    /// The name, for example `Agent-3`.
    public let name: String
    /// What sort of actor bears the name.
    public let kind: Kind

    /// What sort of actor did something.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A program that decides for itself; the kind where none is given.
        case agent
        /// A person.
        case human
        /// A program that does as it is told.
        case service
        /// Annals itself, or the machinery around it.
        case system

        /// Reads a kind.
        ///
        /// - Throws: ``StoreError/Code/invalidArgument`` if the text is none of the four.
        public init(_ text: String) throws(StoreError) {
            guard let kind = Kind(rawValue: text) else {
                throw StoreError(
                    .invalidArgument,
                    "\(text.quotedForMessage) is no kind of actor: write agent, human, service "
                        + "or system")
            }
            self = kind
        }
    }

    /// Creates an actor.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if the name breaks the grammar.
    public init(_ name: String, kind: Kind = .agent) throws(StoreError) {
        try NameRules.checkFreeText(name, "the actor", bytesMax: Limits.actorBytesMax)
        if name.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            throw StoreError(.invalidName, "the actor is blank: say who does it")
        }
        self.name = name
        self.kind = kind
    }
}

extension Actor: Hashable, CustomStringConvertible {
    /// Whether kind and the bytes of the names are the same.
    public static func == (left: Actor, right: Actor) -> Bool {
        left.kind == right.kind && left.name.hasSameBytes(as: right.name)
    }

    /// Feeds kind and name to the hasher.
    public func hash(into hasher: inout Hasher) {
        name.hashBytes(into: &hasher)
        hasher.combine(kind)
    }

    /// The name alone.
    public var description: String { name }
}
