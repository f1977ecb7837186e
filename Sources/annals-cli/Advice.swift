import AnnalsModel

extension StoreError {
    /// The sentence of the error with what to run in place of what a program would call.
    var advised: String {
        remedy.map { "\(problem): \($0.command)" } ?? problem
    }
}

extension StoreError.Remedy {
    /// The end of a sentence: the command that helps.
    fileprivate var command: String {
        switch action {
        case .listStreams: "list them with annals streams"
        case .listActors: "list them with annals actors"
        case .listTags: "list them with annals tag list"
        case .listTasks: "list them with annals task list"
        case .listMessages: "list them with annals message inbox"
        case .showDocument: "see its members with annals state"
        case .createStore: "give another path, or make one with annals init"
        case .captureFolder(let folder): "run annals import \(folder) first"
        case .moveAwayAndCaptureFolder(let folder):
            "move them away, and run annals import \(folder) first"
        case .giveCapturedFolder:
            "give the folder that was imported, or use annals export to write all files anew"
        case .nameWorkspace:
            "import it beside the other with --as NAME, or in place of it with --replace"
        case .listWorkspaces: "list them with annals workspace list"
        case .addProjection(let name): "add it with annals projections add \(name)"
        case .rebuildProjection(let name): "annals projections rebuild \(name) makes new ones"
        case .overrideRetention: "wait, or add --override to erase it all the same"
        case .completeFor(let agent):
            "its agent completes it, or another with --for \(agent)"
        case .readFor(let agent):
            "its agent marks it, or another with --for \(agent)"
        case .goBackAllTheSame:
            "take a newer backup, or add --older, which keeps the file that is there beside it"
        case .findFirstChange:
            "give a range in which it changes, or add --first, which looks at every moment between"
        }
    }
}
