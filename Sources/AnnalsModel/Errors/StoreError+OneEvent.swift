extension StoreError {
    /// Whether it is one event that cannot be stored, so that others still can: not so where the
    /// disk fails, the store is busy or damaged, or somebody stops the work.
    public var isOfOneEvent: Bool {
        let codes: Set<Code> = [
            .invalidJSON, .invalidName, .invalidPointer, .invalidArgument, .versionConflict,
            .idReused, .cycleBehind, .cycleJump, .reserved, .projectionRefused, .tooLarge,
            .notAllowed,
        ]
        return codes.contains(code)
    }
}
