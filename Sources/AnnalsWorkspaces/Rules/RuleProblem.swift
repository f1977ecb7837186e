/// What is wrong with a rule file: one sentence, and where in the file.
struct RuleProblem: Error, Hashable {
    /// What is wrong and what to do.
    let message: String
    /// The way to the member that is wrong, as words: `rule 2 (inbox), members, title`.
    var place: [String] = []

    /// Wraps a sentence.
    init(_ message: String) {
        self.message = message
    }

    /// The same problem, seen from one step further out.
    func inside(_ step: String) -> RuleProblem {
        var outer = self
        outer.place.insert(step, at: 0)
        return outer
    }
}
