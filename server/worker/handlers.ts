import { sweepExpiredAccess } from '../accounts/sweep-expired-access.ts'
import { countWatching } from '../analytics/count-watching.ts'
import { sweepPictures } from '../accounts/picture.ts'
import type { JobRun } from '../adapters/queue/port.ts'
import { failExport, reconcileExports, sweepExpiredExports } from '../clips/advance-export.ts'
import { makePlannedClips } from '../clips/planned-clips.ts'
import { reconcileClips } from '../clips/reconcile-clips.ts'
import { syncClips } from '../clips/sync-clips.ts'
import { reconcileComments } from '../comments/settle-comment.ts'
import { reconcileEngagements } from '../engagement/reconcile-engagements.ts'
import { sweepExperience } from '../experience/sweep-experience.ts'
import { sweepWatchEvents } from '../history/sweep-watch-events.ts'
import { addDemo } from '../library/add-demo.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { JobName, JobPayload } from '../jobs/catalog.ts'
import { sendDigests } from '../notifications/send-digests.ts'
import { sweepNotifications } from '../notifications/sweep-notifications.ts'
import { reconcilePairs } from '../relationships/reconcile-pairs.ts'
import { eraseAccount, reconcileClosedAccounts } from '../personal-data/erase-account.ts'
import { failDataExport, makeDataExport, sweepDataExports } from '../personal-data/make-export.ts'
import { reconcileDataExports } from '../personal-data/start-export.ts'
import { moveCollections } from '../tiers/move-collections.ts'
import { reconcileTiers } from '../tiers/reconcile-tiers.ts'
import { restoreVideo } from '../tiers/restore-video.ts'
import { analyseVideo } from '../transcoding/analyse-video.ts'
import { compressOriginal } from '../transcoding/compress-original.ts'
import { encodeLadder } from '../transcoding/encode-ladder.ts'
import { exportClip } from '../transcoding/export-clip.ts'
import { makeClipThumbnail } from '../transcoding/make-clip-thumbnail.ts'
import { makeArtwork } from '../transcoding/make-artwork.ts'
import { makeVideoThumbnail } from '../transcoding/make-video-thumbnail.ts'
import { publishFirst } from '../transcoding/publish-first.ts'
import { reconcilePreparing } from '../transcoding/reconcile-preparing.ts'
import { removeEarlyPack } from '../transcoding/remove-early-pack.ts'
import { makeForecast } from '../tiers/make-forecast.ts'
import { sampleTiers } from '../tiers/sample-tiers.ts'
import { reviewTiers } from '../tiers/review-tiers.ts'
import { finishUpload } from '../uploads/finish-upload.ts'
import { reconcileUploads } from '../uploads/reconcile-uploads.ts'
import { sweepExpiredUploads } from '../uploads/sweep-expired-uploads.ts'
import { failVideo } from '../videos/advance-video.ts'
import { failThumbnail, reconcileThumbnails } from '../videos/choose-thumbnail.ts'
import { reconcileDeletes } from '../videos/delete-video.ts'
import { giveUpAnalysis, reconcileAnalyses } from '../videos/settle-analysis.ts'
import { sweepArtwork } from '../videos/replace-artwork.ts'
import { reconcileTopics } from '../videos/settle-topic.ts'
import { indexCaptions, reconcileCaptions } from '../search/index-captions.ts'
import { failReplay } from '../recommendations/replay/ask-replay.ts'
import { runReplay } from '../recommendations/replay/run-replay.ts'
import { sweepReach } from '../recommendations/remove-reach.ts'
import { sweepQueues } from '../recommendations/sweep-queues.ts'
import { reindexSearch } from '../search/reindex-search.ts'
import { bringUp, bringUpOfClip, bringUpOfExport } from './bring-up.ts'
import { forgetTopic } from './forget-topic.ts'
import { removeClip } from './remove-clip.ts'
import { removeVideo } from './remove-video.ts'

export interface Handler<Name extends JobName> {
  run(payload: JobPayload<Name>, job: Pick<JobRun, 'signal' | 'progress'>): Promise<unknown>
  /** Last words of a job that will not be tried again: whoever waits for it must learn so. May be called twice. */
  onDead?(payload: JobPayload<Name>): Promise<unknown>
}

const GAVE_UP =
  'The server tried several times and could not prepare this video. Upload it again; if that fails too, tell the administrator.'

export type Handlers = { [Name in JobName]: Handler<Name> }

