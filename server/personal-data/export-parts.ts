import { findOriginal } from '../tiers/open-original.ts'
import { listOriginalsOf } from '../videos/personal-videos.ts'
import { PERSONAL_ROOMS } from './personal-rooms.ts'

/** One file of an export. */
export interface ExportPart {
  path: string
  isCompressible: boolean
  open(): Promise<AsyncIterable<string | Buffer>> | AsyncIterable<string | Buffer>
}

const README = `What Clipway keeps about you, one file a kind, one JSON object a line (JSON Lines, UTF-8).
Times are ISO 8601 in UTC; ids are those that the API uses. Files without a line are kinds of which there is nothing.
The folder videos/ has the files as you uploaded them, if you asked for them.
Passwords, codes and tokens are not in here: they are kept as hashes that nobody can turn back.
`

/** Everything that an export of this person is made of, in order. */
export async function listParts(userId: string, includesVideos: boolean): Promise<ExportPart[]> {
  const rows = PERSONAL_ROOMS.map(({ file, rows }) => ({
    path: `${file}.jsonl`,
    isCompressible: true,
    open: () => toLines(rows(userId)),
  }))
  const videos = includesVideos ? await listVideoParts(userId) : []
  return [{ path: 'README.txt', isCompressible: true, open: () => once(README) }, ...rows, ...videos]
}

/** From whatever tier it lies in; of one that the server does not have any more the note says so. */
async function listVideoParts(userId: string): Promise<ExportPart[]> {
  const parts: ExportPart[] = []
  for await (const { id, filename } of listOriginalsOf(userId)) {
    const open = await findOriginal(id)
    parts.push({
      path: `videos/${id}-${safeName(filename)}${open ? '' : '.missing.txt'}`,
      isCompressible: false,
      open: open ?? (() => once('The server does not have this file any more.\n')),
    })
  }
  return parts
}

async function* toLines(rows: AsyncIterable<object>): AsyncIterable<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}

async function* once(text: string): AsyncIterable<string> {
  yield text
}

/** A name from somebody's disk must not become a path on another's. */
function safeName(filename: string): string {
  return (
    filename
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
      .replace(/^[._]+/, '')
      .slice(-120) || 'video'
  )
}
