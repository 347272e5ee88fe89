"""What a model shows that is no profile, a module a topic; `making.py` lists them."""
