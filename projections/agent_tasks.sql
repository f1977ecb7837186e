-- The current state of every task, one row a task.

CREATE TABLE agent_tasks (
    task_id TEXT PRIMARY KEY,      -- id of the stream task/ID
    agent_id TEXT,                 -- agent whose task it is; it need not have a workspace
    title TEXT,                    -- one line
    description TEXT,              -- the whole text
    priority TEXT,                 -- in the writer's own words
    status TEXT,                   -- in the writer's own words
    estimated_cycles INTEGER,      -- effort in cycles
    dependencies TEXT,             -- JSON array of task ids
    skills_required TEXT,          -- JSON array
    assigned_to TEXT,              -- agent that someone gave it to
    created_by TEXT,               -- who wrote it down
    created_at TEXT,               -- as claimed, in the writer's own format
    started_at TEXT,               -- as claimed, in the writer's own format
    completed_at TEXT,             -- as claimed, in the writer's own format
    deliverables TEXT,             -- JSON array of what it is to produce, or has produced
    extra TEXT                     -- JSON object: every member that no column took
) STRICT;
CREATE INDEX agent_tasks_by_agent ON agent_tasks (agent_id, status);
CREATE INDEX agent_tasks_by_assignee ON agent_tasks (assigned_to, status);
CREATE INDEX agent_tasks_by_status ON agent_tasks (status, priority);

-- Tasks with the team and captain of the agent that has them; its workspace may be missing.
CREATE VIEW agent_tasks_with_team AS
SELECT t.task_id, coalesce(t.assigned_to, t.agent_id) AS agent_id, w.team, w.captain,
       w.specialization, w.status AS agent_status, t.title, t.priority, t.status,
       t.created_at, t.started_at, t.completed_at
FROM agent_tasks AS t
LEFT JOIN agent_workspaces AS w ON w.agent_id = coalesce(t.assigned_to, t.agent_id);

-- Tasks whose agent has no workspace, or that name no agent at all.
CREATE VIEW orphan_tasks AS
SELECT t.task_id, coalesce(t.assigned_to, t.agent_id) AS agent_id, t.title, t.priority, t.status
FROM agent_tasks AS t
LEFT JOIN agent_workspaces AS w ON w.agent_id = coalesce(t.assigned_to, t.agent_id)
WHERE w.agent_id IS NULL;

-- on task.*: merge into agent_tasks key task_id rest extra,
--     agent_id from /agent_id, /assigned_agent, /claimed_by,
--     title from /title, /name, /task, /content,
--     status from /status, /state, /final_status,
--     assigned_to from /assigned_to, /assignee,
--     created_at from /created_at, /timestamp,
--     started_at from /started_at, /claimed_at,
--     completed_at from /completed_at, /completion_time
