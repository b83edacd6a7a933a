/** Characters the API takes for a description. */
export const longestDescription = 256

/** Characters the API takes for an address text; far more than any address has. */
export const longestAddress = 64
