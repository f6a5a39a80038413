import type { ClipView } from '#shared/clips'

let count = 0

/** A public clip, unless told otherwise. */
export function clipView(overrides: Partial<ClipView> = {}): ClipView {
  const id = (++count).toString(16).padStart(24, 'c')
  return {
    id,
    videoId: 'b'.repeat(24),
    videoUuid: '8c7a3b52-6d0e-4f2f-9d3c-0f6d7f1f0a11',
    videoTitle: 'Bees',
    title: `Clip ${count}`,
    description: '',
    uploadDate: '2026-11-01T12:00:00.000Z',
    uploader: { id: 'a'.repeat(24), username: 'marta', name: 'Marta Nowak', profilePicture: '' },
    duration: 20,
    startSeconds: 0,
    endSeconds: 20,
    thumbnailURL: '',
    storyboardURL: null,
    clipURL: `/cdn/clips/${id}/master.m3u8`,
    topicId: null,
    topic: null,
    width: 768,
    height: 432,
    captions: [],
    views: [],
    likes: [],
    dislikes: [],
    viewCount: 0,
    likeCount: 0,
    dislikeCount: 0,
    commentCount: 0,
    myReaction: null,
    isSaved: false,
    isNsfw: false,
    isSensitive: false,
    visibility: 'public',
    storageStage: 'RELIVE',
    hasCheck: false,
    isMine: false,
    ...overrides,
  }
}
