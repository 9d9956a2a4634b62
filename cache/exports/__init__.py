"""Files for readers: tables and a page's figures as CSV, XLSX, Parquet or JSON lines, changes as a feed.

Touches a snapshot's tables and the file it writes. Cells that a spreadsheet would run are made harmless here.
"""
