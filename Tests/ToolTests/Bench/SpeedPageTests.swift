import AnnalsTesting
import Foundation
import FoundationXML
import Testing

@testable import annals_dev

/// The page about speed says what the committed runs found.
@Suite(.storesChecked) struct SpeedPageTests {
    private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }
    private static let catalog = root.appending(path: "Sources/Annals/Annals.docc")

    /// The runs that the page is written from.
    static var runs: [String] {
        ["speed", "growth"].map {
            root.appending(path: "Tests/ToolTests/Runs/\($0).json").path(percentEncoded: false)
        }
    }

    /// What to run where the page is not what it should be.
    private static let remedy: Comment =
        """
        annals-dev bench-page Tests/ToolTests/Runs/speed.json Tests/ToolTests/Runs/growth.json \
        --into Sources/Annals/Annals.docc
        """

    @Test func thePageFollowsFromTheRuns() throws {
        let page = SpeedPage(report: try BenchReport(files: Self.runs))
        let text = try String(
            contentsOf: Self.catalog.appending(path: "Speed.md"), encoding: .utf8)
        #expect(try page.replacing(in: text) == text, Self.remedy)
        for (name, picture) in page.pictures {
            let file = Self.catalog.appending(path: "Resources/\(name)")
            #expect(try String(contentsOf: file, encoding: .utf8) == picture, Self.remedy)
        }
    }

    @Test func picturesAreWellFormedInBothLights() throws {
        var report = try BenchReport(files: Self.runs)
        report.contests[0].sides[0].name = "a < b & \"c\""
        report.contests[0].title = "</text>"
        let pictures = SpeedPage(report: report).pictures
        #expect(pictures.count == 8)
        for (name, text) in pictures {
            let parser = XMLParser(data: Data(text.utf8))
            let elements = Elements()
            parser.delegate = elements
            #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
            #expect(elements.names["svg"] == 1)
            #expect(elements.names["title"] == 1)
            let other = name.contains("~dark") ? name.replacing("~dark", with: "") : name
            let twin = try #require(pictures[other])
            #expect(name == other || twin != text)
            // Both show the same: they differ in colours alone.
            let colour = /#[0-9a-f]{6}/
            #expect(twin.replacing(colour, with: "") == text.replacing(colour, with: ""))
        }
    }

    @Test func nothingIsOutsideOfAPicture() throws {
        let report = try BenchReport(files: Self.runs)
        for (name, text) in SpeedPage(report: report).pictures {
            for match in text.matches(of: /\ (?:x|cx|x1|x2)="(-?[0-9.]+)"/) {
                let place = try #require(Double(match.output.1))
                #expect((0...720).contains(place), "\(name)")
            }
        }
    }

    @Test func noTwoLinesOfAPictureAreAlike() {
        for palette in [SVGPalette.light, .dark] {
            for names in [
                ["bare", "annals", "annals, all projections", "eventsourcing", "umadb"],
                ["append", "rebuild", "check", "verify-log", "verify", "search"],
                ["one writer, batches", "annals", "umadb"],
            ] {
                #expect(Set(palette.colors(of: names)).count == names.count)
            }
        }
    }

    @Test func figuresAreShort() {
        #expect(
            [0, 7, 8e-6, 0.05, 1.234, 56.78, 123.4, 999.6, 1000, 1_234_567].map { $0.grouped }
                == ["0", "7", "0", "0.05", "1.23", "56.8", "123", "1,000", "1,000", "1,234,567"])
    }

    @Test func aPageWithoutAPlaceIsRefused() throws {
        let page = SpeedPage(report: try BenchReport(files: Self.runs))
        #expect(throws: BenchFailure.self) { try page.replacing(in: "# Speed\n") }
    }
}

private final class Elements: NSObject, XMLParserDelegate {
    var names: [String: Int] = [:]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        names[name, default: 0] += 1
    }
}
