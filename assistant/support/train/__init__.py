"""How the support model is trained; nothing here runs in the product."""
