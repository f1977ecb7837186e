import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct TOMLReadingTests {
    @Test func tablesListsAndDottedKeys() throws {
        let text = """
            # Crew
            title = "crew" # of two
            owner.name = 'Tom'
            owner."first name" = "T\\u00e9\\n"

            [servers.alpha]
            ip = "10.0.0.1"
            ports = [
              8_000, # grouped
              8001,
            ]

            [[task]]
            id = 1
            due = 1979-05-27 07:32:00Z
            [task.meta]
            x = { a = 1.50, b = [true, false], c.d = -0 }
            [[task]]
            id = 2
            [servers]
            note = \"\"\"
            one \\
              line\"\"\"
            raw = '''
            C:\\x''y'''
            """
        let toml = try read(text, .toml)
        #expect(
            toml.value.compact
                == #"{"title":"crew","owner":{"name":"Tom","first name":"Té\n"},"#
                + #""servers":{"alpha":{"ip":"10.0.0.1","ports":["8_000",8001]},"#
                + #""note":"one line","raw":"C:\\x''y"},"#
                + #""task":[{"id":1,"due":"1979-05-27 07:32:00Z","#
                + #""meta":{"x":{"a":1.50,"b":[true,false],"c":{"d":-0}}}},{"id":2}]}"#)
        #expect(toml.line(of: try JSONPointer("/servers/alpha/ports/1")) == 10)
        #expect(toml.line(of: try JSONPointer("/task/1/id")) == 19)
        #expect(toml.line(of: try JSONPointer("/servers/alpha")) == 6)
    }

    @Test func scalarsKeepTheirSpelling() throws {
        let words = [
            "+1", "1_000.5", "0xDEAD_beef", "0o755", "0b1101", "inf", "-nan", "07:32:00.999",
            "1979-05-27", "1979-05-27T00:32:00.5-07:00", "6.626e-34",
        ]
        for word in words {
            let value = try read("a = \(word)", .toml).value.asObject?["a"]
            #expect(value == (JSONNumber(literal: word).map { .number($0) } ?? .string(word)))
        }
        for word in ["yes", "1__0", "_1", "0x", "01", "1.", ".5", "1979-05-27T", "", "\"a", "a b"] {
            #expect(refusal("a = \(word)", .toml) != nil, "\(word)")
        }
    }

    @Test func whatIsGivenTwiceIsRefusedWithItsPlace() throws {
        let texts: KeyValuePairs = [
            "a = 1\na = 2": "2:1 not TOML: \"a\" is given again",
            "[a]\n[a]": "2:2 not TOML: \"a\" is given again",
            "[a.b]\n[a]\nb = 1": "3:1 not TOML: \"b\" is given again",
            "a = 1\n[a.b]": "2:2 not TOML: \"a\" is no table",
            "a = {}\n[a.b]": "2:2 not TOML: \"a\" is no table",
            "a.b = 1\na.b.c = 2": "2:3 not TOML: \"b\" is given again",
            "[[a]]\n[a]": "2:2 not TOML: \"a\" is given again",
            "a = 1 b = 2": "1:7 not TOML: a line goes on where it should end",
            "a": "1:2 not TOML: behind a key comes =",
            "[a": "1:3 not TOML: a header of a table ends in ]",
            "a = [1 2]": "1:8 not TOML: behind a value of an array comes a comma or ]",
        ]
        for (text, error) in texts { #expect(refusal(text, .toml) == error, "\(text)") }
        #expect(
            try read("[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\n", .toml).value.compact
                == #"{"a":{"b":{"x":1},"y":2,"c":{}}}"#)
        #expect(try read("", .toml).value == [:])
    }
}
