import AnnalsModel
import AnnalsTesting
import Testing

/// Random histories, random definitions, random work on one store.
@Suite(.storesChecked) struct StorePropertyTests {
    private static let names = ["p", "q", "r"]

    @Test func rowsEqualDocumentsAndReplaysEqualTables() throws {
        try checkProperty(times: 8) { random in
            let store = try PropertyStore(&random)
            defer { store.close() }
            try store.add("p", store.logs[0])
            for _ in 0..<30 {
                try Self.work(on: store, &random)
                try store.checkRows()
            }
            try store.checkReplays()
            for name in Self.names { try store.rebuild(name, store.logs[0]) }
            try store.rebuildTogether(store.logs[0])
        }
    }

    @Test func everyAppendKeepsTheLaw() throws {
        try checkProperty(times: 4) { random in
            let store = try PropertyStore(&random)
            defer { store.close() }
            for name in Self.names { try store.add(name, store.logs[0]) }
            let isLenient = random.once(in: 2)
            for _ in 0..<60 {
                if try store.append(store.logs[0], isLenient: isLenient) { try store.checkRows() }
            }
            try store.checkReplays()
        }
    }

    private static func work(on store: PropertyStore, _ random: inout SeededRandom) throws {
        let log = random.element(of: store.logs)
        let name = random.element(of: names)
        switch Int.random(in: 0..<20, using: &random) {
        case 0...5: try store.append(log, isLenient: false)
        case 6...11: try store.append(log, isLenient: true)
        case 12: try store.appendInVain(log)
        case 13, 14: try store.appendTogether(log)
        case 15: try store.rebuild(name, log)
        case 16, 17: try store.add(name, log)
        case 18: try store.checkReplays()
        default: try store.remove(name, log, andAdd: random.once(in: 2))
        }
    }
}
