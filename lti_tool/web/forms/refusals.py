"""What the domain refuses, beside the field of a form that it is about."""

from flask_wtf import FlaskForm

from curriculum.foundation.errors import DomainError
from lti_tool.web.errors import sentence_of


def put_beside(form: FlaskForm, error: DomainError, *, field: str | None = None) -> None:
    """Show a refusal beside its field, or above the form where it is about none of them.

    :param field: what the form calls the field, where the domain calls it something else.
    """
    name = field or error.field
    if name in form:
        form[name].errors = [sentence_of(error)]
    else:
        form.form_errors.append(sentence_of(error))
