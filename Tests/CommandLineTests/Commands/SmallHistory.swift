/// A history that shows what events can be: few, but of every sort.
enum SmallHistory {
    /// One event a line.
    static let lines = #"""
        {"stream":"agent/Agent-1","type":"agent.registered","actor":"Agent-1",\#
        "cycle":1,"occurred_at":"2020-03-01T08:00:00Z","data":{"status":"ACTIVE",\#
        "team":"Tides","load":0.50}}
        {"stream":"task/T-1","type":"task.created","actor":"Maria","kind":"human",\#
        "cycle":1,"reason":"The harbour asked","correlation":"spring",\#
        "id":"0190a2b4-7c1e-7000-8000-000000000001","data":{"title":"Move the datum",\#
        "status":"open","tags":["a","b"],"plan":{"by":null,"days":3}}}

        {"stream":"task/T-1","type":"task.claimed","actor":"Agent-1","cycle":2,\#
        "causation":-1,"correlation":"spring","data":{"assigned_agent":"Agent-1",\#
        "status":"claimed"},"unset":["/plan/by"]}
        {"stream":"message/M-1","type":"message.sent","actor":"Agent-1","cycle":2,\#
        "causation":-1,"occurred_at":"2020-03-01T09:30:00.25+02:00",\#
        "data":{"from":"Agent-1","to":"Agent-2",\#
        "content":"It \u001b[31mblinks\u001b[0m, and 潮 is \"tide\", really"}}
        {"stream":"task/T-1","type":"task.changed","actor":"Agent-2","cycle":2,\#
        "causation":-2,"data":{"status":"blocked","a":1,"b":2,"c":3,"d":4,"e":5,"f":6},\#
        "unset":["/plan","/tags"]}
        {"stream":"message/M-1","type":"message.processed","actor":"Agent-2",\#
        "kind":"service","cycle":3,"causation":-2,"deleted":true,"reason":"read"}
        """#
}
