import { trusted } from 'mongoose'
import type { RenditionView } from '#shared/videos'
import { boundedCache } from '../bounded-cache.ts'
import { Pack, type PackDocument } from './pack.model.ts'
import { presentRenditions } from './present-video.ts'
import type { VideoDocument } from './video.model.ts'

type Published = Pick<VideoDocument, 'uuid' | 'packRevision'>

/** Of packs that are complete, which never change; by `keyOf`. */
const complete = boundedCache<RenditionView[]>({ entries: 5_000 })

/** By video uuid, of the revision that is out. The lists of segments stay in the database. */
export async function findRenditions(videos: readonly Published[]): Promise<Map<string, RenditionView[]>> {
  const found = new Map<string, RenditionView[]>()
  const unknown: Published[] = []
  for (const video of videos.filter(({ packRevision }) => packRevision > 0)) {
    const known = complete.get(keyOf(video))
    if (known) found.set(video.uuid, known)
    else unknown.push(video)
  }
  for (const { videoUuid: uuid, revision: packRevision, isComplete, renditions } of await readPacks(
    unknown,
  )) {
    const views = presentRenditions(renditions)
    found.set(uuid, views)
    if (isComplete) complete.set(keyOf({ uuid, packRevision }), views)
  }
  return found
}

async function readPacks(videos: readonly Published[]) {
  if (videos.length === 0) return []
  // one range of the index for each, where a plan for each pair of the two costs more than the reading; a video keeps one
  // revision, and another for as long as the next is made
  const packs = await Pack.find(
    {
      videoUuid: trusted({ $in: videos.map(({ uuid }) => uuid) }),
      revision: trusted({ $in: [...new Set(videos.map(({ packRevision }) => packRevision))] }),
    },
    { 'videoUuid': 1, 'revision': 1, 'isComplete': 1, 'renditions.kind': 1, 'renditions.name': 1, 'renditions.width': 1, 'renditions.height': 1, 'renditions.averageBitrate': 1 }, // prettier-ignore
  ).lean<Pick<PackDocument, 'videoUuid' | 'revision' | 'isComplete' | 'renditions'>[]>()
  const out = new Set(videos.map(keyOf))
  return packs.filter((pack) => out.has(keyOf({ uuid: pack.videoUuid, packRevision: pack.revision })))
}

function keyOf({ uuid, packRevision }: Published): string {
  return `${uuid}:${packRevision}`
}
