import Annals
import AnnalsTesting
import Testing

/// What the page *Documents of your own* shows.
@Suite(.storesChecked) struct DocumentSnippetTests {
    // snippet: order
    struct Order: Codable, Sendable {
        var customer: String
        var cents: Int
        var isPaid = false
        var note: String?
    }
    // end

    private let folder: TemporaryDirectory
    private let store: Store

    init() throws {
        folder = try TemporaryDirectory()
        store = try Store.create(
            at: folder.path("annals.db"), by: Actor("maria", kind: .human), projections: .none)
    }

    @Test func documents() throws {
        // snippet: documents
        let till = try Actor("till-2", kind: .service)
        let order = try StreamName("order/A-17")
        try store.append(
            encoding: Order(customer: "Ines", cents: 1_250), to: order,
            type: EventType("order.placed"), by: till, expected: .none)
        try store.update(order, as: Order.self, type: EventType("order.paid"), by: till) { order in
            order?.isPaid = true
        }
        let now = try store.document(order, as: Order.self)
        let before = try store.document(order, as: Order.self, at: .head(back: 1))
        // end
        #expect(now?.isPaid == true)
        #expect(before?.isPaid == false)
        // snippet: fact
        try store.append(
            NewEvent(
                stream: order, type: EventType("order.viewed"), actor: till,
                context: ["session": "abc", "address": "10.0.0.7"]))
        let session = EventQuery(category: "order", context: [try ContextCondition("/session=abc")])
        let views = try store.events(session).all()
        // end
        #expect(views.map(\.type.verb) == ["viewed"])
        // snippet: table
        let source = """
            CREATE TABLE orders (order_id TEXT PRIMARY KEY, cents INTEGER, paid INTEGER) STRICT;
            -- on order.*: merge into orders key order_id, cents from /cents, paid from /isPaid
            """
        try store.addProjection(name: "orders", source: source, by: till)
        let paid = store.rows(
            "SELECT order_id, cents FROM orders WHERE paid = :paid", arguments: ["paid": true])
        while let row = try paid.next() { print(row["order_id"] ?? .null, row["cents"] ?? .null) }
        // end
        #expect(try store.query("SELECT * FROM orders").rows == [["A-17", 1250, 1]])
    }

    @Test func newEvents() async throws {
        let store = store
        let follower = Task {
            // snippet: following
            for try await event in store.following(EventQuery(category: "order"), from: .head) {
                print(event.position, event.type, event.change.data)
            }
            // end
        }
        follower.cancel()
        try await follower.value
    }
}
