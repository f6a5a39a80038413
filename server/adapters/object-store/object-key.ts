import { InvalidInput } from '../../errors.ts'

const MAX_KEY_LENGTH = 512
const MAX_SEGMENT_LENGTH = 200
/** No segment begins with a dot, so `..` and hidden files cannot be named. */
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9.-]*$/

/**
 * Lets only keys through that mean the same thing to every store: segments of letters, digits, dots and dashes.
 * @throws InvalidInput
 */
export function checkKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH || !key.split('/').every(isSegment)) {
    throw new InvalidInput('This is not a name that an object can have.')
  }
}

/** The same for the beginning of a key: the last segment may be empty or cut short. */
export function checkPrefix(prefix: string): void {
  checkKey(`${prefix}x`)
}

function isSegment(segment: string): boolean {
  return segment.length <= MAX_SEGMENT_LENGTH && SEGMENT.test(segment)
}
