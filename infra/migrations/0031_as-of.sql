-- One account's events in order: what its tables as of any position are folded from.
CREATE INDEX events_of_account ON ledger.events (account_id, notification_id);

-- Every view that is read, and how far it has come. Queries name it without its schema, so that
-- an answer as of then has a table of this name of its own.
CREATE VIEW ops.served AS
    SELECT its.projection AS view, its.version, its.position, its.paused, its.skips, its.schema
    FROM ops.serving JOIN ops.checkpoints AS its USING (schema);
GRANT SELECT ON ops.served TO ytempire_app;
