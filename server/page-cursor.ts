import { InvalidInput } from './errors.ts'

/** A cursor is the sort key of the last item given, so that what is written meanwhile neither repeats nor hides an item. */
export function encodeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url')
}

/** @throws InvalidInput unless it is what `encodeCursor` gave for a key that `isKey` accepts */
export function decodeCursor(cursor: string, isKey: (key: string) => boolean): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  if (encodeCursor(key) !== cursor || !isKey(key)) {
    throw new InvalidInput('This cursor is not one that a list gave. Start the list again without it.', {
      details: [{ path: 'cursor', message: 'unknown' }],
    })
  }
  return key
}
