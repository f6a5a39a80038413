import type { VideoView } from '#shared/videos'

let count = 0

/** A public video that is ready, unless told otherwise. */
export function videoView(overrides: Partial<VideoView> = {}): VideoView {
  count++
  return {
    id: count.toString(16).padStart(24, '0'),
    uuid: '8c7a3b52-6d0e-4f2f-9d3c-0f6d7f1f0a11',
    title: `Video ${count}`,
    description: '',
    uploadDate: '2026-11-01T12:00:00.000Z',
    uploader: { id: 'a'.repeat(24), username: 'marta', name: 'Marta Nowak', profilePicture: '' },
    duration: 139,
    width: 768,
    height: 432,
    thumbnailURL: '/cdn/poster',
    topicId: null,
    topic: null,
    clips: [],
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
    state: 'ready',
    playbackURL: '/cdn/master.m3u8',
    previewURL: '/cdn/preview',
    storyboardURL: null,
    captions: [],
    renditions: [],
    isMine: false,
    ...overrides,
  }
}
