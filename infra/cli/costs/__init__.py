"""`ytempire costs`: what things cost, in sums and posting by posting.

adjust    corrections
budget    caps, and what is taken of budgets
invoice   a provider's invoice as a file
journal   the journal and the trial balance
reconcile an invoice against what was recorded
summary   by outcome, and for a minute of film
"""

import typer

from infra.cli.costs import adjust, budget, journal, reconcile, summary
from infra.cli.output import plainly


def register(app: typer.Typer) -> None:
    costs = typer.Typer(help="What things cost: the books.", no_args_is_help=True)
    costs.callback()(books)
    costs.command("summary")(plainly(summary.summary))
    costs.command("journal")(plainly(journal.postings))
    costs.command("trial-balance")(plainly(journal.trial_balance))
    costs.command("budget")(plainly(budget.budgets))
    costs.command("cap")(plainly(budget.decide_cap))
    costs.command("adjust")(plainly(adjust.adjust))
    costs.command("reconcile")(plainly(reconcile.reconcile))
    app.add_typer(costs, name="costs")


def books() -> None:
    """What things cost: the books."""
