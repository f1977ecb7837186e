import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Values that should not be in a log.
///
/// They are put together here, so that no scanner of repositories takes this file for a leak.
@Suite(.storesChecked) struct SecretTests {
    private static let digits = "0123456789abcdefABCDEF0123456789abcdefABCDEF"
    private static func some(_ count: Int) -> String { String(digits.prefix(count)) }
    private static let base64 = "eyJ" + some(30)

    private static let secrets: [(name: String, text: String)] = [
        ("aws-access-key", "AKIA" + "IOSFODNN7ABCDEFG"),
        ("github-token", "ghp_" + some(36)),
        ("github-token", "github_pat_" + some(30)),
        ("anthropic-key", "sk-ant-" + "api03-" + some(30)),
        ("openai-key", "sk-" + "proj-" + some(40)),
        ("openai-key", "sk-" + some(44)),
        ("google-api-key", "AIza" + some(35)),
        ("slack-token", "xoxb-" + "123456789012-" + some(24)),
        ("jwt", base64 + "." + base64 + "." + some(43)),
        ("stripe-key", "sk_live_" + some(24)),
        ("npm-token", "npm_" + some(36)),
        ("gitlab-token", "glpat-" + some(20)),
    ]

    /// A value in quotes ends with them, whatever is escaped in it.
    @Test func aPasswordIsTakenOutWhole() {
        for tail in [#"\"er2"#, #"\\er2"#, #"\u00e9er2"#, #"\/er2"#] {
            let text = #"{"password": "hunter2hunt\#(tail)tail", "a": 1}"#
            let redacted = SecretScanner.redact(Array(text.utf8))
            #expect(
                String(decoding: redacted.bytes, as: UTF8.self)
                    == #"{"password": "[redacted:password]", "a": 1}"#)
        }
        // In a text of JSON within JSON the quote is escaped itself.
        let nested = #"{"log": "{\"password\": \"hunter2hunter2\", \"a\": 1}"}"#
        let redacted = SecretScanner.redact(Array(nested.utf8))
        #expect(
            String(decoding: redacted.bytes, as: UTF8.self)
                == #"{"log": "{\"password\": \"[redacted:password]\", \"a\": 1}"}"#)
    }

