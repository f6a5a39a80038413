import type { PersonView } from '#shared/accounts'
import { completeMention, matchPeople, mentionAt } from '~/composables/comments/mention-at'

/** Offers people while a name is typed after an @; the caret stays in the text, arrows and Enter choose. */
export function useMentionPicker(options: {
  text: Ref<string>
  people: () => readonly PersonView[]
  textarea: () => HTMLTextAreaElement | null | undefined
}) {
  const caret = ref(0)
  const chosen = ref(0)
  const dismissedAt = ref<number | null>(null)
  const mention = computed(() => mentionAt(options.text.value, caret.value))
  const matches = computed(() => {
    const typed = mention.value
    if (!typed || typed.start === dismissedAt.value) return []
    return matchPeople(options.people(), typed.query)
  })
  watch(matches, () => (chosen.value = 0))

  function look(): void {
    caret.value = options.textarea()?.selectionStart ?? 0
    if (mention.value?.start !== dismissedAt.value) dismissedAt.value = null
  }

  async function choose(person: PersonView): Promise<void> {
    if (!mention.value) return
    const done = completeMention(options.text.value, caret.value, mention.value, person.username)
    options.text.value = done.text
    await nextTick()
    const textarea = options.textarea()
    textarea?.focus()
    textarea?.setSelectionRange(done.caret, done.caret)
    look()
  }

  /** True where the key was for the list. */
  function takeKey(event: KeyboardEvent): boolean {
    const count = matches.value.length
    if (count === 0 || event.ctrlKey || event.metaKey || event.isComposing) return false
    if (event.key === 'ArrowDown') chosen.value = (chosen.value + 1) % count
    else if (event.key === 'ArrowUp') chosen.value = (chosen.value + count - 1) % count
    else if (event.key === 'Enter' || event.key === 'Tab') void choose(matches.value[chosen.value]!)
    else if (event.key === 'Escape') dismissedAt.value = mention.value?.start ?? null
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return { matches, chosen, look, choose, takeKey }
}
