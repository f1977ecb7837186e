import AnnalsTesting
import Foundation
import Testing

/// The properties of every fuzz target hold for its corpus and for what is like it.
@Suite(.storesChecked) struct FuzzTests {
    private static let names = FuzzTargets.all.map { $0.name }
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Corpora")

    private static func target(_ name: String) throws -> any FuzzTarget.Type {
        try #require(FuzzTargets.named(name))
    }

    /// The files of a target's corpus, in the order of their names.
    private static func corpus(_ name: String) throws -> [(file: String, bytes: [UInt8])] {
        let folder = folder.appending(path: name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            (file: $0, bytes: Array(try Data(contentsOf: folder.appending(path: $0))))
        }
    }

    @Test func everyTargetHasACorpus() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(folders.sorted() == Self.names.sorted())
        #expect(Self.names == Self.names.sorted())
    }

    @Test(arguments: names) func corpusHolds(name: String) throws {
        let target = try Self.target(name)
        for (file, bytes) in try Self.corpus(name) {
            #expect(throws: Never.self, "\(name)/\(file)") { try target.run(bytes) }
        }
        for (number, bytes) in try target.samples().enumerated() {
            #expect(throws: Never.self, "sample \(number) of \(name)") { try target.run(bytes) }
        }
    }

    @Test(arguments: names) func mutationsHold(name: String) throws {
        let target = try Self.target(name)
        let inputs = try target.samples() + Self.corpus(name).map(\.bytes)
        // A thousand of each, in the long tests ten thousand.
        let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil
        try checkProperty(times: isLong ? 250 : 25) { random in
            for _ in 0..<40 {
                let bytes = random.mutated(random.element(of: inputs))
                #expect(throws: Never.self, "\(name): \(Data(bytes).base64EncodedString())") {
                    try target.run(bytes)
                }
            }
        }
    }
}
