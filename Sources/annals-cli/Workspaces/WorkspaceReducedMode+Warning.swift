import Annals

extension WorkspaceReducedMode {
    /// Says that there are some.
    static func warn(of reduced: [WorkspaceReducedMode]) {
        guard !reduced.isEmpty else { return }
        Warning.say(
            "not all permissions are as they were captured: modes_reduced lists where, and why")
    }
}
