extension TidyRule {
    /// Bad input never ends the program that carries the store.
    package static let noCrashes = TidyRule(
        "Sources neither force anything nor give up.",
        file: { file in
            let isShipped = ["Sources/", "tools/", "projections/"].contains {
                file.path.hasPrefix($0)
            }
            guard isShipped, file.language == .swift else {
                return []
            }
            return file.lines.indices.compactMap { line in
                let code = file.code(line: line)
                let message: String? =
                    if code.contains("fatalError(") {
                        "gives up with fatalError"
                    } else if hasForce(Array(code.utf8)) {
                        "forces a value, a cast or a try"
                    } else {
                        nil
                    }
                return message.map {
                    TidyFinding(path: file.path, line: line + 1, message: $0)
                }
            }
        })

    /// Whether an exclamation mark follows an operand: `value!`, `try!`, `as!`, `String!`.
    private static func hasForce(_ code: [UInt8]) -> Bool {
        for index in code.indices.dropFirst() where code[index] == UInt8(ascii: "!") {
            let isComparison = index + 1 < code.count && code[index + 1] == UInt8(ascii: "=")
            if !isComparison, endsOperand(code[index - 1]) {
                return true
            }
        }
        return false
    }

    private static func endsOperand(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default:
            Array("_)]>\"`?".utf8).contains(byte)
        }
    }
}
