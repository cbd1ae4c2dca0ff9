"""PostgreSQL, Redis and our own processes as children of one supervisor. Linux only.

with Supervisor(home, limits) as supervisor:
    supervisor.serve(postgres)
    supervisor.serve(redis)
    migrate(postgres.ensure(DATABASE))
    supervisor.watch(programs)
"""
