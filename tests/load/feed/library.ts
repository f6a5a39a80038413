import { setTimeout as sleep } from 'node:timers/promises'
import type { FeedItem, FeedPage } from '#shared/feed'
import { enter } from '../../support/accounts.ts'
import type { App } from '../../support/app.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { madeWith, sample } from '../../support/footage.ts'
import { publishFile } from '../../support/publish-file.ts'

interface Source {
  title: string
  file: string
  /** Clips of these lengths, one after another, over and over until the footage ends. */
  clipSeconds: readonly number[]
  clips: number
}

/** Lengths of clips as people cut them: short ones, and some that are listened to. */
const LENGTHS = [4, 7, 3, 9, 5, 6]

/** Publishes footage with sound and cuts clips from it; resolves once the feed has them all. */
export async function fillFeed(app: App, isSmall: boolean): Promise<FeedItem[]> {
  const client = new BrowserClient(app.url)
  await enter(client, app.dataDir)
  let clips = 0
  for (const source of isSmall ? await smallSources() : await sources()) {
    const metadata = { filename: `${source.title}.mp4`, filetype: 'video/mp4', title: source.title, visibility: 'public' } // prettier-ignore
    const video = await publishFile(client, app.url, source.file, {
      metadata,
      until: 'ready',
      timeoutMs: 600_000,
    })
    clips += await cutClips(client, source, video)
  }
  return readFeed(new BrowserClient(app.url), clips)
}

async function cutClips(
  client: BrowserClient,
  { title, clipSeconds, clips }: Source,
  video: { id: string; duration: number },
): Promise<number> {
  let start = 0.4
  for (let made = 0; made < clips; made++) {
    const seconds = clipSeconds[made % clipSeconds.length]!
    // from the beginning again, a little beside: no clip begins where another does
    if (start + seconds > video.duration) start = 0.4 + made * 0.13
    const body = {
      startSeconds: milli(start),
      endSeconds: milli(start + seconds),
      title: `${title}, ${made + 1}`,
    }
    const answer = await client.post(`/api/videos/${video.id}/clips`, body)
    if (answer.status !== 201) throw new Error(`a clip was refused: ${answer.text}`)
    start += seconds
  }
  return clips
}

/** Every item as a visitor gets it, in the order of the feed. */
export async function readFeed(visitor: BrowserClient, least: number): Promise<FeedItem[]> {
  await visitor.get('/')
  for (let tries = 0; tries < 60; tries++) {
    const items: FeedItem[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: FeedPage = (
        await visitor.get(`/api/feed?limit=20${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      ).json
      items.push(...page.items)
      cursor = page.nextCursor
    }
    if (items.length >= least) return items
    await sleep(500)
  }
  throw new Error(`the feed never had ${least} items`)
}

/** Real footage where it is; it has no sound of its own, so a tone is laid under it: sound is what makes packs hard. */
async function sources(): Promise<Source[]> {
  const people = sample('one-by-one-person-detection.mp4')
  const bottles = sample('bottle-detection.mp4')
  const signs = sample('sign-language/thanks.mkv')
  if (!people || !bottles || !signs) return generatedSources()
  return [
    { title: 'People', file: await withTone(people), clipSeconds: LENGTHS, clips: 24 },
    { title: 'Bottles', file: await withTone(bottles), clipSeconds: LENGTHS, clips: 10 },
    // too short to cut: it stands in the feed as it is
    { title: 'Sign', file: await withTone(signs), clipSeconds: [], clips: 0 },
    ...(await generatedSources()),
  ]
}

async function generatedSources(): Promise<Source[]> {
  return [
    { title: 'Fractal', file: await moving('1280x720', 60), clipSeconds: LENGTHS, clips: 24 },
    { title: 'Grain', file: await moving('960x540', 45), clipSeconds: LENGTHS, clips: 12 },
    { title: 'Upright', file: await moving('540x960', 40), clipSeconds: LENGTHS, clips: 24 },
  ]
}

async function smallSources(): Promise<Source[]> {
  return [{ title: 'Small', file: await moving('640x360', 30), clipSeconds: [3, 2, 4], clips: 24 }]
}

function withTone(file: string): Promise<string> {
  return madeWith(['-i', file, '-f', 'lavfi', '-i', 'sine=frequency=330', '-map', '0:v', '-map', '1:a', '-shortest', '-c:v', 'copy', '-c:a', 'aac'], '.mp4') // prettier-ignore
}

/** Moving pictures with grain: segments as large as those of filmed material. */
function moving(size: string, seconds: number): Promise<string> {
  const source = `mandelbrot=size=${size}:rate=30:end_scale=0.002:maxiter=300,noise=alls=10:allf=t`
  return madeWith(['-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', 'sine=frequency=440', '-t', String(seconds), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-c:a', 'aac'], '.mp4') // prettier-ignore
}

const milli = (seconds: number) => Math.round(seconds * 1000) / 1000
