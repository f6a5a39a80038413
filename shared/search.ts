import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { ClipView } from './clips.ts'
import { PageQuery, pageOf } from './common.ts'
import { SEARCH_KINDS } from './search-kinds.ts'
import { TopicView } from './topics.ts'
import { VideoView } from './videos.ts'

export const SearchKind = z.enum(SEARCH_KINDS)
export type SearchKind = z.infer<typeof SearchKind>

/** Words are taken literally: there are no operators. */
export const SearchText = z
  .string()
  .max(400)
  .transform((value) => value.normalize('NFC').trim())
  .pipe(z.string().min(1).max(100))

export const SearchQuery = PageQuery.extend({ q: SearchText, kind: SearchKind.default('all') })
export type SearchQuery = z.infer<typeof SearchQuery>

/** Something that was said: it plays from `startSeconds`. */
export const SpokenView = z.object({
  video: VideoView,
  startSeconds: z.number(),
  endSeconds: z.number(),
  text: z.string(),
  language: z.string(),
})
export type SpokenView = z.infer<typeof SpokenView>

export const SearchResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('video'), video: VideoView }),
  z.object({ kind: z.literal('clip'), clip: ClipView }),
  z.object({ kind: z.literal('topic'), topic: TopicView }),
  z.object({ kind: z.literal('person'), person: PersonView }),
  z.object({ kind: z.literal('caption'), caption: SpokenView }),
])
export type SearchResult = z.infer<typeof SearchResult>
/** `all` gives the best few of each kind on one page; one kind alone goes on page after page. */
export const SearchPage = pageOf(SearchResult)

export const SuggestQuery = z.strictObject({ q: SearchText })
export const SuggestionView = z.object({
  kind: z.enum(['video', 'clip', 'topic', 'person']),
  text: z.string(),
  /** Path on this site. */
  url: z.string(),
})
export type SuggestionView = z.infer<typeof SuggestionView>
export const SuggestionList = z.object({ items: z.array(SuggestionView) })
