import { describe, expect, it } from 'vitest'
import { notificationSentence } from '../../../server/notifications/notification-words.ts'

const person = (name: string) => ({
  id: '0'.repeat(24),
  username: name.toLowerCase(),
  name,
  profilePicture: '',
})
const [ada, ben] = [person('Ada'), person('Ben')]

describe('the sentence of a notification', () => {
  it.each([
    [{ actors: [ada], actorCount: 1, count: 1 }, 'Ada commented: “Bees”'],
    [{ actors: [ada, ben], actorCount: 2, count: 2 }, 'Ada and Ben commented (2): “Bees”'],
    [{ actors: [ada, ben], actorCount: 4, count: 9 }, 'Ada and 3 others commented (9): “Bees”'],
    [{ actors: [], actorCount: 0, count: 1 }, 'Somebody commented: “Bees”'],
  ])('names people as far as it can', (told, sentence) => {
    expect(notificationSentence({ kind: 'comment', subject: 'Bees', ...told })).toBe(sentence)
  })

  it('counts videos that became ready together', () => {
    const told = { kind: 'video_ready' as const, subject: 'Bees', actors: [], actorCount: 0 }
    expect(notificationSentence({ ...told, count: 1 })).toBe('“Bees” is ready to watch')
    expect(notificationSentence({ ...told, count: 3 })).toBe('“Bees” and 2 more videos are ready to watch')
  })
})
