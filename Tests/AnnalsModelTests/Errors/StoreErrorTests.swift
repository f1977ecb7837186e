import AnnalsModel
import Foundation
import Testing

/// What an error says, to people and to programs.
@Suite struct StoreErrorTests {
    @Test func foundationShowsTheSentence() {
        let plain = StoreError(.busy, "another writer kept it: try again")
        #expect(plain.localizedDescription == plain.message)
        #expect(plain.recoverySuggestion == nil)
        let helped = StoreError(.notFound, "there is no tag x", remedy: .listTags)
        #expect(helped.message == "there is no tag x: list the tags that there are")
        #expect(helped.localizedDescription == helped.message)
        #expect(helped.failureReason == "there is no tag x")
        #expect(helped.recoverySuggestion == "list the tags that there are")
    }

    @Test func aRemedySurvivesTheBatch() {
        let error = StoreError(.notFound, "there is no tag x", remedy: .listTags).inBatch(at: 3)
        #expect(error.remedy == .listTags)
        #expect((error.cause as? BatchRefusal)?.index == 3)
    }

    @Test func codesAreTheirNames() throws {
        #expect(Set(StoreError.Code.allCases).count == StoreError.Code.allCases.count)
        #expect(StoreError.Code.allCases.contains(.versionConflict))
        for code in StoreError.Code.allCases {
            #expect(StoreError.Code(code.description) == code)
            let json = try JSONEncoder().encode([code])
            #expect(String(decoding: json, as: UTF8.self) == "[\"\(code)\"]")
            #expect(try JSONDecoder().decode([StoreError.Code].self, from: json) == [code])
        }
        #expect(StoreError.Code("of_tomorrow") == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([StoreError.Code].self, from: Data(#"["of_tomorrow"]"#.utf8))
        }
    }
}
