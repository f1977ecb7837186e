import AnnalsModel
import Foundation
import Testing

/// Values of programs become JSON and come back whole.
@Suite struct CodingTests {
    private struct Account: Codable, Equatable {
        enum State: String, Codable { case open, closed }
        struct Entry: Codable, Equatable {
            var cents: Int64
            var note: String?
        }

        var id: UUID
        var opened: Date
        var least = Int64.min
        var most = UInt64.max
        var small = Int8.min
        var price: Decimal
        var share = 0.1
        var ratio: Float = 0.1
        var seal: Data
        var site: URL
        var state = State.open
        var entries: [Entry]
        var limits: [String: Int]
        var extra: JSONValue
        var closed: Timestamp?
    }

    private func account() throws -> Account {
        Account(
            id: try #require(UUID(uuidString: "0190A2B4-7C1E-7000-8000-000000000009")),
            opened: Date(timeIntervalSince1970: 1_700_000_000.25),
            price: try #require(Decimal(string: "12345678901234567890.123456789")),
            seal: Data([0, 255, 16]), site: try #require(URL(string: "https://example.com/a?b=c")),
            entries: [.init(cents: 5, note: nil), .init(cents: -7, note: "é")], limits: ["day": 3],
            extra: try JSONValue(parsing: #"{"n":1.500,"big":123456789012345678901234567890}"#),
            closed: Timestamp(microseconds: 1))
    }

    @Test func aValueComesBack() throws {
        let account = try account()
        let json = try JSONObject(encoding: account)
        #expect(try json.decoded(as: Account.self) == account)
        // Through text too.
        let text = JSONValue.object(json).compact
        #expect(try JSONValue(parsing: text).decoded(as: Account.self) == account)
    }

    @Test func formsAreThoseOfTheStore() throws {
        let json = try JSONObject(encoding: account())
        #expect(json["id"] == "0190a2b4-7c1e-7000-8000-000000000009")
        #expect(json["opened"] == "2023-11-14T22:13:20.250000Z")
        #expect(json["least"]?.asNumber?.literal == "-9223372036854775808")
        #expect(json["most"]?.asNumber?.literal == "18446744073709551615")
        #expect(json["price"]?.asNumber?.literal == "12345678901234567890.123456789")
        #expect(json["share"]?.asNumber?.literal == "0.1")
        #expect(json["ratio"]?.asNumber?.literal == "0.1")
        #expect(json["seal"] == "AP8Q")
        #expect(json["site"] == "https://example.com/a?b=c")
        #expect(json["state"] == "open")
        #expect(json["closed"] == "1970-01-01T00:00:00.000001Z")
        #expect(
            json["extra"]?.compact == #"{"n":1.500,"big":123456789012345678901234567890}"#)
        #expect(json["entries"]?.compact == #"[{"cents":5},{"cents":-7,"note":"é"}]"#)
    }

    @Test func integersAreExactOrRefused() throws {
        func decoded<Value: Decodable>(_ text: String, _ type: Value.Type) -> Value? {
            try? JSONValue(parsing: text).decoded(as: type)
        }
        #expect(decoded("9223372036854775807", Int64.self) == .max)
        #expect(decoded("9223372036854775808", Int64.self) == nil)
        #expect(decoded("18446744073709551615", UInt64.self) == .max)
        #expect(decoded("-1", UInt64.self) == nil)
        #expect(decoded("128", Int8.self) == nil)
        #expect(decoded("12.0", Int.self) == 12)
        #expect(decoded("1e3", Int.self) == 1000)
        #expect(decoded("1.5", Int.self) == nil)
        #expect(decoded("1e999", Double.self) == nil)
        #expect(decoded("1e999", Float.self) == nil)
        #expect(decoded("true", Int.self) == nil)
        #expect(decoded("1", Bool.self) == nil)
        #expect(decoded("\"1\"", Int.self) == nil)
        #expect(decoded("null", Int?.self) == .some(nil))
    }

    @Test func decimalsAreExactOrRefused() throws {
        for text in ["0", "-0.10", "1e3", "99999999999999999999999999999999999999", "1.5E-20"] {
            let decimal = try JSONValue(parsing: text).decoded(as: Decimal.self)
            #expect(decimal == Decimal(string: text), "\(text)")
        }
        for text in [
            "1234567890123456789012345678901234567890123", "1e999", "1e-999", "1e99999999999",
            "0.12345678901234567890123456789012345678901",
        ] {
            #expect(throws: DecodingError.self, "\(text)") {
                try JSONValue(parsing: text).decoded(as: Decimal.self)
            }
        }
    }

    @Test func whatJSONDoesNotHaveIsRefused() {
        for value in [Double.infinity, .nan, -.infinity] {
            #expect(throws: EncodingError.self) { try JSONValue(encoding: ["x": value]) }
        }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: Decimal.nan) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: Date.distantFuture * 1e9) }
        #expect(throws: EncodingError.self) { try JSONObject(encoding: [1, 2]) }
        #expect(throws: EncodingError.self) { try JSONObject(encoding: 5) }
    }

    @Test func errorsNameThePlace() throws {
        let json = try JSONValue(parsing: #"{"a":[{"n":1},{"n":"x"}]}"#)
        struct Outer: Decodable {
            struct Inner: Decodable { let n: Int }
            let a: [Inner]
        }
        do {
            _ = try json.decoded(as: Outer.self)
            Issue.record("a text is no number")
        } catch DecodingError.typeMismatch(_, let context) {
            #expect(context.codingPath.map(\.stringValue) == ["a", "1", "n"])
        }
    }

    @Test func valuesGoThroughOtherCodersAsFarAsThoseCan() throws {
        let json = try JSONValue(
            parsing: #"{"a":[1,-2.5,true,null,"x",18446744073709551615],"b":{}}"#)
        let data = try JSONEncoder().encode(json)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == json)
        let long = try JSONValue(parsing: "[3.14159265358979323846]")
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(long) }
        let time = Timestamp(microseconds: 5)
        #expect(
            try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([time]))
                == [time])
    }

    private class Animal: Codable {
        var name = "Bo"
        init() {}
    }

    private final class Dog: Animal {
        var age = 3
        enum CodingKeys: CodingKey { case age }
        override init() { super.init() }
        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            age = try container.decode(Int.self, forKey: .age)
            try super.init(from: container.superDecoder())
        }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(age, forKey: .age)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func subclassesComeBack() throws {
        let json = try JSONValue(encoding: Dog())
        #expect(json.compact == #"{"age":3,"super":{"name":"Bo"}}"#)
        let dog = try json.decoded(as: Dog.self)
        #expect(dog.age == 3 && dog.name == "Bo")
    }
}

extension Date {
    fileprivate static func * (date: Date, factor: Double) -> Date {
        Date(timeIntervalSince1970: date.timeIntervalSince1970 * factor)
    }
}
