/** To choose from without a search for a code; any other can be typed. */
const COMMON = 'ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt pt-br ro ru sk sl sr sv sw ta th tr uk ur vi zh zh-tw'.split(' ') // prettier-ignore

export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** With their names in the page's language, by name. */
export function languageChoices(locale: string): { value: string; label: string }[] {
  return COMMON.map((value) => ({ value, label: languageName(value, locale) })).sort((a, b) =>
    a.label.localeCompare(b.label, locale),
  )
}
