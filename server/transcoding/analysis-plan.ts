import { MAX_PEAKS } from '#shared/studio'

/** What the filters write, in the work folder. */
export const SIGNAL_FILES = {
  cuts: 'cuts.txt',
  blacks: 'blacks.txt',
  silences: 'silences.txt',
  peaks: 'peaks.txt',
} as const

export interface AnalysisPlan {
  secondsPerPeak: number
  pictureFilters: string
  soundFilters: string
}

/** Enough for loudness, and cheap. */
const SAMPLE_RATE = 8000
/** Finer than an eye sees in a waveform. */
const SHORTEST_PEAK_SECONDS = 0.02
/** Share of a picture that has to change; by facts of real footage, where joins score 0.4 and more. */
const CUT_SCORE = 0.3

/**
 * The one pass over a video. Cuts are told by the time of the first picture of the new scene, from the full rate of
 * pictures, since a clip that begins a picture too early shows the wrong one.
 */
export function analysisPlan(durationSeconds: number): AnalysisPlan {
  const wanted = Math.max(SHORTEST_PEAK_SECONDS, durationSeconds / MAX_PEAKS)
  const samplesPerPeak = Math.ceil(wanted * SAMPLE_RATE)
  return {
    secondsPerPeak: samplesPerPeak / SAMPLE_RATE,
    pictureFilters: [
      // pictures are written from zero; tools add the depth of their reordering
      'setpts=PTS-STARTPTS',
      "scale='min(320,iw)':-2:flags=fast_bilinear",
      'blackdetect=d=0.5:pix_th=0.1',
      `metadata=mode=print:file=${SIGNAL_FILES.blacks}`,
      `select='gt(scene,${CUT_SCORE})'`,
      `metadata=mode=print:key=lavfi.scene_score:file=${SIGNAL_FILES.cuts}`,
    ].join(','),
    soundFilters: [
      `aresample=${SAMPLE_RATE}`,
      'aformat=channel_layouts=mono',
      'silencedetect=n=-35dB:d=0.5',
      `ametadata=mode=print:file=${SIGNAL_FILES.silences}`,
      `asetnsamples=n=${samplesPerPeak}:p=0`,
      'astats=metadata=1:reset=1',
      `ametadata=mode=print:key=lavfi.astats.Overall.Peak_level:file=${SIGNAL_FILES.peaks}`,
    ].join(','),
  }
}
