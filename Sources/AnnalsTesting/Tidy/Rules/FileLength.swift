extension TidyRule {
    /// Long files hide more than one topic.
    package static let fileLength = TidyRule(
        "A file of code has at most \(linesMax) lines.",
        file: { file in
            guard file.isCode, file.lines.count > linesMax else {
                return []
            }
            return [
                TidyFinding(path: file.path, message: "\(file.lines.count) lines, split by topic")
            ]
        })

    private static let linesMax = 400
}
