import AnnalsModel

extension Duration {
    /// How long to wait for a caller who says so many seconds.
    ///
    /// Less than none, and what is no number, is none; more than a clock counts is
    /// `Limits.waitSecondsMax`.
    static func wait(_ seconds: Double) -> Duration {
        .seconds(waitSeconds(seconds))
    }

    /// The same as a number of seconds.
    static func waitSeconds(_ seconds: Double) -> Double {
        seconds > 0 ? min(seconds, Limits.waitSecondsMax) : 0
    }
}
