import { describe, expect, it } from 'vitest'
import { notificationSentence } from '../../../../composables/notifications/notification-sentence.ts'
import { NOTIFICATION_KINDS } from '../../../../shared/notifications.ts'
import { wordsOf } from '../../../support/words.ts'

const person = (name: string) => ({
  id: '0'.repeat(24),
  username: name.toLowerCase(),
  name,
  profilePicture: '',
})
const [ada, ben] = [person('Ada'), person('Ben')]
const english = wordsOf('en')
const german = wordsOf('de')

describe('the sentence of a notification', () => {
  it.each([
    [{ actors: [ada], actorCount: 1, count: 1 }, 'Ada commented: “Bees”', 'Ada hat kommentiert: „Bees“'],
    [
      { actors: [ada, ben], actorCount: 2, count: 2 },
      'Ada and Ben commented (2): “Bees”',
      'Ada und Ben haben kommentiert (2): „Bees“',
    ],
    [
      { actors: [ada, ben], actorCount: 4, count: 9 },
      'Ada and 3 others commented (9): “Bees”',
      'Ada und 3 weitere haben kommentiert (9): „Bees“',
    ],
    [{ actors: [], actorCount: 0, count: 1 }, 'Somebody commented: “Bees”', 'Jemand hat kommentiert: „Bees“'],
  ])('names people as far as it can', (told, sentence, satz) => {
    expect(notificationSentence({ kind: 'comment', subject: 'Bees', ...told }, english)).toBe(sentence)
    expect(notificationSentence({ kind: 'comment', subject: 'Bees', ...told }, german)).toBe(satz)
  })

  it('counts videos that became ready together', () => {
    const told = { kind: 'video_ready' as const, subject: 'Bees', actors: [], actorCount: 0 }
    expect(notificationSentence({ ...told, count: 1 }, english)).toBe('“Bees” is ready to watch')
    expect(notificationSentence({ ...told, count: 3 }, english)).toBe(
      '“Bees” and 2 more videos are ready to watch',
    )
  })

  it.each(NOTIFICATION_KINDS)('is whole for %s without a subject', (kind) => {
    const told = { kind, subject: '', actors: [ada], actorCount: 1, count: 1 }
    for (const t of [english, german])
      expect(notificationSentence(told, t)).not.toMatch(/undefined|[{}]|\s{2}/)
  })
})