/** Who does which job. The only place that knows. */
export const HANDLERS: Handlers = {
  'finish-upload': { run: ({ uploadId }, { signal, progress }) => finishUpload(uploadId, signal, progress) },
  'publish-first': {
    run: ({ videoId }, { signal, progress }) => publishFirst(videoId, signal, progress),
    // the error itself stays with the dead job, for the administrator
    onDead: ({ videoId }) => failVideo(videoId, GAVE_UP),
  },
  'encode-ladder': { run: ({ videoId }, { signal, progress }) => encodeLadder(videoId, signal, progress) },
  'make-artwork': {
    run: async ({ videoId }, { signal, progress }) => {
      await bringUp(videoId, signal)
      await makeArtwork(videoId, signal, progress)
    },
  },
  'compress-original': {
    run: async ({ videoId }, { signal, progress }) => {
      await bringUp(videoId, signal)
      await compressOriginal(videoId, signal, progress)
    },
  },
  'analyse-video': {
    run: async ({ videoId }, { signal, progress }) => {
      await bringUp(videoId, signal)
      await analyseVideo(videoId, signal, progress)
    },
    onDead: ({ videoId }) => giveUpAnalysis(videoId),
  },
  'remove-early-pack': {
    run: ({ videoId }, { signal, progress }) => removeEarlyPack(videoId, signal, progress),
  },
  'sync-clips': { run: ({ videoId }) => syncClips(videoId) },
  'make-planned-clips': { run: ({ videoId }) => makePlannedClips(videoId) },
  'make-clip-thumbnail': {
    run: async ({ clipId }, { signal }) => {
      await bringUpOfClip(clipId, signal)
      await makeClipThumbnail(clipId, signal)
    },
  },
  'make-video-thumbnail': {
    run: async ({ videoId }, { signal }) => {
      await bringUp(videoId, signal)
      await makeVideoThumbnail(videoId, signal)
    },
    onDead: ({ videoId }) => failThumbnail(videoId),
  },
  'export-clip': {
    run: async ({ exportId }, { signal, progress }) => {
      await bringUpOfExport(exportId, signal)
      await exportClip(exportId, signal, progress)
    },
    onDead: ({ exportId }) =>
      failExport(exportId, 'The server tried several times and could not make this file. Ask for it again.'),
  },
  'remove-clip': { run: ({ clipId }) => removeClip(clipId) },
  'remove-video': { run: ({ videoId }, { signal }) => removeVideo(videoId, signal) },
  'index-captions': { run: ({ videoId }, { signal }) => indexCaptions(videoId, signal) },
  'reindex-search': { run: (_, { signal }) => reindexSearch(signal) },
  'forget-topic': { run: (topic, { signal }) => forgetTopic(topic, signal) },
  'export-data': {
    run: ({ exportId }, { signal, progress }) => makeDataExport(exportId, signal, progress),
    onDead: ({ exportId }) => failDataExport(exportId),
  },
  'erase-account': { run: ({ userId }, { signal }) => eraseAccount(userId, signal) },
  'restore-video': {
    run: ({ videoId }, { signal, progress }) => restoreVideo(videoId, { signal, report: progress }),
  },
  'move-collections': { run: (_, { signal }) => moveCollections({ signal }) },
  'add-demo': { run: (_, { signal, progress }) => addDemo(signal, progress) },
  'replay-recommendations': {
    run: (_, { signal, progress }) => runReplay(signal, progress),
    onDead: () => failReplay(),
  },
  reconcile: {
    run: () =>
      Promise.all([
        reconcileUploads(),
        reconcileDeletes(),
        reconcilePreparing(),
        reconcileClips(),
        reconcileExports(),
        reconcileEngagements(),
        reconcilePairs(),
        reconcileComments(),
        reconcileTopics(),
        reconcileCaptions(),
        reconcileThumbnails(),
        reconcileAnalyses(),
        enqueue('reindex-search', {}),
        reconcileDataExports(),
        reconcileClosedAccounts(),
        reconcileTiers(),
      ]),
  },
  'count-watching': { run: (_, { signal }) => countWatching(signal) },
  'sample-tiers': { run: () => sampleTiers() },
  'forecast-tiers': { run: (_, { signal }) => makeForecast(signal) },
  'review-tiers': { run: (_, { signal }) => reviewTiers(signal) },
  'send-digests': { run: (_, { signal }) => sendDigests(signal) },
  'sweep-expired': {
    run: () =>
      Promise.all([
        sweepExpiredUploads(),
        sweepExpiredAccess(),
        sweepExpiredExports(),
        sweepNotifications(),
        sweepWatchEvents(),
        sweepExperience(),
        sweepPictures(),
        sweepQueues(),
        sweepReach(),
        sweepArtwork(),
        sweepDataExports(),
      ]),
  },
}
