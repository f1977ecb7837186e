import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct YAMLReadingTests {
    /// The agents of a crew as CrewAI's templates have them.
    @Test func agentsOfACrew() throws {
        let text = """
            # The crew
            researcher:
              role: >
                {topic} Senior Data Researcher
              goal: >
                Uncover cutting-edge developments in {topic}
              backstory: |
                You're a seasoned researcher.
                Known for clarity.
              verbose: true
              max_iter: 25
            reporting_analyst:
              role: "Reporting Analyst"
              tools: [search, 'file ''read''']

            """
        let agents = try read(text, .yaml)
        #expect(
            agents.value == [
                "researcher": [
                    "role": "{topic} Senior Data Researcher\n",
                    "goal": "Uncover cutting-edge developments in {topic}\n",
                    "backstory": "You're a seasoned researcher.\nKnown for clarity.\n",
                    "verbose": true, "max_iter": 25,
                ],
                "reporting_analyst": [
                    "role": "Reporting Analyst", "tools": ["search", "file 'read'"],
                ],
            ])
        #expect(agents.value.asObject?.keys == ["researcher", "reporting_analyst"])
        #expect(agents.line(of: try JSONPointer("/researcher")) == 3)
        #expect(agents.line(of: try JSONPointer("/researcher/goal")) == 5)
        #expect(agents.line(of: try JSONPointer("/reporting_analyst/tools/1")) == 14)
    }

    @Test func scalarsKeepTheirSpelling() throws {
        let text = """
            a: 1.50
            b: -0
            c: 1e3
            d: 0x1F
            e: 007
            f: .5
            g: +1
            h: 1_000
            i: 2026-11-26
            j: 2026-11-26 20:05:00Z
            k: yes
            l: off
            m: ~
            n:
            o: "null"
            p: !!str 12
            q: !!int "12"
            r: True
            s: .inf
            t: !secret key
            u: 12345678901234567890123
            """
        let value = try read(text, .yaml).value
        #expect(
            value.compact == #"{"a":1.50,"b":-0,"c":1e3,"d":"0x1F","e":"007","f":".5","g":"+1","#
                + #""h":"1_000","i":"2026-11-26","j":"2026-11-26 20:05:00Z","k":"yes","l":"off","#
                + #""m":null,"n":null,"o":"null","p":"12","q":12,"r":true,"s":".inf","t":"key","#
                + #""u":12345678901234567890123}"#)
    }

    @Test func anchorsAndMergeKeysAreResolved() throws {
        let text = """
            base: &base {model: opus, retries: 3}
            other: &other {retries: 9, color: red}
            a:
              <<: *base
              retries: 5
            b:
              name: b
              <<: [*base, *other]
            c: *base
            d: [*other, &x one, *x]
            *x : two
            """
        #expect(
            try read(text, .yaml).value == [
                "base": ["model": "opus", "retries": 3],
                "other": ["retries": 9, "color": "red"],
                "a": ["model": "opus", "retries": 5],
                "b": ["name": "b", "model": "opus", "retries": 3, "color": "red"],
                "c": ["model": "opus", "retries": 3],
                "d": [["retries": 9, "color": "red"], "one", "one"],
                "one": "two",
            ])
        #expect(refusal("a: *no", .yaml) == "1:4 not YAML: no anchor above is called \"no\"")
        #expect(refusal("&a [*a]", .yaml) == "1:5 not YAML: no anchor above is called \"a\"")
    }

    @Test func severalDocumentsAreAnArray() throws {
        #expect(try read("---\na: 1\n---\n- b\n...\n", .yaml).value == [["a": 1], ["b"]])
        #expect(try read("a: 1\n---\n", .yaml).value == ["a": 1])
        #expect(try read("--- x\n", .yaml).value == "x")
        #expect(try read("# nothing\n", .yaml).value == .null)
        #expect(try read("", .yaml).value == .null)
        #expect(try read("a: 1\n---\nb:\n  - 2\n", .yaml).line(of: JSONPointer("/1/b/0")) == 4)
    }

    @Test func duplicatesAreReportedAndErrorsHavePlaces() throws {
        let text = try read("a: 1\nb:\n  é: 1\n  é: 2\na: 3\n", .yaml)
        #expect(text.value == ["a": 3, "b": ["é": 2]])
        #expect(
            text.duplicates.map { "\($0.pointer) \($0.line):\($0.column)" } == [
                "/b/é 4:3", "/a 5:1",
            ])
        #expect(
            refusal("a: b: c", .yaml)
                == "1:5 not YAML: mapping values are not allowed in this context")
        #expect(refusal("x:\n  [1, 2]: 3", .yaml) == "2:3 not YAML: a key is no text")
        #expect(refusal("a: \"open", .yaml)?.contains("not YAML: found unexpected end") == true)
        #expect(refusal("\ta: 1", .yaml)?.hasPrefix("1:1 not YAML:") == true)
    }

    /// Each line repeats the one above ten times.
    @Test func aliasesOfAliasesAreBounded() throws {
        var text = "a0: &a0 [lol, lol]\n"
        for level in 1..<30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(refusal(text, .yaml)?.contains("its aliases repeat more than") == true)
        #expect(refusal("a: &a {x: y}\nb: {? *a : 1}", .yaml)?.contains("a key is no text") == true)
        // Behind aliases, values stand deeper than the text shows.
        text = "a0: &a0 []\n"
        for level in 1..<200 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(refusal(text, .yaml)?.contains("levels of nesting") == true)
    }
}
