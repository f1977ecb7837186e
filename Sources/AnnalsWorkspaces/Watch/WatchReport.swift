package import AnnalsModel

/// What a watch tells while it goes on.
package enum WatchReport: Sendable {
    /// So many of the files that are to be looked at in one go were read.
    case reading(files: Int, total: Int)
    /// It has caught up with the folder, which holds so many files, and watches on.
    case watching(files: Int, folders: Int)
    /// An event of a file was appended.
    case file(CapturedFile)
    /// Something was not understood or not captured.
    case finding(Finding)
    /// It opened the next cycle.
    case cycle(Receipt)
    /// Something that somebody should know: one sentence.
    case warning(String)
    /// Told once a second, and after each batch: so many files are watched.
    case alive(files: Int)
}

/// What a watch did.
package struct WatchSummary: Sendable {
    /// What was captured, and at the end what is not understood or not captured.
    package var captured = CaptureSummary()
    /// Cycles that it opened.
    package var cyclesOpened = 0
    /// Why it ended although nobody stopped it; nil if somebody did.
    package var failure: StoreError?
}

/// How a watch goes about it.
package struct WatchSettings: Sendable {
    /// How long nothing must happen before what happened is captured.
    package var quiet: Duration = .milliseconds(50)
    /// After how long it is captured all the same.
    package var longest: Duration = .milliseconds(500)
    /// How often it looks whether all is as it should be.
    package var tick: Duration = .seconds(1)
    /// After how long the next cycle opens, if anything was captured in this one; nil is never.
    package var cycleEvery: Duration?
    /// Who opens cycles.
    package var cycleActor: Actor?
    /// Whether the folder is looked through again and again, instead of watched.
    package var polls = false

    /// The usual.
    package init() {}
}
