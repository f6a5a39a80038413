import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { Id, PageQuery, Timestamp, Uuid, pageOf, text } from './common.ts'
import { StorageStage } from './videos.ts'

/** Bit of each flag in the index document, lowest first, in the order of the storage seed. */
export const MODERATION_FLAGS = [
  'earlyWarningPenalty',
  'guidelinesViolation',
  'unsureCommunityViolation',
  'nsfwContentPenalty',
  'earlyCreatorBoost',
] as const
export const GENERAL_FLAGS = ['forcePrivate', 'noPenalties', 'nsfwContent', 'flashingContent'] as const

/** The index document of the storage seed, key for key. */
export const VideoIndexView = z.object({
  id: Uuid,
  creator: Uuid,
  public: z.boolean(),
  'like-count': z.number().int(),
  /** UUIDs of people, a page of them (`?cursor=`); the header `link` names the next page (RFC 8288). */
  'liked-by': z.array(Uuid),
  /** 1 LIVE to 5 AWAITING_PUSH. */
  'storage-stage': z.number().int().min(1).max(5),
  /** LIVE and RELIVE: the video's id; ARCHIVE and AWAITING_PUSH: the archive's id; EXPIRING: a `sia://` URI. */
  'storage-id': z.string(),
  'moderation-flags': z.number().int(),
  flags: z.number().int(),
})
export type VideoIndexView = z.infer<typeof VideoIndexView>

/** Why a video lies where it lies, or moves. Pages have their own sentence for each. */
export const TIER_REASONS = [
  'uploaded',
  'trending',
  'in_window',
  'golden_period',
  'watched',
  'watched_again',
  'arrived',
  'cooled_down',
  'rarely_watched',
  'hardly_ever_watched',
  'archive_full',
  'deadline_passed',
  'copy_given_back',
  'held',
  'by_admin',
] as const
export const TierReason = z.enum(TIER_REASONS)
export type TierReason = z.infer<typeof TierReason>

/** Where a video lies, for its creator and for admins: GET /api/videos/:id/storage. */
export const StorageView = z.object({
  videoId: Id,
  title: z.string(),
  thumbnailURL: z.string(),
  stage: StorageStage,
  since: Timestamp,
  reason: TierReason,
  /** When the rules look at it again; null while it awaits a push. */
  reviewAt: Timestamp.nullable(),
  /** Of EXPIRING: when its creator is sent the copy, and when the server lets go of it. */
  copyDueAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable(),
  copySentAt: Timestamp.nullable(),
  sizeBytes: z.number().int(),
  /** SHA-256 of the pack, hex: what a copy that is given back must have. */
  sha256: z.string().nullable(),
  /** Address of the copy, for its creator, from ARCHIVE down to the end of EXPIRING. */
  copyURL: z.string().nullable(),
  isHeld: z.boolean(),
  /**
   * What deleting it cannot do at once: `soon`, its bytes lie among others', which are written anew without them; `left`,
   * they lie in a store that takes nothing back.
   */
  afterDeletion: z.enum(['nothing', 'soon', 'left']),
  /** A move that is under way. */
  move: z.object({ to: StorageStage, progress: z.number().min(0).max(1) }).nullable(),
})
export type StorageView = z.infer<typeof StorageView>
export const StoragePage = pageOf(StorageView)

/** Of GET /api/videos/:id/copy. */
export const CopyQuery = z.strictObject({ role: z.enum(['pack', 'original']).default('pack') })

/** So many ids may be asked about at once: GET /api/vault/needed?ids=a,b. */
export const MAX_NEEDED_IDS = 100
export const NeededQuery = z.strictObject({
  ids: z
    .string()
    .max(MAX_NEEDED_IDS * 25)
    .transform((value) => value.split(',').filter(Boolean))
    .pipe(z.array(Id).min(1).max(MAX_NEEDED_IDS)),
})

/** Of the videos that a browser holds, those that await somebody's copy. */
export const VaultNeededView = z.object({
  items: z.array(
    z.object({
      videoId: Id,
      title: z.string(),
      sizeBytes: z.number().int(),
      sha256: z.string(),
      /** Of a copy that somebody is giving back; the rest is sent from here on. */
      receivedBytes: z.number().int(),
    }),
  ),
})
export type VaultNeededView = z.infer<typeof VaultNeededView>

