import mongoose from 'mongoose'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import type { App } from '../../support/app.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { madeWith } from '../../support/footage.ts'
import { publishFile } from '../../support/publish-file.ts'

export interface LongVideo {
  id: string
  creator: BrowserClient
}

/** Publishes a video of this length, with sound, and gives it `clips` clips, evenly along its time. */
export async function makeLongVideo(app: App, seconds: number, clips: number): Promise<LongVideo> {
  const creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  const metadata = { title: 'A whole afternoon', filename: 'afternoon.mp4', filetype: 'video/mp4', visibility: 'public' } // prettier-ignore
  const { id } = await publishFile(creator, app.url, await footage(seconds), {
    metadata,
    until: 'ready',
    timeoutMs: 900_000,
  })
  await addClips(app.mongodbUri, id, seconds, clips)
  return { id, creator }
}

/** Few pictures a second: what counts here is how much time there is. */
function footage(seconds: number): Promise<string> {
  const picture = `testsrc2=size=320x180:rate=10:duration=${seconds}`
  const sound = `aevalsrc='sin(440*2*PI*t)*sin(t/7)':sample_rate=22050:duration=${seconds}`
  return madeWith(['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '40', '-c:a', 'aac'], '.mp4') // prettier-ignore
}

/** Past the API, which would cut five hundred pictures while the page is measured. */
async function addClips(uri: string, videoId: string, seconds: number, clips: number): Promise<void> {
  await mongoose.connect(uri)
  try {
    const video = await Video.findById(videoId).orFail()
    const room = seconds / clips
    const made = await Clip.insertMany(
      Array.from({ length: clips }, (_, index) => {
        const startSeconds = Math.round(index * room * 1000) / 1000
        const duration = Math.round(room * 0.8 * 1000) / 1000
        return {
          videoId: video._id,
          title: `Part ${index + 1}: what is said here`,
          uploadDate: new Date(),
          uploader: video.uploader,
          duration,
          startSeconds,
          endSeconds: startSeconds + duration,
        }
      }),
    )
    await Video.updateOne({ _id: video._id }, { clips: made.map(({ _id }) => _id) })
  } finally {
    await mongoose.disconnect()
  }
}
