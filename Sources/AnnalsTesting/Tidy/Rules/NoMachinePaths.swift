extension TidyRule {
    /// What works only on one machine works for nobody else.
    package static let noMachinePaths = TidyRule(
        "No file names a folder of somebody's machine.",
        file: { file in
            file.lines.indices.compactMap { line in
                let text = file.text(line: line)
                guard let path = machinePaths.first(where: text.contains) else {
                    return nil
                }
                return TidyFinding(path: file.path, line: line + 1, message: "names \(path)")
            }
        })

    /// Put together here, so that this file does not break its own rule.
    private static let machinePaths = ["home", "Users", "root", "work", "opt", "mnt", "private"]
        .map { "/\($0)/" }
}
