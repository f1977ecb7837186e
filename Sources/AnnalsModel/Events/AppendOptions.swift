/// How one call appends.
public struct AppendOptions: Sendable {
    /// Whether a row that a projection's table refuses becomes a row of `projection_failures`
    /// instead of refusing the append.
    public var isLenient = false
    /// Whether a cycle may be opened that lies more than `Limits.cycleJumpMax` after the current.
    public var allowsJump = false
    /// Whether a repeated id must come with the same cycle; not where cycles were translated.
    public var comparesCycle = true
    /// Seconds for which the append waits for other writers before it is refused as `busy`; then
    /// nothing was stored.
    public var deadlineSeconds = Limits.appendDeadlineSeconds
    /// Whether events of the category `annals` are appended, and no others.
    package var isAdministration = false
    /// The categories that the caller reaches, empty for all: a refusal tells it nothing of events
    /// in others, and no id of one of those names a cause.
    package var categories: [CategoryPattern] = []

    /// The rules of a live append: strict, no jump.
    public init() {}

    /// For somebody who reaches some categories alone; empty for all.
    package init(for categories: [CategoryPattern]) {
        self.categories = categories
    }

    /// For the store's own events.
    package static var administration: AppendOptions {
        var options = AppendOptions()
        options.isAdministration = true
        return options
    }

    /// For imports: refused rows become failures.
    public static var lenient: AppendOptions {
        var options = AppendOptions()
        options.isLenient = true
        return options
    }
}
