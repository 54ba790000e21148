"""The pages for readers, and the scripts that make some of them."""
