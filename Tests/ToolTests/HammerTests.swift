import AnnalsTesting
import Foundation
import Testing

/// What `annals-dev hammer` does for hours, for a moment: another seed in every run.
@Suite(.storesChecked) struct HammerTests {
    private let folder: TemporaryDirectory
    private let tool: CommandLineTool

    init() throws {
        folder = try TemporaryDirectory()
        tool = try CommandLineTool.built("annals-dev")
    }

    @Test(arguments: Seeds.next()) func everyPromiseIsKept(seed: UInt64) async throws {
        let result = try await tool.run(
            ["hammer", "--seconds", "4", "--processes", "3", "--seed", "\(seed)"], in: folder)
        #expect(result.status == 0, "\(result.output) \(result.error)")
        #expect(result.output.contains("holds every acknowledged event"))
    }

    @Test(arguments: Seeds.next()) func killedWritersLoseNothing(seed: UInt64) async throws {
        let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil
        let result = try await tool.run(
            ["hammer", "--kills", isLong ? "500" : "8", "--processes", "2", "--seed", "\(seed)"],
            in: folder, timeout: .seconds(isLong ? 1_800 : 120))
        #expect(result.status == 0, "\(result.output) \(result.error)")
        #expect(result.output.contains("after every kill"))
    }
}
