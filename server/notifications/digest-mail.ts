import type { NotificationView } from '#shared/notifications'
import type { Mail } from '../adapters/mailer/port.ts'
import { notificationSentence } from './notification-words.ts'

interface Digest {
  to: string
  firstName: string
  /** Address of the site, without a slash at its end. */
  site: string
  items: NotificationView[]
  /** How many more there are. */
  more: number
}

/** One mail for all that somebody has not read yet; the same words as text and as a simple page. */
export function digestMail({ to, firstName, site, items, more }: Digest): Mail {
  const total = items.length + more
  const lines = items.map((item) => ({ words: notificationSentence(item), href: site + item.url }))
  const rest = more > 0 ? `And ${more} more at ${site}/notifications` : `All of them: ${site}/notifications`
  const why = `You get this because your settings ask for it. Change that at ${site}/settings`
  return {
    to,
    subject: total === 1 ? 'One new notification on Clipway' : `${total} new notifications on Clipway`,
    text: [`Hello ${firstName},`, ...lines.map(({ words, href }) => `- ${words}\n  ${href}`), rest, why, ''].join('\n\n'), // prettier-ignore
    html: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Clipway</title>',
      '<body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:0 auto;padding:16px">',
      `<p>Hello ${escapeHtml(firstName)},</p><ul>`,
      ...lines.map(({ words, href }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(words)}</a></li>`),
      `</ul><p><a href="${escapeHtml(site)}/notifications">${more > 0 ? `And ${more} more` : 'All notifications'}</a></p>`,
      `<p style="color:#666;font-size:13px">You get this because your settings ask for it. <a href="${escapeHtml(site)}/settings">Change that</a>.</p>`,
      '</body></html>',
    ].join('\n'),
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}
