import Annals
import AnnalsModel

/// Shows events for people, each with what it changed: `log --patch`.
final class PatchedEvents: EventWriter {
    private let store: Store
    private let output: Output
    private let marksWords: Bool
    private var isFirst = true

    init(_ store: Store, _ output: Output, marksWords: Bool) {
        (self.store, self.output, self.marksWords) = (store, output, marksWords)
    }

    /// Shows an event: what it is, who did it and why, and what it changed.
    func write(_ event: Event) throws {
        let screen = output.screen
        if !isFirst { try output.writeLine("") }
        isFirst = false
        let title = "\(event.position) \(event.type.name) \(event.stream)".terminalSafe
        try output.writeLine(screen.styled(title, .bold))
        try output.writeLine(
            "\(event.recordedAt.short) UTC by \(event.actor.name.terminalSafe)"
                + " (\(event.actor.kind.rawValue)), cycle \(event.cycle)")
        if let reason = event.reason {
            for line in reason.unicodeScalars.split(separator: "\n") {
                try output.writeLine("    \(String(line).terminalSafe)")
            }
        }
        if event.isErased {
            try output.writeLine("(erased)")
        } else if event.isFact {
            try output.writeLine("  context \(Cell(.object(event.context)).text)")
        } else if let difference = try store.difference(by: event.position) {
            try ChangedValues(output: output, marksWords: marksWords).write(difference)
        } else {
            try output.writeLine("(nothing changed)")
        }
    }

    /// Shows what has come so far.
    func flush() throws {
        try output.flush()
    }

    /// Ends the result.
    func finish(isExplained: Bool) throws {
        try output.flush()
    }
}
