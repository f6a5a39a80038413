import { numberFormat } from '../number-format'

type Unit = 'hour' | 'minute' | 'second'

/** One, more. Made by Intl, whose words for units take a phone 50 ms to load, and a page says a time before anything else. */
const WORDS: Record<string, Record<Unit, readonly [one: string, more: string]>> = {
  en: { hour: ['hour', 'hours'], minute: ['minute', 'minutes'], second: ['second', 'seconds'] },
  de: { hour: ['Stunde', 'Stunden'], minute: ['Minute', 'Minuten'], second: ['Sekunde', 'Sekunden'] },
}

/** `1 minute`, `5 Sekunden`; as Intl.NumberFormat has it. */
export function unitWords(count: number, unit: Unit, locale: string): string {
  const words = WORDS[locale]?.[unit]
  if (words && count < 1000) return `${count} ${words[count === 1 ? 0 : 1]}`
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
