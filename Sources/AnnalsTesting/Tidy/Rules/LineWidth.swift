extension TidyRule {
    /// Two files fit side by side on a screen.
    package static let lineWidth = TidyRule(
        "A line of code has at most \(columnsMax) columns.",
        file: { file in
            guard file.isCode else {
                return []
            }
            return file.lines.indices.compactMap { line in
                guard file.lines[line].count > columnsMax else {
                    return nil
                }
                let columns = file.text(line: line).count
                guard columns > columnsMax else {
                    return nil
                }
                return TidyFinding(
                    path: file.path, line: line + 1, message: "\(columns) columns")
            }
        })

    private static let columnsMax = 100
}
