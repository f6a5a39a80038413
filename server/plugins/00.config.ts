import { config, ConfigError } from '../config.ts'

/** What the supervisor reads as: starting again is no use (EX_CONFIG of sysexits.h). */
const BAD_CONFIGURATION = 78

/** A wrong setting stops the process here, before anything listens or is written. */
export default defineNitroPlugin(() => {
  if (import.meta.prerender) return
  try {
    config()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(BAD_CONFIGURATION)
  }
})
