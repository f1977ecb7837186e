-- Every message between agents, one row a message.

CREATE TABLE agent_messages (
    message_id TEXT PRIMARY KEY,   -- id of the stream message/ID
    from_agent TEXT,               -- sender; it need not have a workspace
    to_agent TEXT,                 -- recipient; it need not have a workspace
    priority TEXT,                 -- in the sender's own words
    tags TEXT,                     -- JSON array, or the sender's own text
    content TEXT,                  -- what it says; JSON where the sender wrote JSON
    sent_at TEXT,                  -- as claimed, in the sender's own format or seconds since 1970
    processed_at TEXT,             -- as claimed
    status TEXT,                   -- in the sender's own words
    extra TEXT                     -- JSON object: every member that no column took
) STRICT;
CREATE INDEX agent_messages_by_recipient ON agent_messages (to_agent, status);
CREATE INDEX agent_messages_by_sender ON agent_messages (from_agent);

-- Messages that wait for someone, with the team of the one they wait for.
CREATE VIEW inbox AS
SELECT m.to_agent AS agent_id, w.team, m.message_id, m.from_agent, m.priority, m.tags, m.content,
       m.sent_at, m.status
FROM agent_messages AS m
LEFT JOIN agent_workspaces AS w ON w.agent_id = m.to_agent
WHERE m.processed_at IS NULL
  AND lower(coalesce(m.status, '')) NOT IN ('processed', 'completed', 'done', 'read', 'archived');

-- on message.*: merge into agent_messages key message_id rest extra,
--     from_agent from /from_agent, /from, /sender,
--     to_agent from /to_agent, /to, /recipient,
--     priority from /priority, /priority_score,
--     content from /content, /message, /message_content, /body, /text, /details, /summary,
--     sent_at from /sent_at, /timestamp, /created_at,
--     processed_at from /processed_at, /completed_at, /read_at
