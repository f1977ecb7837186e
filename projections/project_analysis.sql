-- Every analysis of the project's source, one row an analysis.

CREATE TABLE project_analysis (
    analysis_id TEXT PRIMARY KEY,  -- id of the stream analysis/ID
    analysis_type TEXT,            -- what the document calls itself
    analysis_data TEXT,            -- the whole document, a JSON object
    created_at TEXT                -- when it was made, as claimed
) STRICT;
CREATE INDEX project_analysis_by_type ON project_analysis (analysis_type);

-- on analysis.*: merge into project_analysis key analysis_id document analysis_data,
--     analysis_type from /analysis_type, /type,
--     created_at from /created_at, /scan_timestamp, /timestamp, /generated_at, /validation_date,
--         /project_info/scan_timestamp, /scan_metadata/scan_timestamp, /scan_metadata/timestamp
