/** The least number of seconds between two checks of a real server. */
export const leastEverySeconds = 0.5;

/** The largest number of seconds that a check may have, for its pace as for an answer. */
export const mostCheckSeconds = 3600;

/** The least number of seconds from a check that failed to the next one. */
export const leastRetrySeconds = 0.1;
