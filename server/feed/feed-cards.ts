import type { FeedItem } from '#shared/feed'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { boundedCache } from '../bounded-cache.ts'
import { hearsAllChanges, onChange, onChangesLost } from '../changes.ts'
import { presentClips } from '../clips/present-clips.ts'
import { presentVideos } from '../videos/present-videos.ts'
import type { Admitted } from './admit.ts'
import { playbackHints } from './playback-hints.ts'

/** What everybody is shown of an item alike, without their own marks on it; its creator is told more. */
export type Card = Pick<FeedItem, 'item' | 'playback'>

type Shown = Pick<Admitted, 'clip' | 'video' | 'pack'>

const ENTRIES = 4_000
/** Whoever it belongs to is named anew at least so often. */
const KEPT_MS = 30_000
/** Of the most shown: what a card is made of is kept elsewhere (feed-things.ts), and of the same things it is the same. */
const cards = boundedCache<Card & { of: Shown }>({ entries: ENTRIES, keptMs: KEPT_MS })
let changes = 0
const clear = () => {
  changes++
  cards.clear()
}
onChange('person', clear)
onChangesLost(clear)

/** By id, clips and videos with the same few queries however many they are. */
export async function findCards(actor: Actor, items: readonly Admitted[]): Promise<Map<string, Card>> {
  const found = new Map<string, Card>()
  const missing: Admitted[] = []
  const isHearing = hearsAllChanges()
  const mayKeep = ({ ids }: Admitted) => isHearing && !isSameUser(actor, ids.uploader)
  for (const item of items) {
    const card = mayKeep(item) ? cards.get(item.entry.id) : undefined
    if (card && isOf(card.of, item)) found.set(item.entry.id, card)
    else missing.push(item)
  }
  if (missing.length === 0) return found
  const before = changes
  const views = await presentItems(actor, missing)
  for (const each of missing) {
    const item = views.get(each.entry.id)
    if (!item) continue
    const { clip, video, pack } = each
    const card = { item, playback: hintsOf(item, each), of: { clip, video, pack } }
    if (mayKeep(each) && changes === before) cards.set(each.entry.id, card)
    found.set(each.entry.id, card)
  }
  return found
}

/** Kept things are replaced as a whole when they change. */
function isOf(of: Shown, { clip, video, pack }: Shown): boolean {
  return of.clip === clip && of.video === video && of.pack === pack
}

function hintsOf(item: FeedItem['item'], { clip, video, pack }: Shown): FeedItem['playback'] {
  return playbackHints(pack, clip ?? { startSeconds: 0, endSeconds: video.duration }, {
    playlistURL: item.kind === 'clip' ? item.clipURL : (item.playbackURL ?? ''),
    posterURL: item.thumbnailURL,
  })
}

async function presentItems(
  actor: Actor,
  items: readonly Admitted[],
): Promise<Map<string, FeedItem['item']>> {
  const ofClips = items.filter(({ clip }) => clip)
  const alone = items.filter(({ clip }) => !clip).map(({ video }) => video)
  const parents = new Map(ofClips.map(({ video }) => [video._id.toHexString(), video]))
  const nothing = Promise.resolve(new Map<string, never>())
  const [clips, videos] = await Promise.all([
    presentClips(actor, ofClips.map(({ clip }) => clip!), parents, nothing), // prettier-ignore
    alone.length > 0 ? presentVideos(actor, alone, nothing) : [],
  ])
  return new Map<string, FeedItem['item']>([
    ...clips.map((clip) => [clip.id, { kind: 'clip' as const, ...clip }] as const),
    ...videos.map((video) => [video.id, { kind: 'video' as const, ...video }] as const),
  ])
}
