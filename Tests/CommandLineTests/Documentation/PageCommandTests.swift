import AnnalsTesting
import Foundation
import Testing

/// The commands of the pages for those who adopt Annals run as shown, and print what is shown.
@Suite(.storesChecked) struct PageCommandTests {
    private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    @Test(arguments: ["Recipes", "PersonalData", "Sizing", "Upgrading", "FAQ"])
    func commandsRun(page: String) async throws {
        let file = Self.root.appending(path: "Sources/Annals/Annals.docc/\(page).md")
        let script = PageScript(page: try String(contentsOf: file, encoding: .utf8))
        #expect(!script.blocks.isEmpty)

        let folder = try TemporaryDirectory()
        let tools = URL(filePath: folder.path("tools"))
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Self.root.appending(path: "tools/demo.d"), to: tools.appending(path: "demo.d"))
        let annals = try CommandLineTool.built().executable.deletingLastPathComponent()
        let shell = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let path = "\(annals.path(percentEncoded: false)):/usr/bin:/bin"
        let result = try await shell.run(
            ["-c", script.script], environment: ["PATH": path], in: folder)
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
        let missing = script.missing(in: result.output)
        #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
    }

    @Test func whatIsNotPrintedIsFound() {
        let page = """
            ```sh
            echo one  two
            false  # exit 1
            ```
            ```text
            one two
            ```
            ```sh
            printf '%s\\n' \\
                three four
            ```
            ```text
            th…e
            five
            ```
            """
        let script = PageScript(page: page)
        #expect(script.blocks.map(\.shown) == [["one two"], ["th…e", "five"]])
        #expect(script.script.contains("code=0; false || code=$?"))
        #expect(script.script.contains("printf '%s\\n' three four"))
        let missing = script.missing(in: "--- block 0\none two\n--- block 1\nthree\nfour\n")
        #expect(missing.count == 1)
        #expect(missing.first?.hasPrefix("five\n") == true)
    }
}
