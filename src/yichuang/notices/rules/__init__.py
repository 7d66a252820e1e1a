"""What a notice must say, when it may be said, and how it is numbered: values in, verdict out."""
