import AnnalsModel

/// The members that Annals adds to the documents it makes of files.
package enum DocumentMembers {
    /// The files that speak of the thing, the strongest first: `file`, `as`, and `pointer` unless
    /// it is the whole file.
    package static let sources = "sources"
    /// Where values come from that are not a member of the same name in the first source: the
    /// number of their `source` if not 0, and `alias`, `derived` or `line`.
    package static let origins = "origins"

    /// Whether a place in a document lies in these members.
    static func areSources(_ place: JSONPointer) -> Bool {
        [sources, origins].contains(place.tokens.first)
    }
}

extension StreamName {
    /// Whether documents of the category are one file's value each, as it stands there: without
    /// members that Annals adds or names that it changes.
    var isOfOneValue: Bool { ["config", "analysis"].contains(category) }
}

/// One document out of what several places claim, the strongest first.
struct ClaimedDocument {
    /// A claim and the file that it is in.
    struct Source {
        let path: WorkspacePath
        let claim: Claim

        /// Whether it weighs more than another; every two differ by file or place.
        func isStronger(than other: Source) -> Bool {
            if claim.rank != other.claim.rank { return claim.rank < other.claim.rank }
            if claim.tier != other.claim.tier { return claim.tier < other.claim.tier }
            if path != other.path { return path < other.path }
            return claim.place.description < other.claim.place.description
        }
    }

    /// The sources that the document's values come from, or that alone say that it exists.
    let sources: [Source]

    /// Orders sources by their weight.
    ///
    /// - Parameter sources: At least one.
    init(_ sources: [Source]) {
        let strong = sources.filter { !$0.claim.isWeak }
        let kept = strong.isEmpty ? sources : strong
        self.sources = kept.count == 1 ? kept : kept.sorted { $0.isStronger(than: $1) }
    }

    /// The number of the source that gives the value of each member.
    private func choose() -> (JSONObject, chosen: [ExactString: Int]) {
        var document = JSONObject()
        var chosen: [ExactString: Int] = [:]
        for (number, source) in sources.enumerated() {
            for (name, value) in source.claim.members {
                // Null says nothing, so a weaker source that says something goes before it.
                if let known = document[name], known != .null || value == .null { continue }
                document[name] = value
                chosen[ExactString(name)] = number
            }
        }
        return (document, chosen)
    }

    /// The source that gives the value of a member; nil if none does.
    func source(of member: String) -> Source? {
        choose().chosen[ExactString(member)].map { sources[$0] }
    }

    /// Whether all that is said of it is that it exists.
    var isWeak: Bool { sources.allSatisfy(\.claim.isWeak) }

    /// Whether the document is a file's value and nothing else.
    var isWhole: Bool { sources.contains { $0.claim.isWhole } }

    /// The document, with the members that say where its values come from.
    func document() -> JSONObject {
        if let only = sources.first, sources.count == 1, only.claim.isWhole {
            return only.claim.members
        }
        var (document, chosen) = choose()
        let shown = shownSources()
        var origins = JSONObject()
        for name in document.keys {
            let number = chosen[ExactString(name)] ?? 0
            let origin = describe(
                sources[number].claim.origins[ExactString(name)], shown.numbers[number])
            if !origin.isEmpty { origins[name] = .object(origin) }
        }
        if !isWhole {
            document[DocumentMembers.sources] = .array(shown.list)
            if !origins.isEmpty { document[DocumentMembers.origins] = .object(origins) }
        }
        return document
    }

    private func describe(_ origin: Claim.Origin?, _ number: Int) -> JSONObject {
        var described = JSONObject()
        if number > 0 { described["source"] = .number(JSONNumber(Int64(number))) }
        switch origin {
        case nil: break
        case .alias(let name): described["alias"] = .string(name)
        case .derived(let what): described["derived"] = .string(what)
        case .line(let line): described["line"] = .number(JSONNumber(Int64(line)))
        }
        return described
    }

    /// The sources as the document lists them, and the number in that list of each of them.
    private func shownSources() -> (list: [JSONValue], numbers: [Int]) {
        var list: [JSONValue] = []
        var numbers: [Int] = []
        for source in sources {
            var shown = JSONObject()
            shown["file"] = .string(source.path.id)
            if !source.claim.shownPlace.isRoot {
                shown["pointer"] = .string(source.claim.shownPlace.description)
            }
            shown["as"] = .string(source.claim.kind)
            if let number = list.firstIndex(of: .object(shown)) {
                numbers.append(number)
            } else {
                numbers.append(list.count)
                list.append(.object(shown))
            }
        }
        return (list, numbers)
    }
}
