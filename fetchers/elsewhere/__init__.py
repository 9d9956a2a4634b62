"""What is asked of services beside the registry's API, through the one client: articles, and versions of records."""
