import AnnalsModel

extension SecretScanner {
    /// What is found of a file that holds secrets: their kind and place, never the value.
    static func findings(
        in content: FileContent, at path: WorkspacePath
    ) -> [WorkspaceFinding] {
        content.withBytes { bytes in
            let secrets = secrets(in: bytes)
            guard !secrets.isEmpty else { return [] }
            var place = JSONLocation.start(of: bytes)
            return secrets.map { secret in
                place = place.advanced(to: secret.range.lowerBound, in: bytes)
                return WorkspaceFinding(
                    .secret, path, line: place.line, column: place.column,
                    "it holds what looks like \(secret.title) (\(secret.name)), and is captured as"
                        + " it is: leave the file out, or have such values redacted")
            }
        }
    }

    /// A text with `[redacted:NAME]` in place of each secret, and how many of each name there were.
    package static func redact(_ bytes: [UInt8]) -> (bytes: [UInt8], counts: [String: Int]) {
        let secrets = secrets(in: bytes)
        guard !secrets.isEmpty else { return (bytes, [:]) }
        var redacted: [UInt8] = []
        redacted.reserveCapacity(bytes.count)
        var counts: [String: Int] = [:]
        var index = 0
        for secret in secrets {
            redacted += bytes[index..<secret.range.lowerBound]
            redacted += "[redacted:\(secret.name)]".utf8
            counts[secret.name, default: 0] += 1
            index = secret.range.upperBound
        }
        return (redacted + bytes[index...], counts)
    }
}
