package import AnnalsModel

/// What an event of the workload is about.
struct Thing: Sendable {
    let category: String
    let id: String
    let number: Int

    init(category: String, id: String) {
        self.category = category
        self.id = id
        number = 0
    }

    init(task number: Int) {
        category = "task"
        id = "TASK-\(Self.padded(number, 7))"
        self.number = number
    }

    init(message number: Int) {
        category = "message"
        id = "msg_\(Self.padded(number, 8))"
        self.number = number
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}

/// The few words that everything is said with: what compresses in real fleets is their jargon.
package struct Words: Sendable {
    private static let list = """
        coordination refactor analysis migration database schema integration workspace captain \
        quality assurance review pending deploy monitor pipeline consolidate testing validation \
        discord webhook contract onboarding consolidation architecture compliance module service \
        orchestration handler manager messaging swarm vector embedding audit
        """.split(separator: " ").map(String.init)

    /// Knows the words.
    package init() {}

    func word(_ random: inout SeededRandom) -> String {
        random.element(of: Self.list)
    }

    /// Some words with spaces between them.
    package func text(_ count: ClosedRange<Int>, _ random: inout SeededRandom) -> JSONValue {
        let words = (0..<random.number(count)).map { _ in word(&random) }
        return .string(words.joined(separator: " "))
    }

    func some(_ count: Int, _ random: inout SeededRandom) -> [JSONValue] {
        random.sample(count, of: Self.list).map { .string($0) }
    }

    /// A whole number.
    package func count(_ number: Int) -> JSONValue {
        .number(JSONNumber(Int64(number)))
    }

    /// A share in thousandths, written as real fleets do.
    func share(_ thousandths: Int) -> JSONValue {
        JSONNumber(Double(thousandths) / 1000).map { .number($0) } ?? .null
    }
}

/// A set of numbers from which one is picked at random without searching.
struct PickingSet: Sendable {
    private var numbers: [Int] = []
    private var places: [Int: Int] = [:]

    var isEmpty: Bool {
        numbers.isEmpty
    }

    mutating func insert(_ number: Int) {
        places[number] = numbers.count
        numbers.append(number)
    }

    mutating func remove(_ number: Int) {
        guard let place = places.removeValue(forKey: number), let last = numbers.popLast() else {
            return
        }
        if last != number {
            numbers[place] = last
            places[last] = place
        }
    }

    mutating func removeSome(_ random: inout SeededRandom) -> Int? {
        guard !numbers.isEmpty else {
            return nil
        }
        let number = random.element(of: numbers)
        remove(number)
        return number
    }
}

/// Things in the order they came.
struct Queue: Sendable {
    private var things: [Thing] = []
    private var first = 0

    var count: Int {
        things.count - first
    }

    mutating func append(_ thing: Thing) {
        things.append(thing)
    }

    mutating func removeFirst() -> Thing? {
        guard first < things.count else {
            return nil
        }
        defer { first += 1 }
        if first > 4096 {
            things.removeFirst(first)
            first = 0
        }
        return things[first]
    }
}
