import Annals
import AnnalsTesting
import Foundation
import Testing

/// What the page *Recipes* shows to authors of services.
@Suite(.storesChecked) struct RecipeSnippetTests {
    @Test func anEventWithAnID() throws {
        let folder = try TemporaryDirectory()
        let till = try Actor("till-2", kind: .service)
        let store = try Store.create(at: folder.path("annals.db"), by: till, projections: .none)
        let order = try StreamName("order/A-17")
        try store.append(
            NewEvent(stream: order, type: EventType("order.placed"), actor: till))
        let request = UUID()
        // snippet: retry
        let paid = NewEvent(
            stream: order, type: try EventType("order.paid"), actor: till,
            change: Change(data: ["isPaid": true]), id: request, expected: .exists)
        do {
            try store.append(paid)
        } catch let error where error.code == .outcomeUnknown {
            try store.append(paid)  // It is there already, or is stored now; never twice.
        }
        // end
        #expect(try store.append(paid).wasKnown)
        #expect(try store.events(EventQuery(stream: order)).all().count == 2)
        store.close()
    }
}
