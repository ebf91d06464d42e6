// Reports against the obvious way to compute them: every figure over small rows, by brute force.
