import AnnalsModel
import Testing

@Suite("Members that are near to a place")
struct JSONNearTests {
    private static let document = """
        {"title": "Caulk", "plan": {"next": 1, "steps": [{"done": true}]}, "a~b/c": {"deep": 1}}
        """

    @Test(
        "Each step is looked for among its neighbours",
        arguments: [
            ("/titel", "/title"), ("/Title", "/title"), ("/paln/next", "/plan/next"),
            ("/plan/nxet", "/plan/next"), ("/paln/nxet", "/plan/next"),
            ("/plan/steps/0/doen", "/plan/steps/0/done"), ("/a~0b~1d/deep", "/a~0b~1c/deep"),
            ("/plan/steps/3", nil), ("/nothing", nil), ("/title/x", nil), ("/plan/zzzzz", nil),
            ("/title", nil), ("", nil), ("/plan/steps/done", nil), ("/titel/x", nil),
        ])
    func nearest(place: String, meant: String?) throws {
        let value = try JSONValue(parsing: Self.document)
        let pointer = try JSONPointer(place)
        #expect(value.nearest(to: pointer)?.description == meant)
        #expect(
            value.hint(near: pointer) == (meant.map { ", but there is \"\($0)\"" } ?? ""))
    }
}
