import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Files that are no text cost in a store what they are.
@Suite("Binary content of workspaces", .storesChecked)
struct BinaryContentTests {
    /// A folder of pictures: random bytes, which nothing makes smaller.
    private struct Pictures {
        let workspace: Workspace
        private(set) var contents: [String: [UInt8]] = [:]

        /// - Parameter sizes: Bytes of each file.
        init(_ sizes: [Int], _ random: inout SeededRandom) throws {
            workspace = try Workspace()
            for (number, size) in sizes.enumerated() {
                let name = "pictures/p\(number).png"
                contents[name] = try write(size, to: name, &random)
            }
        }

        private func write(
            _ size: Int, to name: String, _ random: inout SeededRandom
        ) throws -> [UInt8] {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            try workspace.place.write(bytes, to: "fleet/\(name)")
            return bytes
        }

        /// Puts other bytes into a file; most stay as they are.
        mutating func change(_ name: String, _ random: inout SeededRandom) throws {
            guard var bytes = contents[name] else { return }
            let place = random.number(0...(bytes.count - 1))
            bytes.replaceSubrange(place..<place, with: [7, UInt8(truncatingIfNeeded: place)])
            try workspace.place.write(bytes, to: "fleet/\(name)")
            contents[name] = bytes
        }

        /// Bytes of the store, with nothing in its write-ahead log.
        func storeBytes() throws -> Int {
            try workspace.log.emptyLog()
            return try workspace.place.read("store.db").count
        }

        /// Exports the files, and compares them.
        func expectExported(_ names: some Collection<String>, to folder: String) throws {
            _ = try WorkspaceExport(workspace.log).write(
                to: workspace.place.path(folder), at: workspace.head())
            for name in names {
                let bytes = try workspace.place.read("\(folder)/\(name)")
                #expect(bytes == contents[name], "\(name)")
            }
        }

        func expectVerified() throws {
            var findings: [VerificationFinding] = []
            var watch = LogVerification.Watch()
            watch.onFinding = { findings.append($0) }
            let verification = try LogVerification(workspace.log, watch)
            try verification.run()
            try verification.compareDocuments()
            #expect(findings.isEmpty)
            #expect(try verification.events == workspace.head())
        }
    }

    @Test func costsWhatItIs() throws {
        try checkProperty { random in
            let sizes = (0..<14).map { _ in
                [random.number(400...2_000), random.number(20_000...90_000), 250_000][
                    random.number(0...2)]
            }
            // What the same files cost with hardly anything in them: paths, hashes and indexes.
            let empty = try Pictures(sizes.map { _ in 1 }, &random)
            try empty.workspace.importAnew()
            var pictures = try Pictures(sizes, &random)
            let workspace = pictures.workspace
            #expect(try workspace.importAnew().captured == sizes.count)
            let content = sizes.reduce(0, +)
            let cost = try pictures.storeBytes() - empty.storeBytes()
            #expect(cost <= content + content / 20, "\(cost) bytes for \(content)")

            let head = try workspace.head()
            #expect(try workspace.importAnew().events == 0)
            #expect(try workspace.head() == head)
            let names = pictures.contents.keys.sorted()
            try pictures.expectExported(names, to: "first")

            // A version that is nearly the one before it.
            let changed = random.element(of: names)
            try pictures.change(changed, &random)
            #expect(try workspace.importAnew().captured == 1)
            try pictures.expectVerified()
            try pictures.expectExported(names, to: "second")

            let erased = names.first { $0 != changed } ?? changed
            _ = try History(log: workspace.log).erase(
                .stream(StreamName("file/\(erased)")), includingCauses: false,
                by: Actor("maria", kind: .human), reason: "asked")
            try pictures.expectVerified()
            _ = try workspace.log.compact { _, _ in }
            try pictures.expectVerified()
            try pictures.expectExported(names.filter { $0 != erased }, to: "third")
        }
    }
}
