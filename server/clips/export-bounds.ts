/** Of one person at a time, made or still to be made: each is a file of up to ten minutes. */
export const MAX_EXPORTS_PER_PERSON = 10
/** A file is kept so long for its download. */
export const EXPORT_KEPT_MS = 24 * 3600 * 1000
