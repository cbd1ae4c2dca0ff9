"""What a person decides about a film or a file, as a body says it."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from api.schema import Body, Line
from domain.rights import Audience, Decided, Disclosure, Ownership, PaidPromotion, Rights

REASONS_MAX = 10


class RightsBody(Body):
    """Under what a file may be used; of a licensed one every field is to be said."""

    ownership: Ownership
    licence: Line
    commercial_use: StrictBool
    attribution: Line = ""
    expires_on: date | None = None

    @model_validator(mode="after")
    def _leaves_nothing_unsaid(self) -> Self:
        said = {"attribution", "expires_on"} <= self.model_fields_set
        if self.ownership is Ownership.LICENSED and not said:
            raise ValueError(
                "what is licensed says its attribution (or that it owes none, as an empty one)"
                " and the day its rights expire on (null: never)"
            )
        return self

    def decided(self, by: str) -> Rights:
        return Rights(
            self.ownership,
            self.licence,
            self.commercial_use,
            self.attribution,
            self.expires_on,
            by,
        )


class DisclosureBody(Body):
    """Whether realistic altered or synthetic media is shown, and why."""

    realistic: StrictBool
    reasons: Annotated[tuple[Line, ...], Field(max_length=REASONS_MAX)] = ()

    def decided(self, by: str) -> Disclosure:
        return Disclosure(self.realistic, self.reasons, by)


class AudienceBody(Body):
    made_for_kids: StrictBool

    def decided(self, by: str) -> Audience:
        return Audience(self.made_for_kids, by)


class PaidPromotionBody(Body):
    included: StrictBool

    def decided(self, by: str) -> PaidPromotion:
        return PaidPromotion(self.included, by)


class DecidedBody(Body):
    """Everything that only a person can know of a film."""

    disclosure: DisclosureBody
    audience: AudienceBody
    paid_promotion: PaidPromotionBody

    def decided(self, by: str) -> Decided:
        return Decided(
            self.disclosure.decided(by), self.audience.decided(by), self.paid_promotion.decided(by)
        )
