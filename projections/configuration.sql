-- Every configuration file or entry, one row a key.

CREATE TABLE configuration (
    config_key TEXT PRIMARY KEY,   -- id of the stream config/KEY
    config_value TEXT,             -- the whole document, a JSON object
    config_type TEXT,              -- what the document calls itself
    last_updated TEXT              -- when it was last written, as claimed
) STRICT;

-- on config.*: merge into configuration key config_key document config_value,
--     config_type from /config_type, /type,
--     last_updated from /last_updated, /last_update, /updated_at, /timestamp
