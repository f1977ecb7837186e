import AnnalsModel
import Synchronization

/// The lines that the values of a text stand on; looked for when one is asked for.
final class TextLines: Sendable {
    /// Where all values stand, and where lines end.
    private struct Places {
        let root: TextNode?
        let newlines: [Int]
    }

    private let bytes: @Sendable () -> [UInt8]
    private let find: @Sendable ([UInt8]) -> TextNode?
    private let places = Mutex<Places?>(nil)

    /// - Parameters:
    ///   - bytes: Of the text; asked for with the first line.
    ///   - find: Gives the text's value with the places of all that is in it.
    init(
        of bytes: @autoclosure @escaping @Sendable () -> [UInt8],
        _ find: @escaping @Sendable ([UInt8]) -> TextNode?
    ) {
        self.bytes = bytes
        self.find = find
    }

    /// The line, from 1, that the value at a place begins on; nil if there is none.
    func line(of place: JSONPointer) -> Int? {
        places.withLock { known in
            let found = known ?? findPlaces()
            known = found
            guard let node = found.root?.node(at: place.tokens[...]) else { return nil }
            return Self.count(of: found.newlines, before: node.range.lowerBound) + 1
        }
    }

    private func findPlaces() -> Places {
        let bytes = bytes()
        return Places(root: find(bytes), newlines: bytes.indices.filter { bytes[$0] == 0x0A })
    }

    /// How many of some ascending numbers are below another.
    private static func count(of numbers: [Int], before limit: Int) -> Int {
        var range = 0..<numbers.count
        while let middle = range.isEmpty ? nil : (range.lowerBound + range.upperBound) / 2 {
            range =
                numbers[middle] < limit
                ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
