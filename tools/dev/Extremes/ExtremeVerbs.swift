import Annals
import Foundation

/// Everything that can be done with a store.
struct ExtremeVerbs {
    typealias Verb = (String, (Store) throws -> Void)

    private let files: String
    private let copy: String
    private let actor: Actor
    private let few: StreamName
    private let all = MomentRange(after: .start, through: .head)

    init(files: String, beside copy: String, _ actor: Actor) throws {
        self.files = files
        self.copy = copy
        self.actor = actor
        few = try StreamName("few/one")
    }

    /// What changes nothing.
    var reading: [Verb] {
        lists + moments + past
    }

    private var lists: [Verb] {
        [
            ("log", { store in _ = try store.events(EventQuery()).all() }),
            ("log --stream", { store in _ = try store.events(EventQuery(stream: few)).all() }),
            (
                "log --all --reverse",
                { store in
                    var query = EventQuery()
                    query.includesAdministration = true
                    query.isReversed = true
                    _ = try store.events(query).all()
                }
            ),
            ("show", { store in _ = try store.event(at: store.head()).recordedAt.rfc3339 }),
            ("trace", { store in _ = try store.causes(of: 320) + store.consequences(of: 1) }),
            ("state", { store in _ = try store.document(few) }),
            ("streams", { store in _ = try store.streams().all() }),
            ("actors", { store in _ = try store.actors() }),
            ("tag list", { store in _ = try store.tags() }),
            ("cycle list", { store in _ = try store.cycles().map(\.openedAt.rfc3339) }),
            ("stats", { store in _ = try store.statistics() }),
            ("health", { store in _ = try store.health() }),
            ("verify", { store in _ = try store.verify() }),
            ("identity", { store in _ = try store.identity().createdAt.rfc3339 }),
            ("projections", { store in _ = try store.projections() }),
            ("failures", { store in _ = try store.refusedEvents() }),
            ("query", { store in _ = try store.query("SELECT * FROM event_log LIMIT 500") }),
            (
                "event_data",
                { store in
                    _ = try store.query(
                        "SELECT event_data(position), event_context(position) FROM events")
                }
            ),
            ("agent list", { store in _ = try store.agentStatuses() }),
            ("task list", { store in _ = try store.tasks() }),
            ("inbox", { store in _ = try store.inbox(of: "Agent-1") }),
            ("config get", { store in _ = try store.configuration("limit") }),
        ]
    }

    private var moments: [Verb] {
        let texts = ["head~3", "cycle:1", "cycle:0", "seq:100", "ago:1us", "ago:500w", "tag:here"]
        return texts.map { text in
            ("state --at \(text)", { store in _ = try store.document(few, at: Moment(text)) })
        } + [
            (
                "state --at occurred",
                { store in _ = try store.document(few, at: .occurred(.now)) }
            )
        ]
    }

    private var past: [Verb] {
        [
            (
                "query --at",
                { store in
                    let sql = "SELECT count(*) FROM agent_tasks, few"
                    try store.query(sql, at: Moment("head~2")) { _ in }
                }
            ),
            ("diff", { store in try store.differences(in: all) { _ in } }),
            ("diff --table", { store in try store.rowDifferences(of: "few", in: all) { _ in } }),
            ("blame", { store in _ = try store.blame(few) }),
            (
                "bisect",
                { store in _ = try store.bisect("SELECT count(*) > 0 FROM few", in: all) }
            ),
            (
                "bisect --first",
                { store in
                    let sql = "SELECT count(*) > 0 FROM few"
                    _ = try store.bisect(sql, in: all, isFirst: true)
                }
            ),
            ("rollback", { store in _ = try store.previewRollback(to: Moment("seq:340")) }),
            ("projections check", { store in _ = try store.checkProjection("few") }),
            ("projections check 2", { store in _ = try store.checkProjection("agent_tasks") }),
            (
                "export",
                { store in _ = try store.exportWorkspace(to: copy + ".files", isCurrent: true) }
            ),
            ("import --check", { store in _ = try store.compareWorkspace(files) }),
        ]
    }

    /// What writes, each after the other.
    var writing: [Verb] {
        [
            ("append", { store in try append(to: few, type: "few.changed", store) }),
            (
                "append to another",
                { store in try append(to: StreamName("new/one"), type: "new.made", store) }
            ),
            ("task create", { store in _ = try store.createTask(TaskDraft("t"), by: actor) }),
            ("cycle next", { store in try store.nextCycle(by: actor) }),
            ("tag", { store in try store.setTag("there", at: Moment("head~2"), by: actor) }),
            ("import", { store in _ = try store.importWorkspace(files) }),
            (
                "rollback --apply",
                { store in
                    let scope = RollbackScope(stream: few)
                    _ = try store.rollback(to: Moment("seq:340"), scope, by: actor, reason: "r")
                }
            ),
            ("projections rebuild", { store in try store.rebuildProjection("few") }),
            (
                "restore",
                { store in _ = try store.restore(at: .head, to: copy + ".fork", by: actor) }
            ),
            ("backup", { store in _ = try store.backUp(to: copy + ".backup", by: actor) }),
            ("projections remove", { store in try store.removeProjection("few", by: actor) }),
        ]
    }

    private func append(to stream: StreamName, type: String, _ store: Store) throws {
        let type = try EventType(type)
        let events = (0..<3).map { number in
            NewEvent(
                stream: stream, type: type, actor: actor,
                change: Change(data: ["n": .number(JSONNumber(Int64(number)))]))
        }
        try store.append(events, options: .lenient)
    }
}
