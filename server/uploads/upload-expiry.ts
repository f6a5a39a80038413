import { UPLOAD_EXPIRES_HOURS } from '#shared/uploads'

export const UPLOAD_EXPIRES_MS = UPLOAD_EXPIRES_HOURS * 3600 * 1000
