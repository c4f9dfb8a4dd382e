"""`python -m lti_tool.cli`, for processes that start one another."""

from lti_tool.cli.main import main

main()
