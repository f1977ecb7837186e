import AnnalsHistory
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// What was erased is in no index of the text.
@Suite(.storesChecked) struct ErasedIndexTests {
    @Test func isMadeAgainWithoutIt() throws {
        try checkProperty { random in
            var store = try ErasableStore(random)
            var event = try store.event(store.secret, words: 3, 1)
            event.change.data["word"] = "zwoelfboxkaempfer"
            try store.log.append([event], .lenient)
            for kind in SearchIndexKind.allCases {
                _ = try store.log.addSearchIndex(kind) { _, _ in }
            }
            func candidates(_ kind: SearchIndexKind, _ expression: String) throws -> [Int64] {
                let path = store.log.file.file + kind.suffix
                let file = try #require(try SearchIndexFile.open(path, kind, writing: false))
                return try file.positions(
                    matching: expression, after: 0, before: Int64.max, limit: 1_000,
                    reversed: false)
            }
            func places() throws -> Int {
                let word = Data("boxkaempfer".utf8)
                return try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
                    .count { try Data(store.folder.read($0)).range(of: word) != nil }
            }
            #expect(try candidates(.words, "zwoelfboxkaempfer").count == 1)
            #expect(try candidates(.trigrams, "lfb AND fbo AND kae").count == 1)
            #expect(try places() > 0)

            _ = try store.history.erase(
                .stream(store.secret), includingCauses: false, by: store.maria, reason: "asked")

            #expect(try store.log.searchIndexes().map(\.isUsable) == [true, true])
            #expect(try candidates(.words, "zwoelfboxkaempfer").isEmpty)
            #expect(try candidates(.trigrams, "lfb AND fbo AND kae").isEmpty)
            #expect(try candidates(.trigrams, "tas").count > 20)
            #expect(try places() == 0)
        }
    }
}
