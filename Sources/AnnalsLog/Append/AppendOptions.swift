/// How one call appends.
package struct AppendOptions: Sendable {
    /// Whether a row that a projection's table refuses becomes a row of `projection_failures`
    /// instead of refusing the append.
    package var isLenient = false
    /// Whether a cycle may be opened that lies more than `Limits.cycleJumpMax` after the current.
    package var allowsJump = false
    /// Whether a repeated id must come with the same cycle; not where cycles were translated.
    package var comparesCycle = true
    /// Whether events of the category `annals` are appended, and no others.
    package var isAdministration = false

    /// The rules of a live append: strict, no jump.
    package init() {}

    /// For the store's own events.
    package static var administration: AppendOptions {
        var options = AppendOptions()
        options.isAdministration = true
        return options
    }

    /// For imports: refused rows become failures.
    package static var lenient: AppendOptions {
        var options = AppendOptions()
        options.isLenient = true
        return options
    }
}
