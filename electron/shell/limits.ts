/** Everything must be gone 2 s after the click, also when the platform does not answer (R26); half a second to spare. */
export const quitLimitMilliseconds = 1_500;
