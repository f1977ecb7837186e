import AnnalsModel

extension WorkspaceRendering {
    /// Edits a file in the formats that its claims were read in.
    ///
    /// - Returns: The text, nil if it cannot be edited at all; and whether no edit was refused.
    ///   Why one was is noted of its goal.
    mutating func edit(
        _ bytes: [UInt8], _ path: WorkspacePath,
        _ edits: [(goal: RenderingGoal, edit: RenderingEdit)]
    ) -> (text: FileTextEditor.Result?, isWhole: Bool) {
        let named = FileFormat(fileName: path.id, bytes: bytes) ?? .json
        let others = formats(of: path)
        let byFormat = Dictionary(grouping: edits) { others[$0.goal.stream] ?? named }
        var text = FileTextEditor.Result(bytes: bytes)
        for format in FileFormat.allCases {
            guard let edits = byFormat[format] else { continue }
            let result = FileTextEditor.edit(
                text.bytes, format, Self.outermost(edits.map(\.edit)))
            guard let result else {
                for (goal, _) in edits {
                    failed[goal] =
                        "\(path.id.terminalSafe) is not \(format.name) that can be edited"
                }
                return (nil, false)
            }
            text.bytes = result.bytes
            text.changed += result.changed
            text.refused += result.refused
            let refused = Set(result.refused)
            for (goal, edit) in edits where refused.contains(edit.place) {
                failed[goal] =
                    "\(path.id.terminalSafe) is \(format.name), where this cannot be written"
                    + " without changing what else it says"
            }
        }
        return (text, text.refused.isEmpty)
    }

    /// The formats that claims of a file were read in, where its name stands for another.
    private func formats(of path: WorkspacePath) -> [StreamName: FileFormat] {
        let claims = said.readings[path]?.claims ?? []
        return Dictionary(
            claims.compactMap { claim in claim.format.map { (claim.stream, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Without edits inside places that are edited as a whole, whose indexes no longer hold.
    private static func outermost(_ edits: [RenderingEdit]) -> [FileTextEditor.Edit] {
        var kept: [FileTextEditor.Edit] = []
        var places: Set<JSONPointer> = []
        for edit in edits.sorted(by: { $0.place.tokens.count < $1.place.tokens.count }) {
            let tokens = edit.place.tokens
            let isInside = (0...tokens.count).contains {
                places.contains(JSONPointer(tokens: Array(tokens.prefix($0))))
            }
            guard !isInside else { continue }
            places.insert(edit.place)
            kept.append(FileTextEditor.Edit(place: edit.place, value: edit.value))
        }
        return kept
    }
}
