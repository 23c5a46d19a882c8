"""The record: upstream's figures (snapshot), their origin, how they are read and checked."""
