import type { PlaybackHints, PlaybackRendition } from '#shared/feed'

/** Pictures of twelve seconds in six segments, from the tenth second of a video on. */
export function rendition(changes: Partial<PlaybackRendition> = {}): PlaybackRendition {
  return {
    name: '360p',
    kind: 'video',
    mimeType: 'video/mp4; codecs="avc1.64001f"',
    width: 640,
    height: 360,
    averageBitrate: 700_000,
    initRange: [0, 799],
    firstOffset: 5000,
    firstStartSeconds: 10,
    segmentBytes: [100, 200, 300, 400, 500, 600],
    segmentSeconds: [2, 2, 2, 2, 2, 2],
    ...changes,
  }
}

export function hints(changes: Partial<PlaybackHints> = {}): PlaybackHints {
  return {
    playlistURL: '/cdn/clips/a/master.m3u8',
    posterURL: '/cdn/clips/a/thumbnail',
    packURL: '/cdn/a/pack?r=1',
    startSeconds: 11,
    endSeconds: 21,
    initRange: [0, 799],
    firstSegmentRange: [5000, 5099],
    renditions: [rendition()],
    ...changes,
  }
}
