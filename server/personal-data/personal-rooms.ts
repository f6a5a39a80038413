import { exportProfileBy, exportSessionsBy, exportTokensBy } from '../accounts/personal-accounts.ts'
import { exportActionsBy } from '../audit/personal-audit.ts'
import { eraseClipFilesBy, eraseClipsBy, exportClipFilesBy, exportClipsBy } from '../clips/personal-clips.ts'
import { eraseCommentsBy, exportCommentsBy } from '../comments/personal-comments.ts'
import { eraseEngagementsBy, exportEngagementsBy } from '../engagement/personal-engagement.ts'
import { eraseDismissalsBy, exportDismissalsBy } from '../feed/personal-feed.ts'
import { eraseHistoryBy, exportHistoryBy } from '../history/personal-history.ts'
import { eraseLearningBy, exportLearningBy } from '../learning/personal-learning.ts'
import { eraseNotificationsBy, exportNotificationsBy } from '../notifications/personal-notifications.ts'
import {
  eraseRecommendationsBy,
  exportRecommendationsBy,
} from '../recommendations/personal-recommendations.ts'
import { eraseRelationshipsBy, exportRelationshipsBy } from '../relationships/personal-relationships.ts'
import { eraseSharesBy, exportSharesBy } from '../sharing/personal-sharing.ts'
import { eraseCopiesBy, exportCopiesBy } from '../tiers/personal-tiers.ts'
import { eraseUploadsBy, exportUploadsBy } from '../uploads/personal-uploads.ts'
import { exportVideosBy } from '../videos/personal-videos.ts'

interface PersonalRoom {
  /** Of the export, without its ending. */
  file: string
  rows(userId: string): AsyncIterable<object>
  /** Where it goes by itself: with the profile, the credentials, the videos; or stays, as the action log. */
  erase?(userId: string): Promise<unknown>
}

/** Everything that is kept about somebody. A test looks for what is left of a person whom nothing here knows of. */
export const PERSONAL_ROOMS: readonly PersonalRoom[] = [
  { file: 'profile', rows: exportProfileBy },
  { file: 'sessions', rows: exportSessionsBy },
  { file: 'api-tokens', rows: exportTokensBy },
  { file: 'uploads', rows: exportUploadsBy, erase: eraseUploadsBy },
  { file: 'videos', rows: exportVideosBy },
  { file: 'copies', rows: exportCopiesBy, erase: eraseCopiesBy },
  { file: 'clips', rows: exportClipsBy, erase: eraseClipsBy },
  { file: 'clip-files', rows: exportClipFilesBy, erase: eraseClipFilesBy },
  { file: 'comments', rows: exportCommentsBy, erase: eraseCommentsBy },
  { file: 'recommendations', rows: exportRecommendationsBy, erase: eraseRecommendationsBy },
  { file: 'engagements', rows: exportEngagementsBy, erase: eraseEngagementsBy },
  { file: 'feed-dismissals', rows: exportDismissalsBy, erase: eraseDismissalsBy },
  { file: 'history', rows: exportHistoryBy, erase: eraseHistoryBy },
  { file: 'learning', rows: exportLearningBy, erase: eraseLearningBy },
  { file: 'relationships', rows: exportRelationshipsBy, erase: eraseRelationshipsBy },
  { file: 'shares', rows: exportSharesBy, erase: eraseSharesBy },
  { file: 'notifications', rows: exportNotificationsBy, erase: eraseNotificationsBy },
  { file: 'actions', rows: exportActionsBy },
]
