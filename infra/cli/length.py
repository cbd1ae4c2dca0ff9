"""How long a film was to be, and how long it is."""

NEAR_PERCENT = 10
"""What nobody would call another length."""


def length(asked_s: float, made_s: float) -> str:
    """Both, and how far they are apart where that is to be noticed."""
    both = f"{asked_s:g} s asked for, {made_s:.1f} s made"
    apart = round((made_s - asked_s) * 100 / asked_s)
    if abs(apart) <= NEAR_PERCENT:
        return both
    return f"{both}: {abs(apart)} % {'longer' if apart > 0 else 'shorter'}"
