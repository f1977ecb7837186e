import AnnalsCodec
import AnnalsModel
import Foundation
import Testing

/// How small a real history gets in a store that grows from empty, where a checkout has one beside
/// it.
@Suite struct RealHistoryTests {
    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/change-history-a.ndjson").standardizedFileURL

    private static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    @Test(.enabled(if: isPresent)) func bodiesAreAFifth() throws {
        let lines = try Data(contentsOf: Self.file).split(separator: UInt8(ascii: "\n"))
        let encoder = BodyEncoder()
        var last: [String: (position: Int64, bytes: [UInt8], links: Int)] = [:]
        var bodies: [[UInt8]] = []
        var dictionary: BodyDictionary?
        var (trainedAt, plain, stored) = (Int64(0), Int64(0), Int64(0))
        for line in lines {
            let event = try Array(line).withUnsafeBufferPointer { try NewEvent(line: $0) }
            let stream = event.stream.description
            let body = encodeBody(change: event.change, reason: event.reason)
            bodies.append(body)
            var base: (position: Int64, bytes: [UInt8])?
            if let last = last[stream],
                usesBase(bodyBytes: body.count, chainLength: last.links),
                last.bytes.count >= Limits.bodyBytesForBaseMin
            {
                base = (last.position, last.bytes)
            }
            let row = encoder.encode(
                body, check: [0, 0, 0, 0], dictionary: dictionary, base: base,
                highCompression: false)
            let links = row.base == nil ? 0 : (last[stream]?.links ?? 0) + 1
            last[stream] = (Int64(bodies.count), body, links)
            plain += Int64(body.count)
            stored += Int64(row.blob.count)
            if DictionarySchedule.isDue(
                bodyBytes: plain, trainedAt: trainedAt, dictionaries: dictionary?.id ?? 0)
            {
                trainedAt = plain
                dictionary = trained(bodies, id: (dictionary?.id ?? 0) + 1)
            }
        }
        print("\(plain) bytes of bodies are stored in \(stored)")
        #expect(Double(plain) / Double(stored) > 5)
    }

    private func trained(_ bodies: [[UInt8]], id: Int64) -> BodyDictionary {
        let positions = DictionarySchedule.samplePositions(head: Int64(bodies.count))
        var samples: [[UInt8]] = []
        var bytes = 0
        for position in positions where bytes < DictionarySchedule.sampleBytesMax {
            samples.append(bodies[Int(position) - 1])
            bytes += bodies[Int(position) - 1].count
        }
        return BodyDictionary(
            id: id,
            bytes: DictionaryTrainer.train(samples: samples, limit: Limits.dictionaryBytesMax))
    }
}
