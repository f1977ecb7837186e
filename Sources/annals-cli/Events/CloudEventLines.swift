import Annals
import AnnalsJSON
import ArgumentParser
import Foundation

/// Writes events as CloudEvents, one a line.
struct CloudEventLines: EventWriter {
    private let store: UUID
    private let rows: any RowWriter

    init(_ store: Store, _ renderer: Renderer) throws {
        self.store = try store.identity().id
        rows = try renderer.rows([])
    }

    func write(_ event: Event) throws {
        try rows.write(CloudEvent(event, of: store).json)
    }

    func flush() throws { try rows.flush() }

    func finish(isExplained: Bool) throws { try rows.finish() }

    /// Refuses the format where no events are written.
    static func check(_ command: any ParsableCommand) throws {
        guard !(command is LogCommand) else { return }
        for child in Mirror(reflecting: command).children {
            let group = child.value as? OptionGroup<GlobalOptions>
            guard group?.wrappedValue.format == .cloudEvents else { continue }
            throw ValidationError(
                "--format cloudevents is for events, which annals log writes: choose another here.")
        }
    }
}
