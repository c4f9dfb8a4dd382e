"""Tables of the protocol. The domain knows none of them."""
