import type { EmbedView } from '#shared/embed'
import type { EmbeddedThing } from '#shared/embed-code'
import { useApi } from '~/composables/useApi'

/** A public video or clip as another site shows it. */
export function useEmbed({ kind, id }: EmbeddedThing) {
  const api = useApi()
  const answer = useAsyncData(`embed:${kind}:${id}`, () => api<EmbedView>(`/api/embeds/${kind}s/${id}`))
  return { embed: answer.data, error: answer.error, answer }
}
