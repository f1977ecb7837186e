import Annals
import AnnalsLog
import AnnalsTesting
import Testing

/// Events that are appended each by itself: a refused one takes nothing of the others.
@Suite(.storesChecked) struct AppendingEachTests {
    private let folder: TemporaryDirectory
    private let store: Store
    private let actor: Actor

    init() throws {
        folder = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: actor, projections: .none)
    }

    private func event(
        _ stream: String, expected: ExpectedVersion = .any, causation: Causation? = nil
    ) throws -> NewEvent {
        NewEvent(
            stream: try StreamName(stream), type: try EventType("thing.made"), actor: actor,
            change: Change(data: ["n": 1]), causation: causation, expected: expected)
    }

    private func codes(_ results: [Result<Receipt, StoreError>]) -> [StoreError.Code?] {
        results.map { if case .failure(let error) = $0 { error.code } else { nil } }
    }

    @Test func whatIsRefusedTakesNothingOfTheOthers() throws {
        let results = try store.append(each: [
            event("thing/A"), event("thing/A", expected: .none),
            event("thing/B", causation: .back(2)), event("thing/C", causation: .back(2)),
            event("thing/D", causation: .back(1)), event("thing/A", expected: .exactly(1)),
        ])
        #expect(
            codes(results) == [
                nil, .versionConflict, nil, .invalidArgument, .invalidArgument, nil,
            ])
        #expect(results.compactMap { try? $0.get().position } == [1, 2, 3])
        #expect(try store.event(at: 2).causation == 1)
        #expect(
            try store.events().all().map(\.stream.description) == ["thing/A", "thing/B", "thing/A"])
    }

    @Test func manyWithManyRefusals() async throws {
        let events = try (0..<3_000).map { n in
            try event("thing/T\(n / 2)", expected: .none)
        }
        let results = try await store.append(each: events)
        #expect(
            codes(results) == (0..<3_000).map { $0 % 2 == 0 ? nil : .versionConflict })
        #expect(try await store.head() == 1_500)
        #expect(try await store.append(each: []).isEmpty)
    }

    @Test func noneIsTriedInsideAnotherWrite() throws {
        let late = try event("thing/A")
        let error = #expect(throws: StoreError.self) {
            try store.log.withTransaction { [store] _ in _ = try store.append(each: [late]) }
        }
        #expect(error?.code == .invalidArgument)
        #expect(try store.head() == 0)
    }

    @Test func theyWaitNoLongerThanTheirDeadline() throws {
        let other = try Store(opening: folder.path("annals.db"))
        defer { other.close() }
        var options = AppendOptions()
        options.deadlineSeconds = 0.05
        let (events, given) = (try [event("thing/A"), event("thing/B")], options)
        let results = try other.log.withTransaction { [store] _ in
            try store.append(each: events, options: given)
        }
        #expect(codes(results) == [.busy, .busy])
        #expect(try store.head() == 0)
    }
}
