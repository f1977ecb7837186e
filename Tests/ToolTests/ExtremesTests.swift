import AnnalsTesting
import Foundation
import Testing

/// No number in a file is too much for any verb.
///
/// In a process of its own, because a trap would end this one.
@Suite(.storesChecked) struct ExtremesTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    /// In memory where there is room for files: nothing here is about the disk, which is slow.
    private static var environment: [String: String] {
        let memory = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: memory) ? ["TMPDIR": memory] : [:]
    }

    @Test(arguments: 0..<2)
    func everyIntegerOfAFileMayBeExtreme(share: Int) async throws {
        let folder = try TemporaryDirectory()
        let arguments = ["extremes", "--share", "\(share)", "--shares", "2"]
        let result = try await CommandLineTool.built("annals-dev").run(
            arguments + (Self.isLong ? ["--all"] : []), environment: Self.environment, in: folder,
            timeout: .seconds(Self.isLong ? 7_200 : 1_800))
        let last = result.output.split(separator: "\n").last ?? ""
        #expect(result.status == 0, "\(last): \(result.error)")
    }
}
