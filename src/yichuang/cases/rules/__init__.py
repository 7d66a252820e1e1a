"""What may follow what, what is missing, how many visits: values in, verdict out."""
