/// A part of an event's envelope that statements may name with `@`.
enum EnvelopeParameter: String, CaseIterable, Sendable {
    case position, stream, category, id, version, type, actor, kind, cycle
    case recordedAt = "recorded_at"
    case data, context

    /// All of them as a sentence's list.
    static let list = allCases.map { "@\($0.rawValue)" }.joined(separator: " ")
}
