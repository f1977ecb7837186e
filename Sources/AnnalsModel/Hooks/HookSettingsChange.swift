/// What it takes that a program for coding tells of its work: a change of the file in which it is
/// told which hooks to call.
public struct HookSettingsChange: Sendable, Hashable {
    /// The program: `claude-code`, `codex` or `cursor`.
    public var hook: String
    /// Path of the file.
    public var path: String
    /// The text of the file; nil where there is none.
    public var before: String?
    /// The text that it has with the change.
    public var after: String
    /// Whether the file was written.
    public var isWritten: Bool

    /// Whether anything changes.
    public var isChange: Bool { !(before ?? "").hasSameBytes(as: after) }

    /// Puts a change together.
    public init(
        hook: String, path: String, before: String?, after: String, isWritten: Bool = false
    ) {
        self.hook = hook
        self.path = path
        self.before = before
        self.after = after
        self.isWritten = isWritten
    }
}
