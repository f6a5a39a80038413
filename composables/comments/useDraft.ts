/** What somebody began to write, kept in this browser until it was sent, through errors and reloads. */
export function useDraft(key: () => string) {
  const draft = ref('')
  const storageKey = () => `clipway-draft:${key()}`

  onMounted(() => {
    draft.value ||= read(storageKey())
  })
  watch(draft, (text) => {
    // what was just handed over stays stored until it has arrived
    if (text) write(storageKey(), text)
  })

  function forget(): void {
    if (!draft.value) write(storageKey(), '')
  }

  return { draft, forget }
}

// storage may be full or forbidden: then a draft lives as long as the page
function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(key, text)
    else localStorage.removeItem(key)
  } catch {
    return
  }
}
