"""The protocol: LTI 1.3 Advantage over pylti1p3, with every gap of the library closed."""
