import { describe, expect, it } from 'vitest'
import { allowListsFor } from '#server/adapters/ffmpeg/allow-lists'
import { failureOf } from '#server/adapters/ffmpeg/failure-reason'
import {
  hasFrameMode,
  isRecent,
  parseListing,
  parseVersion,
} from '#server/adapters/ffmpeg/probe-capabilities'
import { progressReader } from '#server/adapters/ffmpeg/progress'
import { confined } from '#server/adapters/ffmpeg/sandbox'

describe('allow-lists', () => {
  it('hold only what the build has, and never what names other files', () => {
    const lists = allowListsFor({ decoders: new Set(['h264', 'magicyuv']), demuxers: new Set(['mov', 'hls', 'concat', 'dash']) })
    expect(lists).toEqual({ formats: 'mov', codecs: 'h264', protocols: 'file' })
  }) // prettier-ignore

  it('fail closed: an empty list would allow everything', () => {
    expect(() => allowListsFor({ decoders: new Set(), demuxers: new Set(['mov']) })).toThrow(/codecs/)
    expect(() => allowListsFor({ decoders: new Set(['h264']), demuxers: new Set() })).toThrow(/formats/)
  })
})

describe('what a build prints', () => {
  it('gives names with every alias, and no legend', () => {
    const listing = 'File formats:\n D. = Demuxing supported\n --\n D  matroska,webm   Matroska / WebM\n DE mov,mp4 QuickTime\n'
    expect([...parseListing(listing)]).toEqual(['matroska', 'webm', 'mov', 'mp4'])
    expect([...parseListing('Decoders:\n V..... = Video\n ------\n VFS..D h264   H.264\n')]).toEqual(['h264'])
    expect([...parseListing('Filters:\n T.. = Timeline\n  | = Source\n ... scale  V->V  Scale\n')]).toEqual(['scale'])
  }) // prettier-ignore

  it.each([
    ['5.1.9-0+deb12u1', true],
    ['4.4', true],
    ['4.3.2', false],
    ['n7.1', true],
    ['N-47683-g0e8eb07980-static', false],
    ['N-118000-gabc', true],
    ['unknown', false],
  ])('version %s is recent: %s', (version, expected) => {
    expect(isRecent(parseVersion(`ffmpeg version ${version} Copyright`))).toBe(expected)
  })
})

it.each([
  ['5.0.1', false],
  ['5.1.9-0+deb12u1', true],
  ['8.0', true],
  ['N-47683-g0e8eb07980-static', false],
])('version %s knows -fps_mode: %s', (version, expected) => {
  expect(hasFrameMode(version)).toBe(expected)
})

describe('progress', () => {
  it('is read across chunks', () => {
    const seconds: number[] = []
    const read = progressReader((value) => seconds.push(value))
    read(Buffer.from('frame=1\nout_time_ms=15'))
    read(Buffer.from('00000\nout_time_ms=N/A\nprogress=end\n'))
    expect(seconds).toEqual([1.5])
  })
})

describe('a failed run', () => {
  const end = { exitCode: 1, signal: null, stderr: '', isTimedOut: false }
  it.each([
    ['av_interleaved_write_frame(): No space left on device', 'insufficient_storage', true],
    ['[hls @ 0x1] Format not on whitelist', 'unprocessable', false],
    ['moov atom not found', 'unprocessable', false],
    ['', 'unprocessable', false],
  ])('that printed "%s" is %s', (stderr, code, retryable) => {
    expect(failureOf({ ...end, stderr })).toMatchObject({ code, retryable })
  })

  it('that was killed from outside is tried again, one that took too long is not', () => {
    expect(failureOf({ ...end, exitCode: null, signal: 'SIGKILL' })).toMatchObject({ retryable: true })
    expect(failureOf({ ...end, exitCode: null, signal: 'SIGKILL', isTimedOut: true })).toMatchObject({ retryable: false })
  }) // prettier-ignore

  it('never shows what the process printed', () => {
    expect(failureOf({ ...end, stderr: '/secret/path: broken' }).message).not.toContain('/secret')
  })
})

describe('the sandbox', () => {
  it('wraps the command as far as the system allows', () => {
    const limits = { wallSeconds: 1, cpuSeconds: 2.5, memoryBytes: 100, outputBytes: 50 }
    expect(confined(['x', '-i'], limits, { hasUnshare: false, hasSetpriv: false, hasPrlimit: false })).toEqual(['x', '-i'])
    expect(confined(['x'], limits, { hasUnshare: true, hasSetpriv: true, hasPrlimit: true }).join(' ')).toBe(
      'unshare -rn setpriv --pdeathsig KILL prlimit --core=0 --cpu=3 --as=100 --fsize=50 -- x',
    )
  }) // prettier-ignore
})
