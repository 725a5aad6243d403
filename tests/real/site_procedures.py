"""Procedures of a site, in a folder: what the tests change on FRRouting."""
