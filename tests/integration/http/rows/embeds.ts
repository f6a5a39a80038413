import { embedTicket } from '../../../../server/delivery/embed-ticket.ts'
import { Video } from '../../../../server/videos/video.model.ts'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import {
  myVideo,
  otherClip,
  otherPrivateClip,
  otherPrivateVideo,
  otherVideo,
} from '../../../support/routes/things.ts'

async function mediaOf({ id }: { id: string }) {
  const video = await Video.findById(id).lean()
  return { ticket: embedTicket({ kind: 'video', key: video!.uuid }, new Date()), file: 'master.m3u8' }
}

const media: RouteRow = {
  as: 'nobody',
  own: async (world) => mediaOf(await myVideo(world)),
  foreign: async (world) => mediaOf(await otherPrivateVideo(world)),
  missing: { ticket: 'none', file: 'master.m3u8' },
  answers: { status: 404, because: 'this video has no pack: tests/integration/delivery plays real ones' },
}

export const embedRows: RouteRows = {
  'get /api/embeds/videos/{id}': { as: 'nobody', own: otherVideo, foreign: otherPrivateVideo },
  'get /api/embeds/clips/{id}': { as: 'nobody', own: otherClip, foreign: otherPrivateClip },
  'get /api/oembed': {
    as: 'nobody',
    queries: [{ url: `http://127.0.0.1:3000/watch/${'a'.repeat(24)}`, maxwidth: '300', format: 'json' }],
    answers: { status: 404, because: 'no such video: tests/integration/delivery asks for a real one' },
  },
  'get /cdn/embeds/{ticket}/{file}': media,
  'head /cdn/embeds/{ticket}/{file}': media,
}
