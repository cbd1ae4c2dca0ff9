-- One schema a kind of truth: appended facts, sealed secrets, working state.
CREATE SCHEMA ledger;
CREATE SCHEMA vault;
CREATE SCHEMA IF NOT EXISTS ops; -- the book of migrations is there already

-- The application works as this role, which can append to the ledger and change nothing in it.
-- Roles belong to the whole server, so another database may have made it already.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ytempire_app') THEN
        CREATE ROLE ytempire_app NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role ytempire_app is missing and % may not create it', current_user
            USING HINT = format(
                'Ask an administrator for: CREATE ROLE ytempire_app NOLOGIN; '
                'GRANT ytempire_app TO %I;', current_user);
END $$;

-- From PostgreSQL 16 on a role's maker may not act as it unless told so.
DO $$
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT ytempire_app TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL; -- granted by an administrator, or the first connection says what is missing
END $$;

GRANT USAGE ON SCHEMA ledger, vault, ops TO ytempire_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA ops
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ytempire_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA ops
    GRANT USAGE, SELECT ON SEQUENCES TO ytempire_app;
