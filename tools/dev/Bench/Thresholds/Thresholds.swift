import ArgumentParser
import Foundation
import Yams

/// The thresholds of a file: a YAML list, one item each.
struct Thresholds {
    let all: [Threshold]

    /// Reads a file.
    init(file: String) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw BenchFailure("The thresholds \(file) cannot be read.")
        }
        try self.init(yaml: text)
    }

    /// Reads a text.
    init(yaml: String) throws {
        let documents: [Document]
        do {
            documents = try YAMLDecoder().decode([Document].self, from: yaml)
        } catch {
            throw BenchFailure("The thresholds are no list of thresholds: \(error)")
        }
        all = documents.map(\.threshold)
        for (index, threshold) in all.enumerated() where !threshold.isWhole {
            throw BenchFailure("Threshold \(index + 1) says too little or too much.")
        }
    }

    /// Says what is missed, a line each.
    ///
    /// - Parameter isWhole: Whether every benchmark was run, so that what is missing is a miss.
    /// - Throws: `ExitCode.failure` where something is.
    func check(
        _ report: BenchReport, isWhole: Bool,
        say: (String) -> Void = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }
    ) throws {
        var misses = 0
        for threshold in all {
            switch threshold.verdict(on: report) {
            case .reached:
                break
            case .held(let sentence):
                say("held: \(sentence)")
            case .missed(let sentence):
                say("missed: \(sentence)")
                misses += 1
            case .notMeasured(let sentence):
                let isExpected = isWhole && threshold.growth == nil && !threshold.isOfAPeer
                if isExpected {
                    say("missed: \(sentence)")
                    misses += 1
                }
            }
        }
        if misses > 0 { throw ExitCode.failure }
    }
}

extension Threshold {
    /// Whether it is about another event store, which not every run measures.
    var isOfAPeer: Bool { Peers.names.contains { $0 == against || $0 == side } }

    /// Whether it says what is compared, and with what.
    fileprivate var isWhole: Bool {
        let subjects = [contest, growth, process].compactMap { $0 }.count
        let hasParts =
            contest != nil ? side != nil : growth != nil ? from != nil && to != nil : true
        return subjects == 1 && hasParts && (atLeast == nil) != (atMost == nil)
    }
}

/// A threshold as it is written.
private struct Document: Decodable {
    let threshold: Threshold

    enum CodingKeys: String, CodingKey, CaseIterable {
        case contest, growth, process, side, against, measure, from, to, reach
        case atLeast = "at_least"
        case atMost = "at_most"
    }

    /// Any key at all, to find those that mean nothing.
    struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys
        where !known.contains(key.stringValue) {
            throw BenchFailure("a threshold has no '\(key.stringValue)'")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        threshold = Threshold(
            contest: try values.decodeIfPresent(String.self, forKey: .contest),
            growth: try values.decodeIfPresent(String.self, forKey: .growth),
            process: try values.decodeIfPresent(String.self, forKey: .process),
            side: try values.decodeIfPresent(String.self, forKey: .side),
            against: try values.decodeIfPresent(String.self, forKey: .against),
            measure: try values.decodeIfPresent(Threshold.Measure.self, forKey: .measure),
            from: try values.decodeIfPresent(Int.self, forKey: .from),
            to: try values.decodeIfPresent(Int.self, forKey: .to),
            atLeast: try values.decodeIfPresent(Double.self, forKey: .atLeast),
            atMost: try values.decodeIfPresent(Double.self, forKey: .atMost),
            reach: try values.decodeIfPresent(Double.self, forKey: .reach))
    }
}
