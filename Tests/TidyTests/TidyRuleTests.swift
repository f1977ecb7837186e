import AnnalsTesting
import Testing

/// Each rule finds what breaks it, at the right line, and nothing else.
@Suite(.storesChecked) struct TidyRuleTests {
    private func lines(
        _ rule: TidyRule, _ text: String, path: String = "Sources/Sample/Sample.swift"
    ) -> [Int?] {
        rule.check(SourceTree(files: [SourceFile(path: path, text: text)])).map(\.line)
    }

    @Test func longFiles() {
        let fits = String(repeating: "let x = 1\n", count: 400)
        #expect(lines(.fileLength, fits) == [])
        #expect(lines(.fileLength, fits + "let y = 2") == [nil])
        #expect(lines(.fileLength, fits + fits, path: "Tests/Fixtures/history.ndjson") == [])
    }

    @Test func tablesOfTheFormat() {
        let sql = "let a = \"SELECT 1\"\nlet b = \"SELECT 1 FROM events WHERE position = ?\"\n"
        #expect(lines(.oneHomeForTables, sql) == [2])
        #expect(lines(.oneHomeForTables, sql, path: "Sources/AnnalsLog/Tables/T.swift") == [])
        #expect(lines(.oneHomeForTables, sql, path: "Tests/AnnalsLogTests/T.swift") == [])
        #expect(lines(.oneHomeForTables, "// FROM agent_tasks\n  INSERT INTO tags (name)") == [2])
        let parts = "let a = \"\"\"\n    DELETE FROM\n        main.salts\n    \"\"\"\n"
        #expect(lines(.oneHomeForTables, parts) == [3])
        #expect(
            lines(.oneHomeForTables, "\"SELECT 1 FROM \"\n    + \"head, tags JOIN store\"") == [
                2, 2,
            ])
        #expect(lines(.oneHomeForTables, "CREATE TABLE IF NOT EXISTS actors (id)") == [1])
        #expect(lines(.oneHomeForTables, parts, path: "Sources/Annals/Store/S.swift") == [3])
    }

    @Test func verbsThatBlock() {
        let verbs = """
            extension Store {
                public func head() throws(StoreError) -> Int64 {
                }
                public func tag(
                    _ name: String
                ) throws {
                }
                public func close() {
                }
                func pause() {
                }
            }
            extension Moment {
                public func shown() -> String {
                }
            }
            extension Store {
                public func tag(
                    _ name: String
                ) async throws {
                }
            }
            """
        #expect(lines(.awaitedVerbs, verbs, path: "Sources/Annals/T.swift") == [2])
        #expect(lines(.awaitedVerbs, verbs, path: "Sources/AnnalsLog/T.swift") == [])
        let property = """
            extension Store {
                public var a: Int {
                    get throws { 1 }
                }
            }
            """
        #expect(lines(.awaitedVerbs, property, path: "Sources/Annals/T.swift") == [2])
    }

    @Test func wideLines() {
        let fits = "// " + String(repeating: "é", count: 97)
        #expect(lines(.lineWidth, fits) == [])
        #expect(lines(.lineWidth, "let x = 1\n\(fits)+\n") == [2])
    }

    @Test func longFunctions() {
        let body = String(repeating: "    print(1)\n", count: 68)
        let fits = "struct S {\n    func f() {\n\(body)    }\n}\n"
        #expect(lines(.functionLength, fits) == [])
        let long = "struct S {\n    func f() {\n        print(\"}\") // }\n\(body)    }\n}\n"
        #expect(lines(.functionLength, long) == [2])
        #expect(lines(.functionLength, "var x: Int {\n\(body)print(2)\nreturn 3 }") == [1])
        #expect(lines(.functionLength, "init?(a: Int = { 1 }()) {\n\(body)print(2)\n }") == [1])
        let c = "int f(void)\n{\n\(body)a();\nb();\n}\n"
        #expect(lines(.functionLength, c, path: "tools/x.c") == [2])
    }

    @Test func lengthOfRequirementsWithoutABody() {
        let protocolText = """
            protocol P {
                var a: Int { get }
                func f(_ body: () -> Void) throws -> Int
                init(x: Int)
            }
            \(String(repeating: "let x = S.init(a: 1)\n", count: 80))
            let y = f { 3 }
            """
        #expect(lines(.functionLength, protocolText) == [])
    }

    @Test func unfinishedWork() {
        #expect(lines(.nothingUnfinished, "// TO" + "DO: more\nlet x = 1") == [1])
        #expect(lines(.nothingUnfinished, "// to do: nothing\n") == [])
    }

    @Test(arguments: [
        "let a = b!", "let a = b!.c", "let a = f()!", "try! f()", "let x = y as! Int",
        "var a: String!", "let a = list[0]! + 1", "let s = \"\\(name!)\"", "fatalError(\"no\")",
    ])
    func crashes(code: String) {
        #expect(lines(.noCrashes, "\n\(code)") == [2])
        #expect(lines(.noCrashes, code, path: "Tests/Some/Tests.swift") == [])
    }

    @Test(arguments: [
        "if a != b {", "if !a {", "#if !os(Linux)", "let s = \"Hello!\"", "// done!",
        "let s = #\"a \"quoted\" word!\"#", "/* a! /* b! */ c! */ let x = 1", "f(!x, [!y])",
        "let s = \"\"\"\n    wow! \"quoted!\"\n    \"\"\"", "let s = \"\\(a ? \"x!\" : \"y!\")\"",
    ])
    func whatOnlyLooksLikeACrash(code: String) {
        #expect(lines(.noCrashes, code) == [])
    }

    @Test func emptyNames() {
        #expect(lines(.plainNames, "", path: "Sources/Annals/StringUtils.swift") == [nil])
        #expect(lines(.plainNames, "", path: "Sources/AnnalsCore/Store.swift") == [nil])
        #expect(lines(.plainNames, "let x = 1\npackage final class StoreManager {") == [2])
        #expect(lines(.plainNames, "let files = FileManager.default\nstruct Corexit {}") == [])
    }

    @Test func undocumentedDeclarations() {
        let sample = """
            /// Documented.
            @inlinable
            public func a() {}
            public struct B {
                /// Documented.
                package static let c = 1
                package private(set) var d = 2
                var e = 3
            }
            package import Foundation
            """
        #expect(lines(.documentedDeclarations, sample) == [4, 7])
    }

    @Test func undeclaredImports() {
        let target = PackageTarget(
            name: "Log", path: "Sources/Log", exclude: ["Other"], dependencies: ["Model", "GRDB"])
        let files = [
            SourceFile(
                path: "Sources/Log/A.swift",
                text: """
                    package import Foundation
                    @testable import Log
                    internal import struct Model.Event
                    // import Commented
                    let text = "import Quoted"
                    public import Codec
                    """),
            SourceFile(path: "Sources/Log/Other/B.swift", text: "import Elsewhere"),
        ]
        let findings = TidyRule.declaredImports.check(SourceTree(files: files, targets: [target]))
        #expect(findings.map(\.line) == [6])
        #expect(findings.map(\.path) == ["Sources/Log/A.swift"])
    }

    @Test func machinePaths() {
        let sample = "cd /tmp\nls /ho" + "me/someone/annals\n"
        #expect(lines(.noMachinePaths, sample, path: "docs/page.md") == [2])
    }

    @Test func findingsReadLikeACompilers() {
        let finding = TidyFinding(path: "a.swift", line: 3, message: "odd")
        #expect(finding.description == "a.swift:3: odd")
        #expect(TidyFinding(path: "a.swift", message: "odd").description == "a.swift: odd")
    }
}
