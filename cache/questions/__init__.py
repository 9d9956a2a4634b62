"""What each page asks of a snapshot: plain functions of a Reader and Filters, one module per page."""
