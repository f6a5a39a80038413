import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confinedFfmpeg, outputFile } from '#server/adapters/ffmpeg/confined-ffmpeg'
import { findBinaries, npmPair } from '#server/adapters/ffmpeg/find-binaries'
import type { Ffmpeg, RunLimits } from '#server/adapters/ffmpeg/port'
import { probeSandbox } from '#server/adapters/ffmpeg/sandbox'
import { sweepWorkFolders, withWorkFolder } from '#server/adapters/ffmpeg/work-folder'
import { FOOTAGE } from '../support/footage.ts'
import { useSettings } from '../support/settings.ts'

const settings = useSettings()
afterAll(settings.remove)

const LIMITS: RunLimits = { wallSeconds: 30, outputBytes: 50_000_000 }
const MAX_PIXELS = 36_000_000

async function confined(paths: { ffmpegPath?: string; ffprobePath?: string }): Promise<Ffmpeg> {
  return confinedFfmpeg({
    binaries: await findBinaries(paths),
    sandbox: await probeSandbox(),
    maxPixels: MAX_PIXELS,
  })
}

const builds: [string, () => Promise<Ffmpeg>][] = [
  ['the best build', () => confined({})],
  [
    'the build from npm',
    async () => {
      const pair = await npmPair()
      if (!pair)
        throw new Error('the optional packages @ffmpeg-installer and @ffprobe-installer are not installed')
      return confined({ ffmpegPath: pair.ffmpeg, ffprobePath: pair.ffprobe })
    },
  ],
]

describe.each(builds)('ffmpeg: %s', (_name, makeBuild) => {
  let ffmpeg: Ffmpeg
  beforeAll(async () => {
    ffmpeg = await makeBuild()
  })

  const probe = (folder: string, file = 'in') =>
    ffmpeg.probe({ folder, file, limits: LIMITS, options: ['-show_format', '-show_streams'] })
  const shrink = (folder: string, extra: Partial<Parameters<Ffmpeg['run']>[0]> = {}) =>
    ffmpeg.run({
      folder,
      inputs: [{ file: 'in' }],
      output: ['-map', '0:v:0', '-vf', 'scale=160:90', '-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4', outputFile('out.mp4')],
      limits: LIMITS,
      ...extra,
    }) // prettier-ignore

  it('probes and encodes an ordinary video, and tells its progress', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.h264(), join(folder, 'in'))
      const answer = (await probe(folder)) as { streams: { codec_name: string }[] }
      expect(answer.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac'])
      const seconds: number[] = []
      await shrink(folder, { onProgress: (value) => seconds.push(value) })
      expect(seconds.at(-1)).toBeGreaterThan(10)
      expect((await stat(join(folder, 'out.mp4'))).size).toBeGreaterThan(1000)
    })
  })

  it.each(['webm', 'mpeg4Avi', 'prores', 'raw'] as const)('accepts %s', async (name) => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE[name](), join(folder, 'in'))
      await probe(folder)
      await shrink(folder)
    })
  })

  /** Reading another user's video through a playlist must fail in the probe and in the encode alike. */
  describe.each([
    ['an HLS playlist', (victim: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:12,\nfile://${victim}\n#EXT-X-ENDLIST\n`],
    ['an HLS playlist with a relative name', () => '#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:12,\nvictim.ts\n#EXT-X-ENDLIST\n'],
    ['an ffconcat script', () => "ffconcat version 1.0\nfile 'victim.ts'\n"],
    ['a DASH manifest', (victim: string) => `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT12S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>file://${victim}</BaseURL></Representation></AdaptationSet></Period></MPD>`],
  ])('given %s that names another file', (_what, script) => {
    it('refuses it and says what to upload', async () => {
      await withWorkFolder(async (folder) => {
        const victim = join(folder, 'victim.ts')
        await copyFile(await FOOTAGE.h264(), victim)
        await writeFile(join(folder, 'in'), script(victim))
        await expect(probe(folder)).rejects.toMatchObject({ code: 'unprocessable' })
        await expect(shrink(folder)).rejects.toMatchObject({ code: 'unprocessable' })
        expect(existsSync(join(folder, 'out.mp4')) && (await stat(join(folder, 'out.mp4'))).size > 0).toBe(false)
      })
    })
  }) // prettier-ignore

  it('refuses a codec that nobody films with', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.magicYuv(), join(folder, 'in'))
      await expect(shrink(folder)).rejects.toThrow(/codec magicyuv is not supported/)
    })
  })

  it('refuses a picture of 16,000 x 16,000 before it takes the memory', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.bomb(), join(folder, 'in'))
      await expect(shrink(folder)).rejects.toMatchObject({ code: 'unprocessable' })
    })
  })

  it.each([
    ['zero bytes', async (path: string) => writeFile(path, '')],
    ['text', async (path: string) => writeFile(path, 'just some words\n'.repeat(500))],
    ['random bytes', async (path: string) => writeFile(path, Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 251)))],
    ['a truncated mp4', async (path: string) => { await copyFile(await FOOTAGE.h264(), path); await truncate(path, 60_000) }],
  ])('refuses %s in plain words', async (_what, write) => {
    await withWorkFolder(async (folder) => {
      await write(join(folder, 'in'))
      await expect(probe(folder)).rejects.toMatchObject({ code: 'unprocessable', message: expect.stringMatching(/[.]$/) })
    })
  }) // prettier-ignore

  it('stops at the bound on the output', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.h264(), join(folder, 'in'))
      await expect(shrink(folder, { limits: { ...LIMITS, outputBytes: 20_000 } })).rejects.toMatchObject({
        code: 'unprocessable',
      })
      expect((await stat(join(folder, 'out.mp4'))).size).toBeLessThanOrEqual(20_000)
    })
  })

  it('stops at the bound on time', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.h264(), join(folder, 'in'))
      const startedAt = Date.now()
      const slow = shrink(folder, { inputs: [{ file: 'in', options: ['-re'] }], limits: { wallSeconds: 1 } })
      await expect(slow).rejects.toThrow(/took longer/)
      expect(Date.now() - startedAt).toBeLessThan(5000)
    })
  })

  it('ends the process when the job is aborted', async () => {
    await withWorkFolder(async (folder) => {
      await copyFile(await FOOTAGE.h264(), join(folder, 'in'))
      const abort = new AbortController()
      const running = shrink(folder, { inputs: [{ file: 'in', options: ['-re'] }], signal: abort.signal })
      setTimeout(() => abort.abort(new Error('shutdown')), 300)
      await expect(running).rejects.toThrow('shutdown')
    })
  })
})

describe('work folders', () => {
  it('are private and gone afterwards, also when the work fails', async () => {
    let seen = ''
    const failing = withWorkFolder(async (folder) => {
      seen = folder
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
      await writeFile(join(folder, 'x'), 'x')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(existsSync(seen)).toBe(false)
  })

  it('of a killed process are swept, of a living one kept', async () => {
    await withWorkFolder(async (folder) => {
      const [host] = (folder.split('/').at(-1) ?? '').split('-')
      const dead = join(folder, '..', `${host}-4194303-abcdef`)
      await mkdir(dead)
      expect(await sweepWorkFolders()).toBe(1)
      expect(await readdir(join(folder, '..'))).toEqual([folder.split('/').at(-1)])
      expect(await readFile(join(folder, 'none')).catch(() => 'kept')).toBe('kept')
    })
  })
})
