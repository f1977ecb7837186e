import AnnalsJSON
import AnnalsModel

// Results whose members are described in one place are written in every format from there.

extension JSONResult {
    /// A column for each member: text leading, numbers by their last digit.
    ///
    /// - Parameters:
    ///   - whole: Columns whose cells are shown whole where a terminal is narrow.
    ///   - left: Members that are rare, and only in JSON.
    static func columns(whole: Set<String> = [], without left: Set<String> = []) -> [Column] {
        shape.descriptions.filter { !left.contains($0.name) }.map { member in
            let content: Column.Content =
                member.type == .time ? .time : whole.contains(member.name) ? .whole : .any
            return Column(
                member.name, member.type.isNumeric ? .automatic : .leading, content,
                rank: Column.ranks[member.name] ?? 0)
        }
    }
}

extension Renderer {
    /// Begins a result of many rows of one kind; finish it, also where none came.
    ///
    /// - Parameters:
    ///   - whole: Columns whose cells are shown whole where a terminal is narrow.
    ///   - left: Members that are rare, and only in JSON, or where they are asked for.
    func rows<Result: JSONResult>(
        of result: Result.Type, whole: Set<String> = [], without left: Set<String> = []
    ) throws -> any RowWriter {
        try rows(Result.columns(whole: whole, without: left), more: Result.columns())
    }

    /// Begins a result of values and who gave them: on a terminal without `confirmed` where no
    /// event wrote one of them again, as without columns that are empty.
    func rows<Result: JSONResult>(
        of result: Result.Type, isConfirmed: Bool
    ) throws -> any RowWriter {
        let isLeft = !isConfirmed && format == .table && output.screen.columns != nil
        return try rows(of: result, without: isLeft ? ["confirmed"] : [])
    }

    /// Writes a result that is one thing with named parts.
    func object<Result: JSONResult>(_ result: Result) throws {
        try object(result.json(), known: Result.shape.descriptions.map(\.name))
    }
}

extension RowWriter {
    /// Adds a result as a row.
    func write(_ result: some JSONResult) throws {
        try write(result.json())
    }
}
