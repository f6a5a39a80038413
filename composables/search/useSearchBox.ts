import { addRecentSearch, clearRecentSearches, readRecentSearches } from './recent-searches'
import { useSuggestions } from './useSuggestions'

/** One line of the list under the box. A recent search has no address: it is asked again. */
export interface SearchOption {
  kind: 'recent' | 'video' | 'clip' | 'topic' | 'person'
  text: string
  url: string | null
}

/**
 * A combobox with a list (ARIA Authoring Practices): the focus stays in the field, the arrows go through the list and
 * back to what was typed. `go` is told what was chosen: a question, or an address.
 */
export function useSearchBox(go: (chosen: { question: string } | { url: string }) => void) {
  const text = ref('')
  const isOpen = ref(false)
  /** -1: what was typed. */
  const active = ref(-1)
  const recent = ref<string[]>([])
  const { suggestions, ask, cancel } = useSuggestions()

  const options = computed<SearchOption[]>(() =>
    text.value.trim()
      ? suggestions.value.map(({ kind, text: title, url }) => ({ kind, text: title, url }))
      : recent.value.map((question) => ({ kind: 'recent', text: question, url: null })),
  )
  const isShown = computed(() => isOpen.value && options.value.length > 0)
  watch(options, () => (active.value = -1))

  function open(): void {
    if (!isOpen.value) recent.value = readRecentSearches()
    isOpen.value = true
  }

  function close(): void {
    isOpen.value = false
    active.value = -1
    cancel()
  }

  function type(typed: string): void {
    text.value = typed
    open()
    ask(typed)
  }

  function choose(option: SearchOption): void {
    if (option.url) {
      close()
      go({ url: option.url })
    } else search(option.text)
  }

  function search(question = text.value): void {
    const asked = question.trim().slice(0, 100)
    if (!asked) return
    text.value = asked
    addRecentSearch(asked)
    close()
    go({ question: asked })
  }

  function move(step: 1 | -1): void {
    if (!isShown.value) return open()
    const places = options.value.length + 1
    active.value = ((active.value + 1 + step + places) % places) - 1
  }

  function onKey(event: KeyboardEvent): void {
    // Enter that ends the writing of a word in an input method is not for us
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Enter') submit()
    else if (event.key === 'Escape' && (isShown.value || text.value)) escape()
    else return
    event.preventDefault()
  }

  function submit(): void {
    const option = options.value[active.value]
    if (isShown.value && option) choose(option)
    else search()
  }

  function escape(): void {
    if (isShown.value) close()
    else type('')
  }

  function forget(): void {
    clearRecentSearches()
    recent.value = []
  }

  return { text, options, active, isShown, open, close, type, choose, submit, forget, onKey }
}
