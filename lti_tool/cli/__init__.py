"""The command `reciprocal`: each subcommand a few lines around a service function."""
