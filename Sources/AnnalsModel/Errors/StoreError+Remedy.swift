extension StoreError {
    /// What would help, so that a program can say it in its own terms: as a command, a button or a
    /// call.
    public struct Remedy: Hashable, Sendable, CustomStringConvertible {
        /// What is to be done.
        package enum Action: Hashable, Sendable {
            case listStreams
            case listActors
            case listTags
            case listTasks
            case listMessages
            case showDocument
            case createStore
            case captureFolder(String)
            case moveAwayAndCaptureFolder(String)
            case giveCapturedFolder
            case nameWorkspace
            case listWorkspaces
            case addProjection(String)
            case rebuildProjection(String)
            case overrideRetention
            case findFirstChange
            case completeFor(String)
            case readFor(String)
            case goBackAllTheSame
        }

        /// What is to be done.
        package let action: Action

        /// Names what is to be done.
        package init(_ action: Action) {
            self.action = action
        }

        /// The end of a sentence, in the words of the library: `list the streams that there are`.
        public var description: String {
            switch action {
            case .listStreams: "list the streams that there are"
            case .listActors: "list the actors that there are"
            case .listTags: "list the tags that there are"
            case .listTasks: "list the tasks that there are"
            case .listMessages: "list the messages that there are"
            case .showDocument: "read the document to see its members"
            case .createStore: "give another path, or create a store there"
            case .captureFolder(let folder): "import the folder \(folder) first"
            case .moveAwayAndCaptureFolder(let folder):
                "move them away, and import the folder \(folder) first"
            case .giveCapturedFolder:
                "give the folder that was imported, or export all files into an empty one"
            case .nameWorkspace:
                "capture the folder under a name of its own, or say that it takes the place of the"
                    + " other"
            case .listWorkspaces: "list the workspaces that there are"
            case .addProjection(let name): "add the definition of \(name) again"
            case .rebuildProjection(let name): "rebuild the projection \(name) to make new ones"
            case .overrideRetention: "wait, or override the retention"
            case .completeFor(let agent):
                "let its agent complete it, or complete it for \(agent)"
            case .readFor(let agent):
                "let its agent mark it, or mark it for \(agent)"
            case .goBackAllTheSame:
                "take a newer backup, or say that it is to take the store's place all the same"
            case .findFirstChange:
                "give a range in which it changes, or look at every moment between for the first"
                    + " change"
            }
        }
    }
}

extension StoreError.Remedy {
    /// A name of a stream or category is not known.
    package static let listStreams = Self(.listStreams)
    /// A name of an actor is not known.
    package static let listActors = Self(.listActors)
    /// A name of a tag is not known.
    package static let listTags = Self(.listTags)
    /// An id of a task is not known.
    package static let listTasks = Self(.listTasks)
    /// An id of a message is not known.
    package static let listMessages = Self(.listMessages)
    /// A document has nothing at a place.
    package static let showDocument = Self(.showDocument)
    /// A file is no store.
    package static let createStore = Self(.createStore)
    /// A folder is another than the one that was captured.
    package static let nameWorkspace = Self(.nameWorkspace)
    /// A name of a workspace is not known.
    package static let listWorkspaces = Self(.listWorkspaces)
    /// A folder is not the one that was imported.
    package static let giveCapturedFolder = Self(.giveCapturedFolder)
    /// Events are younger than the store keeps events.
    package static let overrideRetention = Self(.overrideRetention)
    /// A backup is behind the store whose place it is to take.
    package static let goBackAllTheSame = Self(.goBackAllTheSame)
    /// The answer to a question is the same at both ends of a range.
    package static let findFirstChange = Self(.findFirstChange)
}
