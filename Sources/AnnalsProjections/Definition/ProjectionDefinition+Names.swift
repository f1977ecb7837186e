import AnnalsModel

extension ProjectionDefinition {
    /// What a definition file makes, as far as it can be read, in lower case: for a file that can
    /// no longer be used but whose tables must go.
    static func objectNames(
        name: String, source: String
    ) -> [(kind: SchemaObject.Kind, name: String)] {
        let text = SourceText(name: name, source)
        guard let parsed = try? DefinitionParser.parse(text) else { return [] }
        let rules = StatementRules(source: text)
        return parsed.schema.compactMap { statement in
            guard let head = try? rules.head(of: statement),
                (try? rules.checkName(head.name, beside: [])) != nil,
                let made = head.name.identifier
            else { return nil }
            return (head.kind, made)
        }
    }
}
