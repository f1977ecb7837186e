/// How files spell the names of agents.
package enum AgentName {
    /// Whether a folder below `agent_workspaces` is an agent's, by its name alone.
    static func isFolder(_ name: String) -> Bool {
        let lower = name.lowercasedASCII
        guard lower.hasPrefix("agent"), lower != "agent_workspaces" else { return false }
        guard let next = lower.utf8.dropFirst(5).first else { return false }
        return next == UInt8(ascii: "-") || next == UInt8(ascii: "_") || next == UInt8(ascii: " ")
            || isDigit(next)
    }

    /// The one agent that a text names, or nil if it names none, several, or nobody in particular.
    ///
    /// `agent_3`, `AGENT-3`, `Captain Agent-3` and `Agent-3 (Captain)` are all `Agent-3`. Other
    /// names that contain "agent", such as `Agent-7A` or `reliability_agent_0`, are themselves.
    package static func one(in text: String) -> String? {
        guard text.utf8.count <= 120 else { return nil }
        let numbers = numbered(in: Array(text.lowercasedASCII.utf8))
        if let number = numbers.first {
            return numbers.allSatisfy { $0 == number } ? "Agent-\(number)" : nil
        }
        return isOwnName(text) ? text : nil
    }

    /// Numbers of the agents that a text names as "agent", a separator or none, and a number.
    private static func numbered(in text: [UInt8]) -> [String] {
        var numbers: [String] = []
        var index = 0
        let word = Array("agent".utf8)
        while index + word.count < text.count {
            guard text[index...].starts(with: word), index == 0 || !isWordByte(text[index - 1])
            else {
                index += 1
                continue
            }
            index += word.count
            if index < text.count, isSeparator(text[index]) { index += 1 }
            let digits = text[index...].prefix(while: isDigit)
            index += digits.count
            let isWhole = index == text.count || !isWordByte(text[index])
            if !digits.isEmpty, digits.count <= 6, isWhole {
                numbers.append(String(decoding: digits, as: UTF8.self))
            }
        }
        return numbers
    }

    /// Whether a text is itself a name: one word with "agent" in it that is no placeholder.
    private static func isOwnName(_ text: String) -> Bool {
        let lower = text.lowercasedASCII
        let isOneWord = text.utf8.allSatisfy { byte in
            isWordByte(byte | 0x20) || isDigit(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
        let isNobody = ["agents", "placeholder", "template", "all-", "all_", "any_"]
            .contains { lower.contains($0) }
        return isOneWord && lower.contains("agent")
            && !["agent", "agent-", "agent_"].contains(lower)
            && !isNobody
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: " ")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

extension String {
    /// The text with A to Z as a to z and everything else as it is.
    var lowercasedASCII: String {
        String(
            decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
