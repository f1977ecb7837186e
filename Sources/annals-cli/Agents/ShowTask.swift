import Annals
import ArgumentParser

/// `annals task show`.
struct ShowTask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a task, now or at any moment.")

    @Argument(
        help: ArgumentHelp("The task, like DB_002.", valueName: "id"),
        completion: .stored(.tasks))
    var id: String

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        guard let task = try store.task(id, at: try moment.moment() ?? .head) else {
            throw StoreError(
                .notFound,
                "there is no task \(id.quotedForMessage)\(store.hint(nearTask: id))",
                remedy: .listTasks)
        }
        try options.renderer().row(task)
    }
}
