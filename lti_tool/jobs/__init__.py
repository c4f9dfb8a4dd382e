"""The handlers of jobs, one module per kind, and the queue that hands jobs to them."""
