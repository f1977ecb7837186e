import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Markdown as its headings divide it.
@Suite struct MarkdownSectionsTests {
    private let story = """
        ---
        epic: 1
        ---
        <!-- made by a tool -->
        # Story 1.1: Keel #

        **Owner**: Ada
        - **Due date:** *soon*
        Note that: this is prose: it has colons
        **Bold: no label**
        Owner: again

        ## Status
        <!-- of Draft, Done -->

        **Done**

        As of today.

        ## Tasks

        - [x] One
        ### Details

        ```
        ## no heading
        ```

        Notes
        -----
        ## Status

        Second.
        """

    @Test func aTextIsTitleLabelsAndSections() throws {
        let value = try read(story, .sections).value
        #expect(value.value(at: try JSONPointer("/title")) == "Story 1.1: Keel")
        #expect(value.value(at: try JSONPointer("/meta/epic")) == 1)
        #expect(
            value.value(at: try JSONPointer("/labels")) == [
                "Owner": "Ada", "Due date": "soon", "Note that": "this is prose: it has colons",
            ])
        let sections = try #require(value.asObject?["sections"]?.asObject)
        #expect(Array(sections.keys) == ["Status", "Tasks", "Details", "Notes"])
        #expect(sections["Status"]?.asObject?["line"] == "Done")
        #expect(
            sections["Status"]?.asObject?["text"]
                == "<!-- of Draft, Done -->\n\n**Done**\n\nAs of today.")
        #expect(sections["Tasks"]?.asObject?["line"] == "- [x] One")
        #expect(sections["Details"] == ["text": "```\n## no heading\n```"])
        #expect(sections["Notes"] == ["text": ""])
        #expect(value.asObject?["items"]?.asArray?.count == 1)
        #expect(value.asObject?["body"] == nil)
    }

    @Test func whatChangesIsWrittenWhereItStands() throws {
        let edits: KeyValuePairs<String, JSONValue?> = [
            "/sections/Status/line": "Open", "/title": "Keel", "/labels/Owner": "Bo",
            "/items/0/done": false, "/meta/epic": 2,
        ]
        let result = try #require(try edit(story, .sections, edits))
        let wanted = story.replacing("**Done**", with: "**Open**")
            .replacing("# Story 1.1: Keel #", with: "# Keel #")
            .replacing("**Owner**: Ada", with: "**Owner**: Bo")
            .replacing("- [x] One", with: "- [ ] One").replacing("epic: 1", with: "epic: 2")
        #expect(result.text == wanted)
        #expect(result.changed.count == 5)
        let whole = try #require(
            try edit(story, .sections, ["/sections/Tasks/text": "None.\n\nReally none."]))
        #expect(whole.text.contains("## Tasks\n\nNone.\n\nReally none.\n### Details"))
    }

    @Test func whatCannotBeSaidIsLeft() throws {
        for (place, value) in [
            ("/title", "two\nlines"), ("/labels/New", "x"), ("/sections/Tasks/line", "## Head"),
            ("/sections/New", ["text": "x"]), ("/labels/Owner", 7), ("/sections/Notes/line", "x"),
        ] as [(String, JSONValue)] {
            let result = try #require(try edit(story, .sections, [place: value]))
            #expect(result.text == story && result.changed.isEmpty, "\(place)")
        }
    }

    @Test func aTextWithoutAnyOfThemSaysNothing() throws {
        #expect(
            try read("plain\n", .sections).value
                == ["meta": [:], "items": [], "labels": [:], "sections": [:]])
    }
}
