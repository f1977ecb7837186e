import AnnalsModel

/// A column of a result.
struct Column: Sendable, Equatable {
    /// Which side of its width a cell keeps to.
    enum Alignment: Sendable {
        /// Trailing where every measured value is a number, else leading.
        case automatic
        case leading
        case trailing
    }

    /// Its name, in snake case: the header, and the member's name in JSON.
    let name: String
    /// Which side its cells keep to in a table.
    let alignment: Alignment
    /// Whether its cells are shown whole where a terminal is narrow, since half of one, as of a
    /// time, says nothing.
    let isWhole: Bool

    /// Makes a column.
    init(_ name: String, _ alignment: Alignment = .automatic, isWhole: Bool = false) {
        self.name = name
        self.alignment = alignment
        self.isWhole = isWhole
    }
}

extension [Column] {
    /// The columns with names that differ: SQL may give two columns one name, JSON may not.
    var withDistinctNames: [Column] {
        var taken: Set<ExactString> = []
        return map { column in
            var name = column.name
            var number = 2
            while !taken.insert(ExactString(name)).inserted {
                name = "\(column.name)_\(number)"
                number += 1
            }
            return Column(name, column.alignment, isWhole: column.isWhole)
        }
    }
}
