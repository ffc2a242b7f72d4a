"""Tokens, schemas, resources, OpenAPI: no issue has asked for a call yet. Its place in the house is settled."""
