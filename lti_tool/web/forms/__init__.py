"""Forms: they check shape and hand over typed values; course rules stay in the domain."""
