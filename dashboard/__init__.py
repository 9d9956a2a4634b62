"""The two faces of the project: pages in a browser and the command line."""
