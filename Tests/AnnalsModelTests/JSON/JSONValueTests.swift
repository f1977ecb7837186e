import AnnalsModel
import AnnalsTesting
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("Equality ignores the order of members and nothing else")
    func equality() throws {
        let value: JSONValue = ["a": 1, "b": [1, 2], "c": ["x": nil]]
        #expect(value == ["c": ["x": nil], "b": [1, 2], "a": 1])
        let others: [JSONValue] = [
            ["a": 1, "b": [2, 1], "c": ["x": nil]], ["a": 1, "b": [1, 2]],
            ["a": 1, "b": [1, 2], "c": ["x": nil], "d": nil], ["a": 1, "b": [1, 2], "c": [:]],
            ["a": 1, "b": [1, 2], "d": ["x": nil]], [], nil, true, "a", 1,
        ]
        for other in others {
            #expect(value != other)
        }
        #expect(try JSONValue(parsing: "1") != JSONValue(parsing: "1.0"))
        #expect(JSONValue.string("é") != .string("e\u{301}"))
        #expect(JSONValue.object(["é": 1]) != .object(["e\u{301}": 1]))
        #expect(JSONValue.bool(false) != .null)
    }

    @Test("A value says what it is")
    func accessors() {
        let values: [(JSONValue, String)] = [
            (nil, "null"), (true, "boolean"), (1, "number"), ("x", "string"), ([1], "array"),
            (["a": 1], "object"),
        ]
        for (index, (value, kind)) in values.enumerated() {
            #expect(value.kindName == kind)
            #expect((value.asBool != nil) == (index == 1))
            #expect((value.asNumber != nil) == (index == 2))
            #expect((value.asInt64 != nil) == (index == 2))
            #expect((value.asString != nil) == (index == 3))
            #expect((value.asArray != nil) == (index == 4))
            #expect((value.asObject != nil) == (index == 5))
        }
    }

    @Test("Members keep their place when assigned again, new ones go last, nil removes")
    func members() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = .null
        #expect(object.description == #"{"a":3,"b":2,"c":null}"#)
        #expect(object["c"] == .null)
        object["c"] = nil
        #expect(object["c"] == nil)
        #expect(object.removeValue(forKey: "a") == 3)
        #expect(object.removeValue(forKey: "a") == nil)
        #expect(object.keys == ["b"])
        object["b"]? = [1]
        #expect(object == ["b": [1]])
        #expect(!object.isEmpty)
        #expect(JSONObject().isEmpty)
    }

    @Test("Of a literal's members with the same name the last one wins")
    func literals() {
        #expect((["a": 1, "a": 2] as JSONObject).compact == #"{"a":2}"#)
        #expect((["a": 1, "b": 0, "a": 2] as JSONValue).compact == #"{"a":2,"b":0}"#)
    }

    @Test("Objects are sequences of their members, in order")
    func iteration() {
        let object: JSONObject = ["z": 1, "a": 2]
        #expect(object.map(\.key) == ["z", "a"])
        #expect(object.map(\.value) == [1, 2])
        #expect(object.underestimatedCount == 2)
    }

    @Test(
        "Numbers: literal, integer, floating-point",
        arguments: [
            ("0", 0, 0.0), ("-0", 0, 0.0), ("42", 42, 42.0),
            ("-9223372036854775808", Int64.min, -0x1p63),
            ("9223372036854775808", nil, 0x1p63), ("1.0", nil, 1.0), ("1e2", nil, 100.0),
            ("1e400", nil, nil), ("1e-400", nil, 0.0),
        ] as [(String, Int64?, Double?)])
    func numbers(literal: String, int64: Int64?, double: Double?) throws {
        let number = try #require(JSONNumber(literal: literal))
        #expect(number.int64 == int64)
        #expect(number.double == double)
        #expect(number.description == literal)
    }

    @Test(
        "What is no number has no number",
        arguments: [
            "", "-", "+1", "01", "1.", ".1", "1e", "1e+", "1 ", " 1", "0x1", "1.2.3", "NaN",
            "1e5.0",
            "٣",
        ])
    func notNumbers(literal: String) {
        #expect(JSONNumber(literal: literal) == nil)
    }

    @Test("Floating-point values have the shortest literal; infinite ones have none")
    func doubles() throws {
        #expect(JSONNumber(0.1)?.literal == "0.1")
        #expect(JSONNumber(-1.5e300)?.literal == "-1.5e+300")
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        try checkProperty(times: 2_000) { random in
            let double = Double(bitPattern: random.next())
            guard let number = JSONNumber(double) else { return }
            #expect(JSONNumber(literal: number.literal) == number)
            #expect(number.double == double)
            #expect(number.exactDouble == double)
        }
    }

    @Test(
        "A number is an integer, however it is written, or not",
        arguments: [
            ("12", 12), ("12.0", 12), ("1e3", 1_000), ("1200e-2", 12), ("-0.0", 0), ("0.5", nil),
            ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", nil),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("1e18", 1_000_000_000_000_000_000),
            ("9223372036854775807.0", nil), ("-9223372036854775808.0", nil), ("1e19", nil),
            ("1e99999999999999999999", nil),
        ] as [(String, Int64?)])
    func integers(literal: String, integer: Int64?) throws {
        #expect(try #require(JSONNumber(literal: literal)).exactInt64 == integer)
    }

    @Test(
        "A floating-point value says the same as a literal or not",
        arguments: [
            ("0.10", 0.1), ("1e3", 1_000), ("1000.000", 1_000), ("-0.0", 0), ("0e5", 0),
            ("5e-324", Double.leastNonzeroMagnitude),
            ("12e-1", 1.2), ("100E+2", 10_000), ("3.14159265358979323846", nil), ("1e999", nil),
            ("12345678901234567890", nil), ("1e-400", nil), ("1e-99999999999999999999", nil),
            ("0.1000000000000000055", nil), ("97.599999999999994", 97.6), ("0.000", 0),
            ("0e99999999999", 0), ("-0e-99999999999", 0), ("1e23", 1e23),
            ("9007199254740993", nil), ("9007199254740992", 0x1p53),
            ("9007199254740993.0", 0x1p53), ("9223372036854775808", nil),
        ] as [(String, Double?)])
    func exactness(literal: String, double: Double?) throws {
        #expect(try #require(JSONNumber(literal: literal)).exactDouble == double)
    }
}
