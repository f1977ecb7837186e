import AnnalsModel

/// Where in a file the things of a rule are: `/{tag}/tasks/*`.
///
/// The steps of a JSON Pointer, in which `*` is any member or element, `#` any element of a list,
/// `{name}` any member or element with its name kept, and a last step `**` everything below that is
/// a thing of the rule, where what lies inside such a thing is its own. The empty pattern is the
/// whole file.
struct ItemPattern: Hashable, Sendable {
    private enum Step: Hashable {
        case literal(ExactString)
        case any
        case element
        case named(String)
    }

    /// An item and the names found on the way to it.
    struct Item {
        /// The way to it.
        let place: JSONPointer
        /// What it is.
        let value: JSONValue
        /// The named steps.
        var names: [String: String]
    }

    /// The pattern as it was written.
    let text: String
    private let steps: [Step]
    private let isDeep: Bool

    /// The whole file.
    static let whole = ItemPattern(text: "", steps: [], isDeep: false)

    private init(text: String, steps: [Step], isDeep: Bool) {
        self.text = text
        self.steps = steps
        self.isDeep = isDeep
    }

    /// Reads a pattern.
    ///
    /// - Throws: A sentence that says what is wrong with it.
    init(_ text: String) throws(RuleProblem) {
        guard let pointer = try? JSONPointer(text) else {
            throw RuleProblem(
                "\(text.quotedForMessage) is no way to items: write one like /tasks/*, /{tag}/* or"
                    + " /**")
        }
        var steps: [Step] = []
        var tokens = pointer.tokens[...]
        let isDeep = tokens.last == "**"
        if isDeep { tokens.removeLast() }
        for token in tokens {
            if token == "*" {
                steps.append(.any)
            } else if token == "#" {
                steps.append(.element)
            } else if token.hasPrefix("{"), token.hasSuffix("}"),
                RuleTemplate.isName(String(token.dropFirst().dropLast()))
            {
                steps.append(.named(String(token.dropFirst().dropLast())))
            } else if token.contains("**") {
                throw RuleProblem("** in \(text.quotedForMessage) must be the last step")
            } else {
                steps.append(.literal(ExactString(token)))
            }
        }
        self.init(text: text, steps: steps, isDeep: isDeep)
    }

    /// Visits the items of a file, in its order.
    ///
    /// - Parameter visit: Told of each; answers whether it is a thing of the rule.
    func forEach(in root: JSONValue, _ visit: (Item) -> Bool) {
        let start = Item(place: JSONPointer(tokens: []), value: root, names: [:])
        walk(start, steps[...], visit)
    }

    private func walk(_ item: Item, _ steps: ArraySlice<Step>, _ visit: (Item) -> Bool) {
        guard let step = steps.first else {
            if isDeep { search(item, visit) } else { _ = visit(item) }
            return
        }
        Self.forEachChild(of: item) { token, child in
            var child = child
            switch step {
            case .literal(let name): guard name == ExactString(token) else { return }
            case .any: break
            case .element: guard item.value.asArray != nil else { return }
            case .named(let name): child.names[name] = token
            }
            walk(child, steps.dropFirst(), visit)
        }
    }

    /// Everything at or below a value that is a thing, but for what is inside one.
    private func search(_ item: Item, _ visit: (Item) -> Bool) {
        if case .object = item.value, visit(item) { return }
        Self.forEachChild(of: item) { _, child in search(child, visit) }
    }

    private static func forEachChild(of item: Item, _ body: (String, Item) -> Void) {
        switch item.value {
        case .object(let object):
            for (name, value) in object {
                body(
                    name,
                    Item(place: item.place.appending(name), value: value, names: item.names))
            }
        case .array(let elements):
            for (index, value) in elements.enumerated() {
                let token = String(index)
                body(
                    token,
                    Item(place: item.place.appending(token), value: value, names: item.names))
            }
        default:
            break
        }
    }
}
