import Annals
import AnnalsModel
import AnnalsTesting

@testable import AnnalsPage

/// A small store, and its places as a visitor sees them.
struct ShownStore {
    let folder: TemporaryDirectory
    let store: Store
    let counts = BarCounts()

    /// A store with some tasks, a configuration, a tag and two cycles.
    init() throws {
        folder = try TemporaryDirectory()
        let maker = try Actor("maker", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: maker)
        let tern = try Actor("Tern")
        try store.nextCycle(by: maker)
        try store.createTask(TaskDraft("Mend the gauge", id: "A"), by: tern)
        try store.claim("A", by: tern, reason: "free hands")
        try store.setConfiguration(
            "f.json", to: ["datum": "chart", "big": 9_007_199_254_740_993], by: tern)
        try store.setTag("before", by: maker)
        try store.nextCycle(by: maker)
        try store.setConfiguration(
            "f.json", to: ["datum": "sea", "big": 9_007_199_254_740_993],
            by: try Actor("Heron"), reason: "match the chart")
    }

    /// A visitor who holds a token for some categories, or nobody in particular.
    func visitor(_ categories: [String]? = nil, may rights: Set<AccessRight> = [.read]) throws
        -> PageVisitor
    {
        let grant = try categories.map { names in
            try AccessGrant(
                name: "t", actor: try Actor("Plover"), rights: rights,
                categories: try names.map { try CategoryPattern($0) })
        }
        return PageVisitor(grant: grant, formKey: "KEY")
    }

    /// The document of a place.
    func page(
        _ place: PagePlace, at moment: String? = nil, versus other: String? = nil,
        zoom: String? = nil, for visitor: PageVisitor? = nil, _ members: [PageMember] = [],
        _ read: (Store, PageFrame) throws -> any PageContent
    ) throws -> String {
        let frame = try PageFrame(
            place, at: try moment.map { try Moment($0) }, versus: try other.map { try Moment($0) },
            zoom: try zoom.map { try PageZoom($0) }, members: members, of: store,
            for: visitor ?? PageVisitor(grant: nil, formKey: "KEY"),
            counts)
        return String(decoding: frame.document(of: try read(store, frame)), as: UTF8.self)
    }

    /// The position of the last event of a stream.
    func last(of stream: StreamName) throws -> Int64 {
        let query = EventQuery(stream: stream, includesAdministration: true, isReversed: true)
        return try store.events(query).next()?.position ?? 0
    }

    func close() { store.close() }
}

extension String {
    /// Without its tags.
    var withoutTags: String {
        replacing(/<[^>]*>/, with: "").replacing("&quot;", with: "\"")
    }
}
