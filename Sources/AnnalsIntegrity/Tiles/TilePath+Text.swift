internal import AnnalsModel

extension TilePath {
    /// The path below the log's folder: `tile/<level>/<n>[.p/<width>]`, or `entries` instead of the
    /// level.
    ///
    /// The place has three digits a folder, with `x` in front of all but the last:
    /// 1234067 is `x001/x234/067`.
    package var path: String {
        var parts = [Self.padded(n % 1_000)]
        var rest = n / 1_000
        while rest > 0 {
            parts.append("x" + Self.padded(rest % 1_000))
            rest /= 1_000
        }
        let kind =
            switch content {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        return "tile/\(kind)/" + parts.reversed().joined(separator: "/")
            + (width < Limits.treeArity ? ".p/\(width)" : "")
    }

    /// Reads a path.
    ///
    /// - Returns: nil if it is not exactly as ``path`` writes one.
    package init?(path: String) {
        var parts = Array(path.utf8).split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        // 19 digits of a place are 7 folders, beside `tile`, the level and the width.
        guard (3...10).contains(parts.count), parts[0].elementsEqual("tile".utf8) else {
            return nil
        }
        let content: Content
        if parts[1].elementsEqual("entries".utf8) {
            content = .entries
        } else if let level = Int64(decimal: parts[1]), level <= Self.levelMax {
            content = .hashes(level: Int(level))
        } else {
            return nil
        }
        var width = Limits.treeArity
        let mark = Array(".p".utf8)
        if parts.count >= 4, parts[parts.count - 2].suffix(2).elementsEqual(mark) {
            guard let partial = Int64(decimal: parts.removeLast()), partial < width else {
                return nil
            }
            width = Int(partial)
            parts[parts.count - 1].removeLast(2)
        }
        guard let n = Self.place(parts.dropFirst(2)),
            let read = Self(checking: content, n: n, width: width), read.path.hasSameBytes(as: path)
        else { return nil }
        self = read
    }

    /// The number that folders of three digits name; what is superfluous in them is found when the
    /// path is written again.
    private static func place(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Int64? {
        var digits: [UInt8] = []
        for part in parts {
            digits += part.first == UInt8(ascii: "x") ? part.dropFirst() : part
        }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        return Int64(decimal: digits[min(zeros, max(0, digits.count - 1))...])
    }

    private static func padded(_ number: Int64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension TilePath: CustomStringConvertible {
    /// The path.
    package var description: String { path }
}
