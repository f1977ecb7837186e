import Annals

// What the commands about workspaces say, in all formats: counts first, lists after them.

extension WorkspaceImport {
    /// The summary as an object with stable names.
    var json: JSONObject {
        [
            "captured": number(captured), "bytes": .number(JSONNumber(bytes)),
            "unchanged": number(unchanged), "moved": number(moved), "deleted": number(deleted),
            "mode_changed": number(modeChanged), "documents_changed": counts(documentsChanged),
            "understood": counts(understood), "events": number(events),
            "head": .number(JSONNumber(head)), "not_understood": .array(findings.map(\.json)),
            "left_out": .array(omissions.map(\.json)),
        ]
    }

    private func counts(_ counts: [String: Int]) -> JSONValue {
        var object = JSONObject()
        for (category, count) in counts.sorted(by: { $0.key < $1.key }) {
            object[category] = number(count)
        }
        return .object(object)
    }
}

extension WorkspaceComparison {
    /// The comparison as an object with stable names.
    var json: JSONObject {
        [
            "is_same": .bool(isSame), "same": number(same),
            "position": .number(JSONNumber(position)),
            "differences": .array(
                differences.map { ["path": .string($0.path), "kind": .string($0.kind)] }),
            "not_compared": .array(findings.map(\.json)),
            "left_out": .array(omissions.map(\.json)),
        ]
    }
}

extension WorkspaceExportResult {
    /// What was written as an object with stable names.
    var json: JSONObject {
        [
            "files": number(files), "bytes": .number(JSONNumber(bytes)), "links": number(links),
            "folders": number(folders), "position": .number(JSONNumber(position)),
            "rendered": .array(
                rendered.map {
                    [
                        "path": .string($0.path),
                        "pointers": .array($0.pointers.map { .string($0) }),
                    ]
                }),
            "left_out": .array(
                leftOut.map { ["path": .string($0.path), "stream": .string($0.stream)] }),
            "not_written": .array(
                unwritten.map {
                    [
                        "stream": .string($0.stream), "pointer": .string($0.pointer.description),
                        "reason": .string($0.reason),
                    ]
                }),
            "modes_reduced": .array(reducedModes.map(\.json)),
            "refused": .array(refused.map(\.json)),
        ]
    }
}

extension WorkspaceFinding {
    /// The finding as an object with stable names.
    var json: JSONValue {
        var object = JSONObject()
        object["kind"] = .string(kind)
        object["path"] = .string(path)
        object["line"] = line.map { number($0) }
        object["column"] = column.map { number($0) }
        object["message"] = .string(message)
        return .object(object)
    }
}

extension WorkspaceReducedMode {
    /// The permissions as an object with stable names.
    var json: JSONValue {
        [
            "path": .string(path), "mode": .string(mode), "written": .string(written),
            "reason": .string(reason),
        ]
    }

    /// Says that there are some.
    static func warn(of reduced: [WorkspaceReducedMode]) {
        guard !reduced.isEmpty else { return }
        Warning.say(
            "not all permissions are as they were captured: modes_reduced lists where, and why")
    }
}

extension WorkspaceOmission {
    fileprivate var json: JSONValue {
        ["path": .string(path), "reason": .string(reason)]
    }
}

private func number(_ value: Int) -> JSONValue {
    .number(JSONNumber(Int64(value)))
}
