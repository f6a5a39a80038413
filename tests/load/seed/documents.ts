import { dateOf, idOf, userId, uuidOf } from './ids.ts'
import { sentence, topicName, type Site } from './site.ts'

const SEGMENTS = 15

export function* users({ sizes, followers, chance }: Site): Generator<object> {
  for (let index = 0; index < sizes.users; index++)
    yield {
      _id: userId(index),
      firstName: sentence(chance, 1),
      lastName: `Number ${index}`,
      username: `user-${index}`,
      email: `user-${index}@example.org`,
      birthDate: new Date(Date.UTC(1960 + (index % 40), index % 12, 1 + (index % 28))),
      registrationDate: dateOf(index, sizes.users),
      lastLoginDate: null,
      profilePicture: '',
      onBoardingStatus: 'done',
      emailVerificationCode: null,
      isAdmin: false,
      bio: '',
      preferences: {},
      isHistoryPaused: false,
      followerCount: followers[index] ?? 0,
      __v: 0,
    }
}

export function* topics({ topicCount }: Site): Generator<object> {
  for (let index = 0; index < topicCount; index++) {
    const { combined, topic, sub } = topicName(index)
    yield {
      _id: idOf('topic', index, topicCount),
      combinedTopicName: combined,
      topicName: topic,
      ...(sub && { subTopicName: sub }),
      description: '',
      thumbnailURL: '',
      prerequisites: [],
      __v: 0,
    }
  }
}

export function* videos(site: Site): Generator<object> {
  const { sizes, chance } = site
  let clip = 0
  for (let index = 0; index < sizes.videos; index++) {
    const clipIds = Array.from({ length: site.clips[index]! }, () => idOf('clip', clip++, sizes.clips))
    yield {
      _id: idOf('video', index, sizes.videos),
      uuid: uuidOf(index),
      title: sentence(chance, 4),
      description: sentence(chance, 12),
      uploadDate: dateOf(index, sizes.videos),
      uploader: userId(site.uploaderOf(index)),
      duration: 600,
      width: 1280,
      height: 720,
      thumbnailURL: `/cdn/${uuidOf(index)}/poster`,
      topicId: idOf('topic', site.topicOf(index), site.topicCount),
      clips: clipIds,
      viewCount: site.views[index],
      likeCount: site.likes[index],
      dislikeCount: site.dislikes[index],
      commentCount: site.comments[index],
      isNsfw: index % 100 === 42,
      isSensitive: index % 50 === 21,
      visibility: site.isPrivate(index) ? 'private' : 'public',
      storageStage: 'RELIVE',
      state: 'ready',
      progress: 1,
      uploadId: `seed-${index}`,
      source: {
        objectKey: `originals/${uuidOf(index)}`,
        filename: 'a.mp4',
        sizeBytes: 1,
        sha256: '0'.repeat(64),
      },
      packRevision: 1,
      posterKey: `artwork/${uuidOf(index)}`,
      captions: [],
      __v: 0,
    }
  }
}

export function* packs({ sizes }: Site): Generator<object> {
  for (let index = 0; index < sizes.videos; index++)
    yield {
      videoUuid: uuidOf(index),
      revision: 1,
      objectKey: `videos/${uuidOf(index)}`,
      sizeBytes: 1,
      sha256: '0'.repeat(64),
      moreParts: [],
      isComplete: true,
      renditions: [360, 720].map((height) => ({
        name: `${height}p`,
        kind: 'muxed',
        width: (height * 16) / 9,
        height,
        frameRate: 25,
        codecs: 'avc1.64001f,mp4a.40.2',
        peakBitrate: 2_000_000,
        averageBitrate: 1_500_000,
        offset: 0,
        initBytes: 1000,
        segmentBytes: Array.from({ length: SEGMENTS }, () => 700_000),
        segmentSeconds: Array.from({ length: SEGMENTS }, () => 4),
      })),
      __v: 0,
    }
}

export function* videoAffinities(site: Site): Generator<object> {
  for (let index = 0; index < site.sizes.videos; index++)
    yield {
      videoId: idOf('video', index, site.sizes.videos),
      affinities: { [idOf('topic', site.topicOf(index), site.topicCount).toHexString()]: 1 },
    }
}

export function* clips(site: Site): Generator<object> {
  const { sizes, chance } = site
  let clip = 0
  for (let video = 0; video < sizes.videos; video++)
    for (let place = 0; place < site.clips[video]!; place++) {
      const startSeconds = (place * 20) % 580
      const id = idOf('clip', clip, sizes.clips)
      yield {
        _id: id,
        videoId: idOf('video', video, sizes.videos),
        title: sentence(chance, 3),
        description: '',
        uploadDate: dateOf(clip, sizes.clips),
        uploader: userId(site.uploaderOf(video)),
        duration: 15,
        startSeconds,
        endSeconds: startSeconds + 15,
        thumbnailURL: '',
        clipURL: `/cdn/clips/${id.toHexString()}/master.m3u8`,
        topicId: idOf('topic', site.topicOf(video), site.topicCount),
        viewCount: 0,
        likeCount: site.clipLikes[clip],
        dislikeCount: 0,
        commentCount: 0,
        hasCheck: false,
        isListed: !site.isPrivate(video),
      }
      clip++
    }
}

/** Every third answers the one before it. */
export function* comments(site: Site): Generator<object> {
  const { sizes, chance } = site
  let index = 0
  for (let video = 0; video < sizes.videos; video++)
    for (let place = 0; place < site.comments[video]! && index < sizes.comments; place++) {
      const isReply = place % 3 === 2
      const hasReply = place % 3 === 1 && place + 1 < site.comments[video]!
      yield {
        _id: idOf('comment', index, sizes.comments),
        userId: userId(Math.floor(chance() * sizes.users)),
        videoId: idOf('video', video, sizes.videos),
        clipId: null,
        text: sentence(chance, 8),
        isReply,
        parentId: isReply ? idOf('comment', index - 1, sizes.comments) : null,
        likeCount: site.commentLikes[index],
        dislikeCount: 0,
        replyCount: hasReply ? 1 : 0,
        mentions: [],
        date: dateOf(index, sizes.comments),
      }
      index++
    }
}
