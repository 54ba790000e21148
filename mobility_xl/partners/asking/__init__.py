"""Writes to elected officials, and takes their answers back."""
