import type { MeView } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import type { CommentView } from '#shared/comments'

let count = 0
export const ada = { id: 'a'.repeat(24), username: 'ada', name: 'Ada Byron', profilePicture: '' }

/** Somebody who is signed in. */
export const me: MeView = {
  id: 'b'.repeat(24),
  firstName: 'Ben',
  lastName: 'Okri',
  username: 'ben',
  email: 'ben@example.org',
  birthDate: null,
  registrationDate: '2026-01-01T12:00:00.000Z',
  lastLoginDate: null,
  profilePicture: '',
  onBoardingStatus: 'done',
  emailVerificationCode: null,
  isAdmin: false,
  role: 'viewer',
  bio: '',
  preferences: DEFAULT_PREFERENCES,
}

export function commentView(overrides: Partial<CommentView> = {}): CommentView {
  count++
  return {
    id: count.toString(16).padStart(24, '0'),
    userId: ada.id,
    videoId: 'c'.repeat(24),
    clipId: null,
    text: `Comment ${count}`,
    author: ada,
    likes: [],
    likeCount: 0,
    isLiked: false,
    nestedComments: [],
    replyCount: 0,
    isReply: false,
    parentId: null,
    date: '2026-11-01T12:00:00.000Z',
    editedAt: null,
    mentions: [],
    isByCreator: false,
    isMine: false,
    canDelete: false,
    ...overrides,
  }
}
