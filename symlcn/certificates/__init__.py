"""What certificates of all kinds share: the envelope, exact values as JSON, hypotheses."""
