"""Renders evidence: documents, PDFs and their charts. Decides nothing."""
