import { beforeAll, describe, expect, it, vi } from 'vitest'
import { embedTicket, readEmbedTicket } from '../../../server/delivery/embed-ticket.ts'

vi.mock('../../../server/derived-key.ts', () => ({ derivedKey: () => Buffer.alloc(32, 7) }))

const NOW = new Date('2026-11-01T12:34:56Z')
const HOUR_MS = 3600_000
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS)
const video = { kind: 'video', key: '0b6f1c9e-7d0c-4d0e-9a51-3f6a5e1c2b3d' } as const
const clip = { kind: 'clip', key: 'c'.repeat(24) } as const
let ticket: string
beforeAll(() => (ticket = embedTicket(video, NOW)))

describe('the ticket of an embedded player', () => {
  it.each([[video], [clip]])('names %o for about a day', (right) => {
    const made = embedTicket(right, NOW)
    expect(readEmbedTicket(made, NOW)).toEqual(right)
    expect(readEmbedTicket(made, later(24))).toEqual(right)
    expect(readEmbedTicket(made, later(25))).toBeNull()
  })

  it('is the same for all who look within an hour', () => {
    expect(embedTicket(video, later(0.3))).toBe(ticket)
    expect(embedTicket(video, later(1))).not.toBe(ticket)
  })

  it('is worth nothing once a character of it is another', () => {
    for (let at = 0; at < ticket.length; at++) {
      const other = ticket[at] === '1' ? '2' : '1'
      expect(readEmbedTicket(ticket.slice(0, at) + other + ticket.slice(at + 1), NOW), `at ${at}`).toBeNull()
    }
  })

  it.each(['', 'none', 'video....', `clip.${video.key}`, 'x'.repeat(200)])('is not %j', (text) => {
    expect(readEmbedTicket(text, NOW)).toBeNull()
  })
})
