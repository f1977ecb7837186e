import AnnalsModel

// Which files a call is about to change, or has changed.

extension HookCall {
    /// Words in the names of tools that change the file which their input names.
    private static let editing = ["write", "edit", "create", "replace", "insert", "patch"]
    /// Names of members that hold a file's path.
    private static let pathNames = [
        "file_path", "notebook_path", "filePath", "path", "target_file", "filename",
    ]

    /// The absolute paths of the files that it changes, without links and parts like `..` resolved.
    var files: [String] {
        var paths: [String] = []
        switch HookVerb.verb(of: eventName) {
        case HookVerb.edited:
            paths = [text("file_path", "filePath", "path")].compactMap { $0 }
        case HookVerb.called, HookVerb.finished, HookVerb.failed:
            let name = (text("tool_name", "toolName") ?? "").lowercased()
            guard Self.editing.contains(where: { name.contains($0) }) else { return [] }
            let input = payload["tool_input"] ?? payload["toolInput"] ?? .null
            paths = Self.pathNames.compactMap { input.asObject?[$0]?.asString }
            if name.contains("patch") { paths += Self.patchedFiles(in: input) }
        default: return []
        }
        var known: Set<String> = []
        return paths.compactMap(absolute).filter { known.insert($0).inserted }
    }

    /// A path from the root; nil for one of which it is not known where it begins.
    private func absolute(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        let root = payload["workspace_roots"]?.asArray?.first?.asString
        guard !path.isEmpty, let folder = text("cwd") ?? root, folder.hasPrefix("/") else {
            return nil
        }
        return "\(folder)/\(path)"
    }

    /// The folders that the session works in.
    var roots: [String] {
        let roots = (payload["workspace_roots"]?.asArray ?? []).compactMap(\.asString)
        return (roots + [text("cwd")].compactMap { $0 }).filter { $0.hasPrefix("/") }
    }

    /// What the lines of a patch that name files begin with.
    private static let patchMarks = [
        "*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: ",
    ]

    /// The files that a patch names, wherever in the input it stands.
    private static func patchedFiles(in input: JSONValue) -> [String] {
        switch input {
        case .null, .bool, .number: return []
        case .array(let elements): return elements.flatMap(patchedFiles)
        case .object(let object): return object.flatMap { patchedFiles(in: $0.value) }
        case .string(let text):
            guard text.contains("*** ") else { return [] }
            return text.split(whereSeparator: \.isNewline).compactMap { line in
                patchMarks.first { line.hasPrefix($0) }.map { mark in
                    String(line.dropFirst(mark.count))
                }
            }
        }
    }
}
