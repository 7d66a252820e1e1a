"""How fast the hall's hot acts are, measured against the database itself."""
