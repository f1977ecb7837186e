/// How a workspace is watched.
public struct WatchOptions: Sendable {
    /// After how long the next cycle opens, if anything was captured in the present one.
    ///
    /// A period without a capture opens none; nil is never.
    public var cycleEvery: Duration?
    /// Who opens cycles; nil is the system's actor `workspace`.
    public var cycleActor: Actor?
    /// How long nothing must happen before what happened is captured together.
    public var quiet: Duration = .milliseconds(50)
    /// After how long it is captured even if things go on happening.
    public var longest: Duration = .milliseconds(500)
    /// Whether the folder is looked through every second or so, instead of being told by the
    /// system; for file systems that others write, such as network mounts.
    public var polls = false
    /// Whether what documents hold is written back into their files, as they change.
    public var writesBack = false
    /// How often it looks for documents to write back.
    package var writeBackEvery: Duration = .milliseconds(250)
    /// How often it looks whether all is as it should be.
    package var tick: Duration = .seconds(1)

    /// Captures soon, opens no cycles.
    public init() {}
}
