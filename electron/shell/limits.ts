/** Everything must be gone 2 s after the click, also when the platform does not answer (R26); a fifth of a second to spare. */
export const quitLimitMilliseconds = 1_800;
