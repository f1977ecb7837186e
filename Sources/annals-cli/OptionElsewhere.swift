import Annals
import ArgumentParser

/// An option that other commands have and the one that was given has not, with what to write in its
/// place.
struct OptionElsewhere: Error {
    /// What to say, in lines; the first is a sentence.
    let text: String

    /// Looks for such an option among arguments that the parser refused.
    ///
    /// - Parameter arguments: Without the program's name.
    /// - Returns: nil if there is none of which something better is known than the parser says.
    init?(in arguments: some Sequence<String>) {
        var command: any ParsableCommand.Type = AnnalsCommand.self
        var names: [String] = []
        for argument in arguments where argument != "--" {
            if !argument.hasPrefix("-") {
                let next = command.configuration.subcommands.first { $0._commandName == argument }
                guard let next else { continue }
                command = next
                names.append(argument)
                continue
            }
            let option = String(argument.prefix { $0 != "=" })
            let path = names.joined(separator: " ")
            guard let advice = Self.advice[path]?[option] else { continue }
            text = """
                annals: '\(path)' has no \(option): \(advice)
                Usage: \(AnnalsCommand.usageString(for: command))
                  See 'annals \(path) --help' for more information.
                """
            return
        }
        return nil
    }

    private static let inLog =
        "annals log --in A..B --patch has it, and shows what each event changed"

    /// What to write instead of an option, by the command that has it not.
    static let advice: [String: [String: String]] = [
        "diff": [
            "--in": "the range is the first argument, as in annals diff cycle:11..cycle:12",
            "--at": "give two moments, as in annals diff cycle:11..cycle:12",
            "--from": "give two moments, as in annals diff cycle:11..cycle:12",
            "--to": "give two moments, as in annals diff cycle:11..cycle:12",
            "--by": inLog,
            "--actor": "annals log --in A..B --by NAME --patch shows what one changed",
            "--type": inLog, "--correlation": inLog, "--search": inLog,
            "--pointer": "annals log --in A..B --pointer POINTER --patch shows what changed it",
            "--all": "give --stream, like annals/tags, for what is the store's own",
        ],
        "blame": [
            "--in": "it looks back from one moment, which --at gives",
            "--stream": "the stream is the first argument, as in annals blame task/DB_002",
            "--pointer": "the place is the second argument, as in annals blame task/DB_002 /title",
            "--category": "it is about one stream, which is the first argument",
            "--by": "annals log --stream S --by NAME --patch shows what one changed",
        ],
        "bisect": [
            "--at": "give the end of a range, as in --in ..cycle:12",
            "--stream": "the SQL says what is looked at, as in WHERE task_id = 'DB_002'",
        ],
        "log": [
            "--at": "give the end of a range, as in --in ..cycle:12",
            "--actor": "--by NAME shows the events by an actor",
            "--table": "annals diff A..B --table NAME compares the rows of a table",
            "-p": "--patch shows what each event changed",
            "--stat": "annals diff A..B --stat counts what differs",
            "--since": "give the beginning of a range, as in --in yesterday..",
            "--after": "give the beginning of a range, as in --in yesterday..",
            "--from": "give the beginning of a range, as in --in yesterday..",
            "--until": "give the end of a range, as in --in ..yesterday",
            "--before": "give the end of a range, as in --in ..yesterday",
            "--to": "give the end of a range, as in --in ..yesterday",
            "--cycle": "the events of a cycle are those of a range, as in --in cycle:11..cycle:12",
        ],
        "show": [
            "--at": "the moment is the argument, as in annals show cycle:12",
            "--stream": "annals log --stream S lists the events of a stream",
        ],
        "state": [
            "--stream": "the stream is the argument, as in annals state task/DB_002",
            "--in": "a document is that of one moment, which --at gives",
            "--pointer": "--columns NAME shows single members",
        ],
        "query": [
            "--in": "tables are those of one moment, which --at gives",
            "--stream": "the SQL says what is looked at, as in WHERE task_id = 'DB_002'",
        ],
        "streams": [
            "--stream": "annals log --stream S lists the events of a stream",
            "--at": "it lists the streams of now: annals query --at M reads the tables of a moment",
        ],
        "rollback": [
            "--at": "the moment to return to is given by --to",
            "--in": "the moment to return to is given by --to",
            "--table": "documents go back, and tables follow: give --category or --stream",
        ],
        "restore": [
            "--to": "the moment at which the new store ends is given by --at",
            "--stream": "a store is restored whole: annals rollback --stream S returns one stream",
            "--category": "a store is restored whole: annals rollback --category C returns one",
        ],
        "task list": ["--by": "--agent NAME lists the tasks of an agent"],
        "message inbox": [
            "--agent": "the agent is the argument, as in annals message inbox Agent-3",
            "--to": "the agent is the argument, as in annals message inbox Agent-3",
        ],
        "message send": ["--from": "the sender is who does it, which --by gives"],
        "erase": [
            "--stream": "the stream is the argument, as in annals erase task/DB_002",
            "--actor": "--about VALUE finds every event that holds a value, such as a name",
            "--category": "it erases one stream, which is the argument, or what --about finds",
        ],
        "import": ["--at": "it captures the folder as it is now: annals export --at M goes back"],
        "export": ["--in": "files are those of one moment, which --at gives"],
    ]
}
