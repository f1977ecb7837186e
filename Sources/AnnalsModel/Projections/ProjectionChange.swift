/// What became of the definition that was to be installed.
public enum ProjectionChange: String, Sendable, Hashable, CaseIterable {
    /// It is new.
    case added
    /// It replaces another of its name.
    case changed
    /// The store had exactly this one.
    case unchanged
}
