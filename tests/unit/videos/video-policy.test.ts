import { Types } from 'mongoose'
import { describe, expect, it } from 'vitest'
import { SCOPES, type Role, type Scope } from '#shared/accounts'
import { VIDEO_STATES, VISIBILITIES } from '#shared/videos'
import { systemActor, type Actor } from '#server/accounts/actor'
import { canEdit, canWatch, isOpenToAll } from '#server/videos/video-policy'

const owner = new Types.ObjectId()

function user(userId: string, role: Role = 'viewer', scopes: readonly Scope[] = SCOPES): Actor {
  return { kind: 'user', userId, username: 'ada', name: 'Ada', role, sessionId: 's', scopes }
}

const other = new Types.ObjectId().toHexString()
const ACTORS: Record<string, { actor: Actor; isPrivileged: boolean }> = {
  'the creator': { actor: user(owner.toHexString()), isPrivileged: true },
  'an admin': { actor: user(other, 'admin'), isPrivileged: true },
  'the system': { actor: systemActor, isPrivileged: true },
  'a guest': { actor: { kind: 'guest', sessionId: 'g' }, isPrivileged: false },
  'another viewer': { actor: user(other), isPrivileged: false },
  'a moderator': { actor: user(other, 'moderator'), isPrivileged: false },
  'an operator': { actor: user(other, 'operator'), isPrivileged: false },
  "an admin's token without the scope admin": { actor: user(other, 'admin', ['read', 'write']), isPrivileged: false }, // prettier-ignore
}

describe('who may watch and change a video', () => {
  for (const [name, { actor, isPrivileged }] of Object.entries(ACTORS)) {
    for (const visibility of VISIBILITIES) {
      for (const state of VIDEO_STATES) {
        const isOpen = visibility === 'public' && (state === 'playable' || state === 'ready')
        const video = { uploader: owner, visibility, state, deletedAt: undefined }
        it(`${name}: ${visibility}, ${state}`, () => {
          expect(canWatch(actor, video)).toBe(isPrivileged || isOpen)
          expect(canEdit(actor, video)).toBe(isPrivileged)
          expect(isOpenToAll(video)).toBe(isOpen)
        })
      }
    }

    it(`${name}: nothing of a deleted video`, () => {
      const video = { uploader: owner, visibility: 'public', state: 'ready', deletedAt: new Date() } as const
      expect([canWatch(actor, video), canEdit(actor, video), isOpenToAll(video)]).toEqual([
        false,
        false,
        false,
      ])
    })
  }
})
