import { execFile } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#server/errors'
import { fragmentReader } from '#server/transcoding/fragment-index'
import { FOOTAGE, madeWith } from '../../support/footage.ts'

const execute = promisify(execFile)

/** A file handle over bytes in memory. */
function fileOf(bytes: Buffer) {
  const read = async (buffer: Buffer, offset: number, length: number, position: number) => {
    const bytesRead = bytes.copy(buffer, offset, position, position + length)
    return { bytesRead, buffer }
  }
  return { read } as unknown as Parameters<typeof fragmentReader>[0]
}

async function indexOf(bytes: Buffer) {
  const reader = fragmentReader(fileOf(bytes))
  await reader.advance(bytes.length)
  return reader.index
}

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(body.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, body])
}

describe('the index of a fragmented file', () => {
  let muxed: Buffer
  beforeAll(async () => {
    const source = await FOOTAGE.h264()
    const flags = 'frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets'
    muxed = await readFile(
      await madeWith(['-i', source, '-c', 'copy', '-movflags', flags, '-f', 'mp4'], '.mp4'),
    )
  })

  it('tells tracks, codecs, and a segment for each keyframe', async () => {
    const index = await indexOf(muxed)
    expect(index.tracks.map(({ kind, codec, width, height }) => ({ kind, codec, width, height }))).toEqual([
      { kind: 'video', codec: expect.stringMatching(/^avc1\.[0-9a-f]{6}$/), width: 640, height: 360 },
      { kind: 'audio', codec: 'mp4a.40.2', width: 0, height: 0 },
    ])
    expect(index.segmentSeconds).toHaveLength(6)
    for (const seconds of index.segmentSeconds) expect(seconds).toBeCloseTo(2, 3)
    expect(muxed.toString('latin1', index.initBytes + 4, index.initBytes + 8)).toBe('moof')
  })

  it('agrees with ffprobe about the codec level and every keyframe', async () => {
    const path = await FOOTAGE.h264()
    const { stdout } = await execute('ffprobe', ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=level', '-of', 'csv=p=0', path])
    const [video] = (await indexOf(muxed)).tracks
    expect(video?.codec.slice(-2)).toBe(Number(stdout).toString(16).padStart(2, '0'))
  }) // prettier-ignore

  it('is the same however the file grows', async () => {
    const whole = await indexOf(muxed)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: muxed.length }), { maxLength: 12 }),
        async (cuts) => {
          const reader = fragmentReader(fileOf(muxed))
          for (const size of cuts.sort((a, b) => a - b)) {
            await reader.advance(size)
            const { initBytes, segmentBytes } = reader.index
            expect(segmentBytes.reduce((sum, bytes) => sum + bytes, initBytes)).toBeLessThanOrEqual(size)
            expect(segmentBytes).toEqual(whole.segmentBytes.slice(0, segmentBytes.length))
          }
          await reader.advance(muxed.length)
          expect(reader.index).toEqual(whole)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('survives damage anywhere: an answer or a named error, quickly', async () => {
    const { initBytes } = await indexOf(muxed)
    const head = muxed.subarray(0, initBytes + 4000)
    const damage = fc.record({ at: fc.nat(head.length - 4), value: fc.nat(0xffffffff) })
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (all) => {
        const bytes = Buffer.from(head)
        for (const { at, value } of all) bytes.writeUInt32BE(value, at)
        const outcome = await indexOf(bytes).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError)
      }),
      { numRuns: 400 },
    )
  })

  it('survives bytes that never were a video', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const outcome = await indexOf(Buffer.from(bytes)).catch((error: unknown) => error)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError)
      }),
    )
  })

  it.each([
    ['a size below the header', Buffer.from([0, 0, 0, 3, ...Buffer.from('moov')])],
    ['a movie box of terabytes', Buffer.from([0, 0, 0, 1, ...Buffer.from('moov'), 0, 0, 0x10, 0, 0, 0, 0, 0])],
    ['media before the movie box', box('mdat', Buffer.alloc(10))],
    ['a movie box in which a child runs over the end', box('moov', Buffer.from([0, 0, 1, 0, ...Buffer.from('trak')]))],
  ])('refuses %s', async (_what, bytes) => {
    const outcome = indexOf(bytes)
    if (bytes.readUInt32BE(0) === 1) await expect(outcome).resolves.toMatchObject({ segmentBytes: [] })
    else await expect(outcome).rejects.toBeInstanceOf(AppError)
  }) // prettier-ignore

  it('reads a real file through a handle with few reads', async () => {
    const handle = await open(await FOOTAGE.h264())
    const reader = fragmentReader(handle)
    await reader.advance((await handle.stat()).size).catch(() => {})
    await handle.close()
    expect(reader.index.segmentBytes).toEqual([]) // an ordinary MP4 has no fragments
  })
})
