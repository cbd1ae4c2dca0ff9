"""`ytempire demo`: one text in, one finished film out, through the API as any client would."""
