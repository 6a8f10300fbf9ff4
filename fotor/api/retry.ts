/** Waits between attempts of a request that costs nothing, ms: balance, uploads, downloads. */
export const FREE_WAITS = [500, 1_500, 4_000];
