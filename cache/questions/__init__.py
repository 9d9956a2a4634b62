"""What each page asks of a snapshot: plain functions of a Reader and Filters, one module per page.

Reads a snapshot's tables and writes nothing.
"""
