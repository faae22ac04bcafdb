"""The filters as functions of the end-to-end filter."""
