/// Which events lose what they say.
public enum ErasureScope: Sendable, Hashable {
    /// Every event of a stream.
    case stream(StreamName)
    /// The event at one position.
    case position(Int64)
    /// Every event whose content holds a value: its bytes, also in names of members, in reasons, in
    /// context and in captured files.
    case subject(String)

    /// What the event that records an erasure calls it.
    package var word: String {
        switch self {
        case .stream: "stream"
        case .position: "position"
        case .subject: "subject"
        }
    }
}
