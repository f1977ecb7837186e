import ArgumentParser
import Foundation

/// Writes the figures of a run into the documentation.
struct BenchPageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-page",
        abstract: "Write the tables and pictures of a run into the page about speed.",
        discussion: """
            A run is what 'bench --json' prints. Growth may be a run of its own: what the \
            first file lacks is taken from the others.
            """)

    @Argument(help: "Files of runs, the one that says where it was made first.")
    var runs: [String]

    @Option(help: "Folder of the page Speed.md.")
    var into: String

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("Name the file of a run.") }
    }

    func run() throws {
        let page = SpeedPage(report: try BenchReport(files: runs))
        let folder = URL(filePath: into)
        let file = folder.appending(path: "Speed.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(try page.replacing(in: text).utf8).write(to: file)
        let pictures = folder.appending(path: "Resources")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        for (name, text) in page.pictures {
            try Data(text.utf8).write(to: pictures.appending(path: name))
        }
    }
}

extension BenchReport {
    /// Reads one or more runs: what the first lacks is taken from the others.
    init(files: [String]) throws {
        let reports = try files.map { try BenchReport(json: Data(contentsOf: URL(filePath: $0))) }
        guard let first = reports.first else { throw BenchFailure("There is no run.") }
        self = first
        for other in reports.dropFirst() {
            let known = Set(contests.map(\.name))
            contests += other.contests.filter { !known.contains($0.name) }
            if footprints.isEmpty { footprints = other.footprints }
            if growth.isEmpty, !other.growth.isEmpty {
                growth = other.growth
                growthLoads = [other.machine.loadBefore, other.machine.loadAfter ?? 0]
            }
        }
    }
}
