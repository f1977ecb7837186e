/// A moment with a name.
public struct Tag: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The position it names.
    public let moment: Int64
    /// Position of the event that set it.
    public let position: Int64

    /// Names a moment.
    package init(name: String, moment: Int64, position: Int64) {
        self.name = name
        self.moment = moment
        self.position = position
    }
}
