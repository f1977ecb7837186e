public import Foundation

/// The event that caused another.
public enum Causation: Hashable, Sendable, CustomStringConvertible {
    /// The event at a position, 1 or more.
    case position(Int64)
    /// The k-th event before in the same batch, k at least 1, counting the caller's events alone.
    case back(Int)
    /// The event with an id that its caller gave: one that is stored, or an earlier one of the same
    /// batch. What is stored is its position.
    case event(UUID)

    /// Reads a position, or `-k` for the k-th event before in the same batch.
    ///
    /// - Throws: ``StoreError/Code/invalidArgument`` if the number is 0.
    public init(_ number: Int64) throws(StoreError) {
        if number > 0 {
            self = .position(number)
        } else if number < 0, let back = Int(exactly: number.magnitude) {
            self = .back(back)
        } else {
            throw Self.refusal(of: String(number))
        }
    }

    /// Reads a position, `-k` for the k-th event before in the same batch, or the id of an event.
    ///
    /// - Throws: ``StoreError/Code/invalidArgument`` if the text is none of these.
    public init(_ text: String) throws(StoreError) {
        if let id = UUID(uuidString: text) {
            self = .event(id)
            return
        }
        guard let number = Int64(text) else { throw Self.refusal(of: text) }
        try self.init(number)
    }

    /// The causation as it is written.
    public var description: String {
        switch self {
        case .position(let position): String(position)
        case .back(let back): "-\(back)"
        case .event(let id): id.uuidString.lowercased()
        }
    }

    /// Throws ``StoreError/Code/invalidArgument`` for a number below 1.
    func validate() throws(StoreError) {
        switch self {
        case .position(let number) where number < 1: throw Self.refusal(of: description)
        case .back(let number) where number < 1: throw Self.refusal(of: description)
        case .position, .back, .event: return
        }
    }

    private static func refusal(of text: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(text.quotedForMessage) is no causation: write the position or the id of an event, "
                + "or -1 for the event before in the same batch")
    }
}
