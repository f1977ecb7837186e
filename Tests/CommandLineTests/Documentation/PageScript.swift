import Foundation

/// The commands that a page shows, and what it says they print.
///
/// Blocks marked `sh` are run in their order, in one shell. A line that ends in `# exit N` must end
/// with that code, every other with 0. A block marked `text` is part of what the block before it
/// prints: each of its lines is in a line of the output, in this order, where `…` stands for
/// anything and one blank for several.
struct PageScript {
    /// The commands of one block, and the lines that the page shows of their output.
    struct Block {
        /// The text of the block.
        let commands: String
        /// What the page shows.
        var shown: [String] = []
    }

    /// What stands in front of the output of each block.
    private static let mark = "--- block "

    /// The blocks with commands, first to last.
    let blocks: [Block]

    /// Reads the text of a page.
    init(page: String) {
        var blocks: [Block] = []
        for match in page.matches(of: /(?s)```(sh|text)\n(.*?)```/) {
            let text = String(match.output.2)
            if match.output.1 == "sh" {
                blocks.append(Block(commands: text))
            } else if !blocks.isEmpty {
                // A block in a list ends with the blanks before its last line.
                blocks[blocks.count - 1].shown += text.split(separator: "\n").map(String.init)
                    .filter { !$0.allSatisfy(\.isWhitespace) }
            }
        }
        self.blocks = blocks
    }

    /// All commands as a script for bash, which stops at the first that does not end as it should.
    var script: String {
        var lines = ["set -euo pipefail", "exec 2>&1"]
        for (number, block) in blocks.enumerated() {
            lines.append("echo '\(Self.mark)\(number)'")
            let joined = block.commands.replacing(/\s*\\\n\s*/, with: " ")
            for line in joined.split(separator: "\n") {
                guard let match = line.wholeMatch(of: /(.*\S)\s+# exit (\d+)/) else {
                    lines.append(String(line))
                    continue
                }
                let (command, code) = (match.output.1, match.output.2)
                lines.append("code=0; \(command) || code=$?")
                lines.append("[ $code = \(code) ] || { echo \"exit code $code\"; exit 99; }")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The lines that a page shows and that the output of the script does not have.
    func missing(in output: String) -> [String] {
        let parts = output.components(separatedBy: Self.mark).dropFirst()
        var missing: [String] = []
        for (number, block) in blocks.enumerated() {
            let part = parts.first { $0.hasPrefix("\(number)\n") } ?? ""
            var printed = part.split(separator: "\n").dropFirst().map(Self.words)[...]
            for line in block.shown {
                let pieces = line.split(separator: "…").map(Self.words)
                if let found = printed.firstIndex(where: { Self.has($0, pieces) }) {
                    printed = printed[(found + 1)...]
                } else {
                    missing.append("\(line)\nis not in what this prints:\n\(block.commands)\(part)")
                }
            }
        }
        return missing
    }

    /// A line whose runs of blanks are one blank each.
    private static func words(_ line: some StringProtocol) -> String {
        line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func has(_ line: String, _ pieces: [String]) -> Bool {
        var rest = line[...]
        for piece in pieces {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
