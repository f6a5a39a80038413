import type { CaptionTrackView } from '#shared/studio'
import type { VttCue } from '#shared/web-vtt'
import { toApiError, type ApiError } from '~/composables/api-error'
import { captionDrafts, type CaptionDraft } from '~/composables/captions/caption-drafts'
import { draftOf, isWrong, withoutKeys, type DraftCue } from '~/composables/captions/cue-list'
import { UndoStack } from '~/composables/captions/undo-stack'
import { useApi } from '~/composables/useApi'

const KEEP_AFTER_MS = 800

interface TrackChoice {
  language: string
  /** Of captions that do not exist yet; null for those that do. */
  newLabel: string | null
}

/** The captions of one language while they are edited. `load` first; every change goes through `change`. */
export function useCaptionTrack(videoId: string, { language, newLabel }: TrackChoice) {
  const api = useApi()
  const path = `/api/videos/${videoId}/captions/${language}`
  const drafts = captionDrafts(videoId, language)
  const undoStack = new UndoStack<readonly DraftCue[]>()

  const cues = shallowRef<readonly DraftCue[]>([])
  const label = ref(newLabel ?? '')
  const revision = ref<string | null>(null)
  const isLoaded = ref(false)
  const isSaving = ref(false)
  const isUnsaved = ref(false)
  const canUndo = ref(false)
  const error = shallowRef<ApiError | null>(null)
  /** Edits of another time that were never saved. */
  const leftover = shallowRef<CaptionDraft | null>(null)
  let keeping: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    error.value = null
    try {
      const track = newLabel === null ? await api<CaptionTrackView>(path) : null
      show(track?.cues ?? [], track?.label ?? label.value, track?.revision ?? null)
      leftover.value = drafts.read()
    } catch (cause) {
      error.value = toApiError(cause)
    }
  }

  function show(now: readonly VttCue[], nowLabel: string, nowRevision: string | null): void {
    cues.value = draftOf(now)
    label.value = nowLabel
    revision.value = nowRevision
    undoStack.clear()
    canUndo.value = false
    isUnsaved.value = false
    isLoaded.value = true
  }

  /** `kind`: changes in a row of one kind are undone together. */
  function change(next: readonly DraftCue[] | null, kind: string): void {
    if (!next) return
    undoStack.push(cues.value, kind)
    set(next)
  }

  function set(next: readonly DraftCue[]): void {
    cues.value = next
    canUndo.value = undoStack.size > 0
    touch()
  }

  /** Something is not saved: kept in this browser a moment later. */
  function touch(): void {
    isUnsaved.value = true
    clearTimeout(keeping)
    keeping = setTimeout(keep, KEEP_AFTER_MS)
  }

  function keep(): void {
    clearTimeout(keeping)
    if (!isUnsaved.value) return
    const draft = { revision: revision.value, label: label.value, cues: withoutKeys(cues.value) }
    drafts.write({ ...draft, savedAt: Date.now() })
  }

  function restore(): void {
    const draft = leftover.value
    if (!draft) return
    leftover.value = null
    undoStack.push(cues.value, 'restore')
    label.value = draft.label
    // what it was made from decides whether it may be saved
    revision.value = draft.revision
    set(draftOf(draft.cues))
  }

  function discardLeftover(): void {
    leftover.value = null
    drafts.forget()
  }

  /** @returns whether it was saved */
  async function save(): Promise<boolean> {
    if (isSaving.value) return false
    isSaving.value = true
    error.value = null
    const sent = cues.value
    try {
      const body = { label: label.value, revision: revision.value, cues: withoutKeys(sent) }
      const saved = await api<CaptionTrackView>(path, { method: 'PUT', body })
      revision.value = saved.revision
      // what was typed while it travelled is still to be saved
      isUnsaved.value = cues.value !== sent
      if (!isUnsaved.value) drafts.forget()
      return true
    } catch (cause) {
      error.value = toApiError(cause)
      return false
    } finally {
      isSaving.value = false
    }
  }

  async function remove(): Promise<void> {
    if (revision.value) await api(path, { method: 'DELETE', query: { revision: revision.value } })
    isUnsaved.value = false
    drafts.forget()
  }

  onScopeDispose(keep)

  return {
    cues,
    label,
    isLoaded,
    isSaving,
    isUnsaved,
    canUndo,
    error,
    leftover,
    firstWrong: computed(() => cues.value.findIndex(isWrong)),
    isSaved: computed(() => revision.value !== null),
    load,
    change,
    touch,
    restore,
    discardLeftover,
    save,
    remove,
    undo: () => step(undoStack.undo(cues.value)),
    redo: () => step(undoStack.redo(cues.value)),
  }

  function step(state: readonly DraftCue[] | null): void {
    if (state) set(state)
  }
}

export type CaptionTrack = ReturnType<typeof useCaptionTrack>
