"""What `make` calls: the environment, the tests, the checks, the lists and the pages."""
