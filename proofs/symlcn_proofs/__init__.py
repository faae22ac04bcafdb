"""Teaching proofs: Markdown that runs."""
