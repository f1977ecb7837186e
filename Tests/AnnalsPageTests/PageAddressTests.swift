import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// Addresses that mean the same in a year.
@Suite(.storesChecked) struct PageAddressTests {
    @Test func momentsAreAbsolute() throws {
        let stream = try StreamName("config/forecast.json")
        #expect(
            PageAddress(.document(stream), at: 4711, versus: 4600, fragment: "/datum").text
                == "/doc/config/forecast.json?at=seq:4711&vs=seq:4600#/datum")
        #expect(PageAddress(.timeline).text == "/")
        #expect(PageAddress(.event(12), at: 20).text == "/event/12?at=seq:20")
    }

    @Test func namesOfAnySortAreEncoded() throws {
        let stream = try StreamName("file/a b/ü?#&\"<.md")
        let text = PageAddress(.document(stream)).text
        #expect(text == "/doc/file/a%20b%2F%C3%BC%3F%23%26%22%3C.md")
        let filtered = PageAddress(.timeline, members: [PageMember("search", "a&b=c d")])
        #expect(filtered.text == "/?search=a%26b%3Dc%20d")
        #expect(PageAddress(.actor("..")).text == "/actors/..")
    }
}
