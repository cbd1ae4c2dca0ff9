"""`python -m infra.cli` is `ytempire`: how the supervisor starts its programs."""

from infra.cli import main

main()
