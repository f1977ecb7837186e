enum BuiltInProjectionsPlaceholder {}
