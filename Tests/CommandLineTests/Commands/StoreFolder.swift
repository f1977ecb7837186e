import AnnalsTesting
import Foundation
import Testing

/// A folder with a new store `annals.db`, and the program to work on it as `Agent-1`.
struct StoreFolder {
    let folder: TemporaryDirectory
    private let annals: CommandLineTool

    /// Makes the folder, and the store unless none is wanted.
    init(hasStore: Bool = true) async throws {
        folder = try TemporaryDirectory()
        annals = try CommandLineTool.built()
        if hasStore {
            let made = try await run("init", "--origin", "test")
            #expect(made.status == 0, "\(made.error)")
        }
    }

    /// Runs the program in the folder.
    @discardableResult
    func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> CommandResult {
        try await run(arguments, input: input, environment: environment)
    }

    /// Runs the program in the folder.
    @discardableResult
    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> CommandResult {
        try await annals.run(
            arguments, input: Array(input.utf8),
            environment: ["ANNALS_ACTOR": "Agent-1"].merging(environment) { $1 }, in: folder)
    }

    /// Starts the program in the folder and leaves it running.
    func start(_ arguments: String...) throws -> RunningCommand {
        try start(arguments)
    }

    /// Starts the program in the folder and leaves it running.
    func start(_ arguments: [String]) throws -> RunningCommand {
        try annals.start(arguments, environment: ["ANNALS_ACTOR": "Agent-1"], in: folder)
    }

    /// Runs the program and expects it to succeed without a word on standard error.
    @discardableResult
    func succeed(
        _ arguments: String..., input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await run(arguments, input: input)
        #expect(result.status == 0, "\(result.error)", sourceLocation: sourceLocation)
        #expect(result.error.isEmpty, sourceLocation: sourceLocation)
        return result.output
    }

    /// Runs the program and expects one sentence on standard error, an exit code, and nothing on
    /// standard output.
    ///
    /// - Returns: The sentence, without `annals: ` and the end of the line.
    func refuse(
        _ arguments: String..., input: String = "", environment: [String: String] = [:],
        code: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await refuse(
            arguments, input: input, environment: environment, code: code,
            sourceLocation: sourceLocation)
    }

    /// Runs the program and expects the same.
    func refuse(
        _ arguments: [String], input: String = "", environment: [String: String] = [:],
        code: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await run(arguments, input: input, environment: environment)
        #expect(result.status == code, sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        let lines = result.error.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "", "\(result.error)")
        let sentence = try #require(
            lines.first?.hasPrefix("annals: ") == true ? lines.first?.dropFirst(8) : nil,
            "\(result.error)", sourceLocation: sourceLocation)
        #expect(!sentence.unicodeScalars.contains { $0.value < 0x20 })
        return String(sentence)
    }

    /// Runs a statement of SQL on a store of the folder behind the program's back.
    func tamper(
        _ sql: String, in name: String = "annals.db",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let result = try await python.run(
            "-c",
            """
            import sqlite3, sys
            def flip(body): return bytes([body[0] ^ 1]) + body[1:]
            store = sqlite3.connect(sys.argv[1])
            store.create_function("flip", 1, flip)
            store.execute(sys.argv[2])
            store.commit()
            store.close()
            """, name, sql, in: folder)
        try #require(result.status == 0, "\(result.error)", sourceLocation: sourceLocation)
    }

    /// Changes a byte of the body of event 8 of a store in the folder.
    func damageBody(in name: String = "annals.db") async throws {
        try await tamper("UPDATE events SET body = flip(body) WHERE position = 8", in: name)
    }

    /// Position of the last event.
    func head() async throws -> Int64 {
        let result = try await succeed(
            "query", "SELECT max(position) AS head FROM event_log", "--format", "csv")
        let lines = result.split(whereSeparator: \.isNewline)
        return Int64(lines.last ?? "") ?? 0
    }
}
