import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// A part of the time line.
@Suite(.storesChecked) struct ZoomTests {
    @Test func whatIsNoPart() throws {
        for text in ["", "5", "5-", "-5", "7-7", "8-7", "a-b", "1-2-3", "0-99999999999999999999"] {
            #expect(throws: StoreError(.invalidArgument, "")) { try PageZoom(text) }
        }
        #expect(try PageZoom("0-7").text == "0-7")
    }

    @Test func holdsWhatOneLooksAt() throws {
        let zoom = try PageZoom("100-200")
        func shown(_ positions: [Int64], of head: Int64 = 1_000) -> String {
            let range = PageZoom.shown(zoom, holding: positions, of: head)
            return "\(range.after)-\(range.through)"
        }
        #expect(shown([150]) == "100-200")
        #expect(shown([1_000]) == "100-1000")
        #expect(shown([150, 40]) == "40-200")
        #expect(shown([150], of: 150) == "100-150")
        #expect(shown([30], of: 60) == "30-60")
        #expect(shown([0]) == "0-200")
        // At either end it is as it is, and one further both give way.
        #expect(shown([100]) == "100-200" && shown([200]) == "100-200")
        #expect(shown([99]) == "99-200" && shown([201]) == "100-201")
    }

    @Test func closerAndWider() throws {
        let whole = EventCountRange(after: 0, through: 900)
        #expect(PageZoom.closer(whole, to: 450, of: 900)?.text == "300-600")
        #expect(PageZoom.closer(whole, to: 900, of: 900)?.text == "600-900")
        #expect(PageZoom.closer(whole, to: 3, of: 900)?.text == "0-300")
        #expect(PageZoom.closer(EventCountRange(after: 5, through: 25), to: 9, of: 900) == nil)
        let part = EventCountRange(after: 300, through: 600)
        #expect(PageZoom.wider(part, of: 900) == nil)
        #expect(PageZoom.wider(part, of: 2_000)?.text == "0-900")
        #expect(PageZoom.between(500, 600, of: 900)?.text == "490-610")
    }

    /// A few events are seen beside many.
    @Test func heightsGrowWithTheSquareRoot() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        let tern = try Actor("Tern")
        let draft = TaskDraft("One")
        for _ in 0..<400 { try shown.store.createTask(draft, by: tern) }
        _ = try shown.store.nextCycle(by: tern)
        for _ in 0..<4 { try shown.store.createTask(draft, by: tern) }
        let text = try shown.page(.timeline) {
            try TimelineContent(EventFilter(), of: $0, in: $1)
        }
        let heights = text.split(separator: "<g class=\"bar\">").dropFirst().map { bar in
            let ends = bar.prefix(upTo: bar.firstRange(of: "</g>")?.lowerBound ?? bar.endIndex)
            return ends.matches(of: /height="(\d+)"/).compactMap { Int($0.output.1) }
                .reduce(0, +)
        }
        #expect(heights.max() == 50 && heights.last == 4 || heights.last == 5, "\(heights)")
    }

    /// Bars of a part count what is in it, whether cut by cycles or by positions.
    @Test(arguments: [false, true]) func barsOfAPart(hasCycles: Bool) throws {
        let shown = try ShownStore()
        defer { shown.close() }
        let tern = try Actor("Tern")
        for number in 1...90 {
            if hasCycles, number.isMultiple(of: 15) { _ = try shown.store.nextCycle(by: tern) }
            try shown.store.createTask(TaskDraft("One", id: "Z\(number)"), by: tern)
        }
        let head = try shown.store.head()
        let frame = try PageFrame(
            .timeline, at: .position(60), versus: nil, zoom: PageZoom("40-80"), members: [],
            of: shown.store, for: PageVisitor(grant: nil, formKey: "KEY"), BarCounts())
        let bars = frame.bars.bars
        #expect(bars.first?.after == 40 && bars.last?.through == 80)
        #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.through == $1.after })
        #expect(bars.allSatisfy { ($0.cycles != nil) == hasCycles })
        let expected = try shown.store.eventCounts(in: [EventCountRange(after: 40, through: 80)])
        let others = expected[0].filter { $0.key != StreamName.ownCategory }.values.reduce(0, +)
        #expect(bars.reduce(0) { $0 + $1.total } == others)
        let text = try shown.page(.timeline, at: "60", zoom: "40-80") { store, frame in
            try TimelineContent(EventFilter(), of: store, in: frame)
        }
        #expect(text.contains("min=\"40\"") && text.contains("max=\"80\""))
        #expect(text.contains("Events 41 to 80 of \(head)"))
        // Every way leads on within the part, but the one out of it.
        #expect(text.contains("href=\"/tasks?at=seq:60&amp;zoom=40-80\""))
        #expect(text.contains("<a id=\"zoom-all\" href=\"/?at=seq:60\""))
    }
}
