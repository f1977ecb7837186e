import AnnalsModel

extension StoreError {
    /// What is thrown where the log goes on and an event of it is gone.
    static func lostEvent(at position: Int64) -> StoreError {
        StoreError(
            .corrupt, "there is no event at position \(position): restore the store from a backup",
            position: position)
    }
}
