extension TidyRule {
    /// What is not done is an issue in the tracker, not a note in the code.
    package static let nothingUnfinished = TidyRule(
        "Code says nothing of work left to do.",
        file: { file in
            guard file.isCode else {
                return []
            }
            // In two parts, so that this file does not break its own rule.
            let marks = ["TO" + "DO", "FIX" + "ME", "not yet " + "implemented"]
            return file.lines.indices.compactMap { line in
                let text = file.text(line: line)
                guard let mark = marks.first(where: text.contains) else {
                    return nil
                }
                return TidyFinding(path: file.path, line: line + 1, message: mark)
            }
        })
}
