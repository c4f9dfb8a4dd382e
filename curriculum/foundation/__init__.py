"""What every table and rule stands on: tables, errors, the clock and the job table."""
