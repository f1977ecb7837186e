-- The current state of every agent, one row an agent.

CREATE TABLE agent_workspaces (
    agent_id TEXT PRIMARY KEY,     -- id of the stream agent/ID
    team TEXT,                     -- team it belongs to
    specialization TEXT,           -- what it is for
    captain TEXT,                  -- agent that leads it; the captain has none
    status TEXT,                   -- in the agent's own words, not one of a fixed list
    last_cycle TEXT,               -- when it last finished a cycle, as claimed
    current_focus TEXT,            -- what it works on
    cycle_count INTEGER,           -- cycles it has been through
    tasks_completed INTEGER,       -- tasks it has finished
    coordination_efficiency REAL,  -- as claimed: some write a share, others percent
    v2_compliance REAL,            -- as claimed: some write a share, others percent
    last_updated TEXT,             -- when it last wrote about itself, as claimed
    extra TEXT                     -- JSON object: every member that no column took
) STRICT;
CREATE INDEX agent_workspaces_by_team ON agent_workspaces (team);
CREATE INDEX agent_workspaces_by_status ON agent_workspaces (status);

-- on agent.*: merge into agent_workspaces key agent_id rest extra,
--     specialization from /specialization, /role, /agent_name, /name, /specialty, /agent_role,
--     captain from /captain, /captain_id,
--     status from /status, /current_status, /state,
--     last_cycle from /last_cycle, /last_checkin, /last_activity,
--     current_focus from /current_focus, /current_mission, /current_task, /current_phase, /focus,
--     cycle_count from /cycle_count, /current_cycle, /cycle,
--     v2_compliance from /v2_compliance, /v2_compliance_score, /v2_compliance_percentage,
--         /v2_compliance_metrics/compliance_percentage, /v2_compliance_status,
--     last_updated from /last_updated, /last_update, /updated_at, /timestamp
