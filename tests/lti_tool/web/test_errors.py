"""What is answered where no page of ours can be."""

import pytest


@pytest.mark.parametrize("path", ["/lti/login", "/lti/notices", "/no/such/page", "/static/no.css"])
@pytest.mark.parametrize(
    "host", [f"{'a' * 70}.example.edu", "..", "[", "a b", "lms.example.edu:port", "\x7f"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_host_that_is_none_is_no_fault_of_ours(bare_app, path, host, method):
    answer = bare_app.test_client().open(path, method=method, headers={"Host": host})

    assert answer.status_code < 500
