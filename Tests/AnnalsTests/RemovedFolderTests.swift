import Annals
import AnnalsTesting
import Foundation
import Testing

/// A store whose folder is removed while it is open keeps no number of a file or folder that others
/// get since.
@Suite(.storesChecked) struct RemovedFolderTests {
    @Test func othersAreMadeAllTheSame() throws {
        let actor = try Actor("maria", kind: .human)
        for _ in 0..<10 {
            let lost = try TemporaryDirectory()
            let store = try Store.create(at: lost.path("annals.db"), by: actor, projections: .none)
            try FileManager.default.removeItem(atPath: lost.path)
            let next = try TemporaryDirectory()
            try Store.create(at: next.path("annals.db"), by: actor, projections: .none).close()
            store.close()
        }
    }
}
