"""What may be asked and reported: values whose steps say which streams decide what."""
