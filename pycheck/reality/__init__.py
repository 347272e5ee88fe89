"""Reality measured: attention profiles, their exponents, and what data say of a claim."""