/** 8 MiB: a copy comes in pieces of at most this: POST /api/vault/:videoId?offset=N with `application/octet-stream`. */
export const VAULT_PIECE_BYTES = 8_388_608
export const VaultParams = z.strictObject({ videoId: Id })
export const GivePieceQuery = z.strictObject({ offset: z.coerce.number().int().min(0) })

/** `stage` is EXPIRING once the last piece came and the hash of the whole is right. */
export const VaultReceivedView = z.object({ receivedBytes: z.number().int(), stage: StorageStage })
export type VaultReceivedView = z.infer<typeof VaultReceivedView>

/** A line of the journal: who moved what, from where, why, and how it ended. */
export const TierMoveView = z.object({
  id: Id,
  videoId: Id.nullable(),
  title: z.string().nullable(),
  collection: z.number().int().nullable(),
  from: StorageStage,
  to: StorageStage,
  reason: TierReason,
  /** Null for a move by the rules. */
  by: PersonView.nullable(),
  state: z.enum(['open', 'done', 'failed']),
  bytes: z.number().int(),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  error: z.string().nullable(),
})
export type TierMoveView = z.infer<typeof TierMoveView>
export const TierMovePage = pageOf(TierMoveView)

/** Bytes that are not where, or what, their record says. */
export const StorageFaultView = z.object({
  videoId: Id,
  title: z.string(),
  stage: StorageStage,
  role: z.enum(['pack', 'original']),
  kind: z.enum(['missing', 'damaged']),
  sizeBytes: z.number().int(),
  /** Another copy is there. */
  canRepair: z.boolean(),
})
export type StorageFaultView = z.infer<typeof StorageFaultView>

export const ListMovesQuery = PageQuery.extend({
  videoId: Id.optional(),
  state: z.enum(['open', 'done', 'failed']).optional(),
})

/** Of POST /api/admin/tiers/moves. What awaits a push comes back with somebody's copy alone. */
export const MoveVideoBody = z.strictObject({
  videoId: Id,
  to: z.enum(['LIVE', 'RELIVE', 'ARCHIVE', 'EXPIRING']),
})
export type MoveVideoBody = z.infer<typeof MoveVideoBody>

/** Of a legal hold: why, for whoever looks at it later. */
export const HoldBody = z.strictObject({ reason: text({ min: 1, max: 500 }) })

export const CollectionView = z.object({
  id: Id,
  number: z.number().int(),
  /** `collection-<n>.vgz` */
  name: z.string(),
  state: z.enum(['writing', 'sealed', 'pushing', 'expiring', 'gone']),
  sizeBytes: z.number().int(),
  /** Of members that are still wanted here. */
  liveBytes: z.number().int(),
  memberCount: z.number().int(),
  /** Where it lies in the cold store. */
  uri: z.string().nullable(),
  createdAt: Timestamp,
  copyDueAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable(),
  goneAt: Timestamp.nullable(),
  /** How many creators it holds videos of that are to be told, and how many were. */
  copies: z.object({ creators: z.number().int(), told: z.number().int() }),
})
export type CollectionView = z.infer<typeof CollectionView>
export const CollectionPage = pageOf(CollectionView)

/** Of GET /api/admin/tiers/faults; `deep` reads every byte. */
export const FaultsQuery = PageQuery.extend({
  deep: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
})
/** What was found among `looked` videos; a page without items may have others after it. */
export const StorageFaultPage = pageOf(StorageFaultView).extend({ looked: z.number().int() })
export type StorageFaultPage = z.infer<typeof StorageFaultPage>

/** Stored bytes that no record names any more; swept by themselves. */
export const OrphansView = z.object({
  items: z.array(
    z.object({ store: z.enum(['object', 'cold']), key: z.string(), sizeBytes: z.number().int() }),
  ),
  /** False where there is more, or looking took too long. */
  isAll: z.boolean(),
})
export type OrphansView = z.infer<typeof OrphansView>