    @Test(arguments: secrets.indices)
    func aValueIsKnownByItsForm(index: Int) {
        let (name, secret) = Self.secrets[index]
        for text in [
            secret, "key: \(secret)\n", "{\"a\": \"\(secret)\"}", "say \"\\n\(secret)\\n\"",
            "(\(secret)), and more",
        ] {
            let found = SecretScanner.secrets(in: Array(text.utf8))
            #expect(found.map(\.name) == [name], "\(text)")
            let redacted = SecretScanner.redact(Array(text.utf8))
            #expect(
                String(decoding: redacted.bytes, as: UTF8.self)
                    == text.replacing(secret, with: "[redacted:\(name)]"))
            #expect(redacted.counts == [name: 1])
            #expect(SecretScanner.secrets(in: redacted.bytes).isEmpty)
        }
        #expect(SecretScanner.secrets(in: Array("x\(secret)".utf8)).isEmpty)
    }

    @Test(arguments: [
        ("password", "password = s3cr3t-Pa55w0rd!", "s3cr3t-Pa55w0rd!"),
        ("password", #"{"db_password": "correct7horse"}"#, "correct7horse"),
        ("password", "DB_PASSWD='hunter2hunter'", "hunter2hunter"),
        ("password", #""{\"password\": \"hunter2hunter\"}""#, "hunter2hunter"),
        ("token", "api_key: 9f8e7d6c5b4a39281706", "9f8e7d6c5b4a39281706"),
        ("token", #"apiKey := "q7w8e9r0t1y2u3i4o5p6""#, "q7w8e9r0t1y2u3i4o5p6"),
        (
            "url-password", "postgres://fleet:hunter2hunter@db.local/annals", "hunter2hunter"
        ),
    ])
    func aValueIsKnownByItsName(name: String, text: String, value: String) {
        let found = SecretScanner.secrets(in: Array(text.utf8))
        #expect(found.map(\.name) == [name])
        #expect(
            String(decoding: SecretScanner.redact(Array(text.utf8)).bytes, as: UTF8.self)
                == text.replacing(value, with: "[redacted:\(name)]"))
    }

    /// Of a member in quotes a short value is enough, and an ordinary word is none.
    @Test(arguments: [
        (#"{"password": "hunter2"}"#, ["password"]),
        (#"{"password": "Tr0ub4dor&3"}"#, ["password"]),
        (#"{"db_password": "correcthorse"}"#, ["password"]), (#"pwd = "s3same""#, ["password"]),
        (#"{"api_key": "abc123def456"}"#, ["token"]), (#"{"token": "s3cr3t-t0ken"}"#, ["token"]),
        (#"{"auth": {"secret": "q7w8e9r0"}}"#, ["token"]), (#"token = 'a1b2c3d4e5'"#, ["token"]),
        (#"{"password": "required"}"#, []), (#"{"password": "string"}"#, []),
        (#"{"password": "DB_PASSWORD"}"#, []), (#"{"password": "env:DB_PASS1"}"#, []),
        (#"{"password": ""}"#, []), (#"{"password": "***"}"#, []),
        (#"{"password": "changeme"}"#, []), (#"{"password": "${VAR}"}"#, []),
        (#"{"password": null, "a": "q7w8e9r0"}"#, []), (#"{"token": "session-12"}"#, []),
        (#"{"token": "word2"}"#, []), (#"{"api_key": "env:KEY_2026"}"#, []),
        (#"{"max_tokens": 4000, "token_count": "q7w8e9r0"}"#, []),
        (#"{"secret": "vault:fleet/a1"}"#, []), (#"{"token": "deliverables"}"#, []),
        ("password: hunter2", []), ("the token: session1 is over", []),
    ])
    func aMemberIsKnownByItsName(text: String, names: [String]) {
        #expect(SecretScanner.secrets(in: Array(text.utf8)).map(\.name) == names)
    }

    @Test(arguments: [
        "password: changeme123", "password = ${DB_PASSWORD}", "password: <your password>",
        #"{"token_count": 123456789012345678}"#, "max_tokens: 4096", "secret: true",
        "the password: ask the captain for it", "password = os.environ['DB1']",
        "https://example.com/a:b@c", "sk-learn-is-a-library-with-a-long-name-and-more-words",
        "token: abcdefghijklmnopqrstuvwxyz", #"{"password": "********1a"}"#, "AKIA",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "eyJhbGci.eyJ",
        "password_file: /run/secrets/db1", #""secret": "[redacted:token]""#, "task_AKIAX",
        "http://user:pass@host/", "next_token=", "api_key=",
    ])
    func nothingIsFound(text: String) {
        #expect(SecretScanner.secrets(in: Array(text.utf8)).isEmpty)
    }

    @Test func aPrivateKeyIsRedactedWhole() {
        let begin = "-----BEGIN " + "RSA PRIVATE KEY-----"
        let end = "-----END " + "RSA PRIVATE KEY-----"
        for newline in ["\n", "\r\n", "\\n"] {
            let block = [begin, Self.some(40), Self.some(40), end].joined(separator: newline)
            let text = "before\n\(block)\nafter"
            #expect(
                String(decoding: SecretScanner.redact(Array(text.utf8)).bytes, as: UTF8.self)
                    == "before\n[redacted:private-key]\nafter")
        }
        // Cut off, it ends with what looks like it.
        let cut = "a \(begin)\n\(Self.some(40))\n"
        #expect(
            String(decoding: SecretScanner.redact(Array(cut.utf8)).bytes, as: UTF8.self)
                == "a [redacted:private-key]")
    }

    @Test func bytesThatAreNoTextAreLeftAlone() {
        #expect(SecretScanner.secrets(in: [0] + Array(Self.secrets[0].text.utf8)).isEmpty)
    }

    // MARK: In a workspace

    @Test func aSecretIsAFindingWithoutItsValue() throws {
        let workspace = try Workspace()
        let secret = Self.secrets[0].text
        try workspace.write("é\nkey \(secret)\n", to: "notes.md")
        let findings = try workspace.importAnew().findings
        #expect(findings.map(\.kind) == [.secret])
        #expect(findings.first?.line == 2)
        #expect(findings.first?.column == 5)
        #expect(findings.first?.message.contains("aws-access-key") == true)
        #expect(findings.first?.message.contains(secret) == false)
    }

    @Test func redactedValuesNeverReachTheStore() throws {
        let workspace = try Workspace()
        let secret = Self.secrets[0].text
        let path = "agent_workspaces/Agent-1/status.json"
        try workspace.write(#"{"status": "\#(secret)", "n": 1}"#, to: path)
        func folder() throws -> WorkspaceFolder {
            try WorkspaceFolder(workspace.path, storePath: workspace.storePath, redacts: true)
        }
        let first = try WorkspaceCapture(workspace.log).capture(folder())
        #expect(
            first.redactions == [
                WorkspaceRedaction(path: path, name: "aws-access-key", count: 1)
            ])
        #expect(first.findings.isEmpty)
        #expect(try workspace.document("agent/Agent-1")?["status"] == "[redacted:aws-access-key]")
        #expect(try workspace.document("file/\(path)")?["redacted"] == ["aws-access-key": 1])
        #expect(try !workspace.events().contains { "\($0.change.data)".contains(secret) })
        #expect(try WorkspaceCapture(workspace.log).capture(folder()).events == 0)
        #expect(try WorkspaceCapture(workspace.log).check(folder()).isSame)
        let out = workspace.place.path("out")
        let export = try WorkspaceExport(workspace.log).write(to: out, at: workspace.head())
        #expect(export.redacted == [path])
        // The next version has none, and does not say that it has.
        try workspace.write(#"{"status": "fine", "n": 1}"#, to: path)
        _ = try WorkspaceCapture(workspace.log).capture(folder())
        #expect(try workspace.document("file/\(path)")?["redacted"] == nil)
    }

    @Test func onlyNewFindingsAreListed() throws {
        let workspace = try Workspace()
        try workspace.write("{", to: "a.json")
        let capture = {
            try WorkspaceCapture(workspace.log).capture(
                workspace.folder(), listsAllFindings: false)
        }
        #expect(try capture().findings.map(\.path) == ["a.json"])
        try workspace.write("{", to: "b.json")
        try workspace.write(" {", to: "a.json")
        let second = try capture()
        #expect(second.findings.map(\.path) == ["b.json"])
        #expect(second.findingsBefore == 1)
        let third = try capture()
        #expect(third.findings.isEmpty)
        #expect(third.findingsBefore == 2)
        #expect(try workspace.importAnew().findings.count == 2)
    }
}
