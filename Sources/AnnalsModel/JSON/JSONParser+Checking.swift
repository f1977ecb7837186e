internal import OrderedCollections

// Reading a text without keeping its values: for texts of which only their faults are wanted.

extension JSONParser {
    /// One step of the way to a value.
    private enum Step {
        case member(ExactString)
        case element(Int)

        var token: String {
            switch self {
            case .member(let name): name.text
            case .element(let index): String(index)
            }
        }
    }

    /// Reads the whole text as one value, and finds what a lenient reading finds.
    mutating func checkText() throws(Failure) {
        try beginText()
        var steps: [Step] = []
        try checkValue(&steps)
        try endText()
    }

    private mutating func checkValue(_ steps: inout [Step]) throws(Failure) {
        guard index < bytes.count else {
            throw failure("an end where a value should be", "complete the text")
        }
        switch bytes[index] {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"): try checkObject(&steps)
        case UInt8(ascii: "["): try checkArray(&steps)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
        case UInt8(ascii: "t") where skip("true"): break
        case UInt8(ascii: "f") where skip("false"): break
        case UInt8(ascii: "n") where skip("null"): break
        default:
            throw unexpected("write an object, array, string, number, true, false or null")
        }
    }

    private mutating func checkObject(_ steps: inout [Step]) throws(Failure) {
        try enterContainer()
        defer { depth -= 1 }
        var names = OrderedSet<ExactString>()
        skipBlanks()
        if skip(UInt8(ascii: "}")) { return }
        while true {
            guard peek() == UInt8(ascii: "\"") else {
                throw unexpected("write the name of a member in quotation marks")
            }
            let nameOffset = index
            let name = ExactString(try parseString())
            skipBlanks()
            guard skip(UInt8(ascii: ":")) else {
                throw unexpected("write a colon after the name of a member")
            }
            skipBlanks()
            steps.append(.member(name))
            if !names.append(name).inserted {
                duplicates.append(
                    Duplicate(
                        pointer: JSONPointer(tokens: steps.map(\.token)), offset: nameOffset))
            }
            try checkValue(&steps)
            steps.removeLast()
            skipBlanks()
            if skip(UInt8(ascii: "}")) { return }
            guard skip(UInt8(ascii: ",")) else {
                throw unexpected("write a comma or } after a member")
            }
            skipBlanks()
        }
    }

    private mutating func checkArray(_ steps: inout [Step]) throws(Failure) {
        try enterContainer()
        defer { depth -= 1 }
        skipBlanks()
        if skip(UInt8(ascii: "]")) { return }
        var count = 0
        while true {
            steps.append(.element(count))
            try checkValue(&steps)
            steps.removeLast()
            count += 1
            skipBlanks()
            if skip(UInt8(ascii: "]")) { return }
            guard skip(UInt8(ascii: ",")) else {
                throw unexpected("write a comma or ] after an element")
            }
            skipBlanks()
        }
    }
}
