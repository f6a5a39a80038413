import type { ClipView, CreateClipBody } from '#shared/clips'
import { toApiError } from '~/composables/api-error'
import { useClipActions } from '~/composables/useClips'

interface MadeClips {
  put(clip: ClipView): void
  drop(clipId: string): void
}

/** Makes clips, one after another, and takes them back. Stretches that are on their way are shown as if they were there. */
export function useClipMaking(videoId: string, { put, drop }: MadeClips) {
  const { createClip, deleteClip } = useClipActions()
  const { t } = useI18n()
  const toast = useToast()
  const pending = shallowRef<readonly CreateClipBody[]>([])
  const isMaking = computed(() => pending.value.length > 0)

  /** @returns those that were not made: the first that was refused and all behind it */
  async function make(wanted: readonly CreateClipBody[]): Promise<CreateClipBody[]> {
    const made: ClipView[] = []
    pending.value = [...pending.value, ...wanted]
    try {
      for (const body of wanted) {
        const clip = await createClip(videoId, body)
        made.push(clip)
        put(clip)
        settle([body])
      }
    } catch (cause) {
      tellFailure(cause)
    } finally {
      settle(wanted)
    }
    if (made.length > 0) offerUndo(made)
    return wanted.slice(made.length)
  }

  function settle(done: readonly CreateClipBody[]): void {
    pending.value = pending.value.filter((body) => !done.includes(body))
  }

  function tellFailure(cause: unknown): void {
    const description = toApiError(cause).message
    toast.add({ title: t('studioEdit.notMade'), description, color: 'error', icon: 'i-lucide-circle-alert' })
  }

  function offerUndo(made: readonly ClipView[]): void {
    const title = t('studioEdit.made', { title: made[0]!.title, count: made.length }, made.length)
    const undo = {
      label: t('studioEdit.undo'),
      color: 'neutral' as const,
      onClick: () => void takeBack(made),
    }
    toast.add({ title, icon: 'i-lucide-scissors', color: 'success', actions: [undo], duration: 10_000 })
  }

  async function takeBack(made: readonly ClipView[]): Promise<void> {
    try {
      for (const clip of made) {
        drop(clip.id)
        await deleteClip(clip.id).catch((cause: unknown) => {
          put(clip)
          throw cause
        })
      }
    } catch (cause) {
      const description = toApiError(cause).message
      toast.add({ title: t('studioEdit.notUndone'), description, color: 'error' })
    }
  }

  return { make, pending, isMaking }
}
