import { loadAnswers } from '~/composables/answers'

/**
 * A sentence of the server's that stands in a page, in the reader's language. What was looked up while the page was made
 * goes with it, so that the browser shows the same from the beginning.
 */
export function useAnswer<Sentence extends string | undefined>(
  sentence: () => Sentence,
): Readonly<Ref<Sentence | string>> {
  const { locale } = useI18n()
  const known = useState<Record<string, string>>('answers', () => ({}))
  const keyOf = (said: string) => `${locale.value}:${said}`
  const shown = computed(() => {
    const said = sentence()
    return said === undefined ? said : (known.value[keyOf(said)] ?? said)
  })

  async function lookUp(): Promise<void> {
    const said = sentence()
    if (said === undefined || locale.value === 'en' || keyOf(said) in known.value) return
    const key = keyOf(said)
    const say = await loadAnswers(locale.value)
    known.value = { ...known.value, [key]: say(said) }
  }

  onServerPrefetch(lookUp)
  onMounted(() => watch([sentence, locale], lookUp, { immediate: true }))
  return shown
}
