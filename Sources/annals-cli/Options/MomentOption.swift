import Annals
import ArgumentParser

/// At which moment to look.
struct MomentOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            As of this moment: head~3, start, cycle:12, seq:345 or 345, a time (UTC), \
            yesterday, ago:1h30m, occurred:TIME or tag:NAME (default: head).
            """, valueName: "moment"),
        completion: .stored(.moments))
    var at: String?

    /// The moment, or nil where none was given.
    func moment() throws(StoreError) -> Moment? {
        try at.map { text throws(StoreError) in try GivenMoment.read(text) }
    }
}
