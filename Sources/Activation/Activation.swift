// Activation
