import type { Mail } from '../adapters/mailer/port.ts'

interface CopyNews {
  to: string
  firstName: string
  titles: string[]
  /** Until then the server has them. */
  keptUntil: Date
  /** Address of the page with the copies. */
  page: string
}

const LISTED = 20

/** Tells a creator that hardly anybody watches some of their videos, and how to keep them. */
export function copyMail({ to, firstName, titles, keptUntil, page }: CopyNews): Mail {
  const more = titles.length - LISTED
  const day = keptUntil.toISOString().slice(0, 10)
  return {
    to,
    subject: titles.length === 1 ? 'Keep a copy of your video' : `Keep copies of ${titles.length} of your videos`,
    text: [
      `Hello ${firstName},`,
      `Hardly anybody watches these any more, so the server lets go of them after ${day}:`,
      titles.slice(0, LISTED).map((title) => `- ${title}`).join('\n'),
      ...(more > 0 ? [`And ${more} more.`] : []),
      `Your copies are ready. Download them, or keep them in your browser with one press: ${page}`,
      'Whoever watches one before that day brings it back by watching. After it, the page and its likes and comments stay, and your copy makes it play again.',
      '',
    ].join('\n\n'),
  }
} // prettier-ignore
