"""What an administrator gives back after entering our addresses in the LMS."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import DataRequired, Length

from curriculum.foundation.errors import DomainError
from lti_tool.lti.addresses import LONGEST
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registering.by_hand import Entered, site_of
from lti_tool.lti.registering.dialects import ADDRESSES, Dialect
from lti_tool.web.errors import sentence_of

FIELDS = {"deployment_ids": "deployment_id", "frame_origins": "site", "name": None}
"""Where a refused field of a registration stands in the form, if not under its own name."""


_TOO_LONG = _("That is too long to be right.")


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _text(label: str, description: str = "", *, needed: str = "", address: bool = False) -> Any:
    return StringField(
        label,
        [*([DataRequired(needed)] if needed else []), Length(max=LONGEST, message=_TOO_LONG)],
        filters=[_trimmed],
        description=description,
        # What people paste here is no prose: nothing is to be corrected or capitalised.
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            **({"inputmode": "url"} if address else {}),
        },
    )


class ByHandForm(FlaskForm):
    """One form for every LMS; `offer` fits it to one of them."""

    site = _text(_("Address of your LMS"), address=True)
    client_id = _text(
        _("Client id"),
        _("As the LMS shows it once Reciprocal is entered there."),
        needed=_("Enter the client id that the LMS shows."),
    )
    deployment_id = _text(
        _("Deployment id"),
        _(
            "If the LMS does not show one yet, leave it empty. The first launch then names it, "
            "and whoever runs Reciprocal approves it."
        ),
    )
    issuer = _text(_("Issuer (platform id)"), address=True)
    auth_login_url = _text(_("Authentication address (OIDC authorisation)"), address=True)
    auth_token_url = _text(_("Access token address"), address=True)
    key_set_url = _text(_("Public key set address (JWKS)"), address=True)
    auth_audience = _text(
        _("Audience of token requests"), _("Only if the LMS names one. Usually empty.")
    )
    anyway = BooleanField(
        _("Store it all the same: I put the rest right in the LMS"),
    )

    def offer(self, dialect: Dialect) -> None:
        """Put in what usually holds for this LMS, and say what the rest usually is."""
        if dialect.site_label:
            self.site.label.text = gettext(dialect.site_label)
            self.site.description = gettext("Like %(example)s", example=dialect.site_example)
        for name in ADDRESSES:
            pattern = (dialect.usual or {}).get(name, "")
            if "{" in pattern:
                usual = pattern.replace("{site}", dialect.site_example)
                usual = usual.replace("{client}", gettext("CLIENT-ID"))
                self[name].description = gettext("Empty means: %(usual)s", usual=usual)

    def prefill(self, dialect: Dialect, there: Registration | None) -> None:
        """Fill in what is known before anything was typed.

        :param there: the registration that is to be changed.
        """
        for name, value in dialect.fixed().items():
            self[name].data = value
        for name in (*ADDRESSES, "client_id") if there is not None else ():
            self[name].data = getattr(there, name) or ""

    def complete(self, dialect: Dialect) -> bool:
        """Check what was typed, once what follows from it is put into the empty fields."""
        fits: bool = self.validate_on_submit()
        self.site.data = site_of(self.site.data or "", dialect)
        if dialect.site_label and not self.site.data and self._lacks_addresses():
            self.site.errors = [gettext("Enter the address at which people open the LMS.")]
            return False
        usual = dialect.addresses(self.site.data, self.client_id.data or "")
        for name in ADDRESSES:
            self[name].data = self[name].data or usual.get(name, "")
            if not self[name].data and name != "auth_audience":
                self[name].errors = [gettext("Enter the address that the LMS shows.")]
                fits = False
        return fits

    def _lacks_addresses(self) -> bool:
        return any(not self[name].data for name in ADDRESSES if name != "auth_audience")

    def entered(self, dialect: Dialect) -> Entered:
        """Return what was typed. Call only after `complete` said yes."""
        return Entered(
            dialect,
            self.site.data or "",
            self.client_id.data or "",
            self.deployment_id.data or "",
            {name: self[name].data for name in ADDRESSES},
        )

    def show_error(self, error: DomainError) -> None:
        """Put a refusal beside its field, by the words that the page uses for it."""
        name = FIELDS.get(error.field or "", error.field)
        field: Field | None = self._fields.get(name or "")
        if field is None:
            self.form_errors.append(sentence_of(error))
            return
        if error.values.get("name") == error.field:
            error.values["name"] = str(field.label.text)
        field.errors = [*field.errors, sentence_of(error)]

    @property
    def errs_in_addresses(self) -> bool:
        """Whether something that is folded away needs mending."""
        return any(name in ADDRESSES for name in self.errors)
