import type { WaveformView } from '#shared/studio'
import { formatMoment } from '~/composables/clip/moment'
import type { StoryboardTile } from '~/composables/player/storyboard'
import { rulerStep } from '~/composables/studio/timeline-scale'
import { formatTime } from '~/composables/video/format-time'
import { LANES } from './lanes.ts'

export interface DrawnClip {
  id: string
  title: string
  startSeconds: number
  endSeconds: number
}

export interface TimelineColors {
  text: string
  faint: string
  wave: string
  cut: string
  clip: string
  clipText: string
  selected: string
  back: string
}

export interface TimelinePicture {
  /** What is drawn of the whole, in pixels of the page. */
  from: number
  width: number
  pixelsPerSecond: number
  duration: number
  waveform: WaveformView | null
  clips: readonly DrawnClip[]
  selectedId: string | null
  tileAt(seconds: number): StoryboardTile | null
  sheet: HTMLImageElement | null
  colors: TimelineColors
}

type Context = CanvasRenderingContext2D

/** Draws one window of the timeline; whatever its scale, no more is looked at than shows. */
export function drawTimeline(context: Context, picture: TimelinePicture): void {
  drawStrip(context, picture)
  drawWave(context, picture)
  drawRuler(context, picture)
  drawClips(context, picture)
}

const secondsAt = ({ from, pixelsPerSecond }: TimelinePicture, x: number) => (from + x) / pixelsPerSecond
const placeOf = ({ from, pixelsPerSecond }: TimelinePicture, seconds: number) =>
  seconds * pixelsPerSecond - from

function drawRuler(context: Context, picture: TimelinePicture): void {
  const step = rulerStep(picture.pixelsPerSecond)
  context.font = '11px Inter Variable, system-ui, sans-serif'
  context.textBaseline = 'middle'
  const first = Math.floor(secondsAt(picture, 0) / step)
  const last = Math.min(picture.duration, secondsAt(picture, picture.width))
  for (let mark = first; mark * step <= last; mark++) {
    const x = Math.round(placeOf(picture, mark * step)) + 0.5
    context.fillStyle = picture.colors.faint
    context.fillRect(x, LANES.ruler.top + 14, 1, 8)
    context.fillStyle = picture.colors.text
    const label = step < 1 ? formatMoment(mark * step).replace(/0$/, '') : formatTime(mark * step)
    context.fillText(label, x + 4, LANES.ruler.top + 9)
  }
}

/** Pictures side by side in their own shape, each of the moment in its middle. */
function drawStrip(context: Context, picture: TimelinePicture): void {
  const { top, height } = LANES.strip
  const { sheet, colors, width } = picture
  const end = Math.min(width, placeOf(picture, picture.duration))
  context.fillStyle = colors.back
  context.fillRect(0, top, end, height)
  const any = picture.tileAt(0)
  if (!sheet || !any) return
  const tileWidth = Math.round((height * any.width) / any.height)
  const first = Math.floor(picture.from / tileWidth)
  for (let index = first; index * tileWidth - picture.from < end; index++) {
    const x = index * tileWidth - picture.from
    const tile = picture.tileAt(secondsAt(picture, x + tileWidth / 2))
    if (!tile) continue
    const share = Math.min(1, (end - x) / tileWidth)
    context.drawImage(sheet, tile.x, tile.y, tile.width * share, tile.height, x, top, tileWidth * share, height)
  }
} // prettier-ignore

function drawWave(context: Context, picture: TimelinePicture): void {
  const { waveform, colors, width } = picture
  const { top, height } = LANES.wave
  if (!waveform) return
  const [from, to] = [secondsAt(picture, 0), secondsAt(picture, width)]
  context.fillStyle = colors.back
  for (const { startSeconds, endSeconds } of waveform.silences) {
    if (endSeconds < from || startSeconds > to) continue
    const x = placeOf(picture, startSeconds)
    context.fillRect(x, top, placeOf(picture, endSeconds) - x, height)
  }
  drawPeaks(context, picture, waveform)
  context.fillStyle = colors.cut
  for (const cut of waveform.sceneCuts) {
    if (cut >= from && cut <= to) context.fillRect(Math.round(placeOf(picture, cut)), top, 1, height)
  }
}

/** One bar for each two pixels, as loud as the loudest behind it. */
function drawPeaks(context: Context, picture: TimelinePicture, { peaks, secondsPerPeak }: WaveformView): void {
  const { top, height } = LANES.wave
  const loudest = Math.max(32, loudestOf(peaks))
  const end = Math.min(picture.width, placeOf(picture, picture.duration))
  context.fillStyle = picture.colors.wave
  const offset = picture.from % 2
  for (let x = -offset; x < end; x += 2) {
    const first = Math.max(0, Math.floor(secondsAt(picture, x) / secondsPerPeak))
    const last = Math.max(first + 1, Math.ceil(secondsAt(picture, x + 2) / secondsPerPeak))
    let peak = 0
    for (let index = first; index < last && index < peaks.length; index++) peak = Math.max(peak, peaks[index]!)
    const bar = Math.max(1, (peak / loudest) * height)
    if (peaks.length > 0) context.fillRect(x, top + (height - bar) / 2, 1.5, bar)
  }
} // prettier-ignore

const known = new WeakMap<readonly number[], number>()

function loudestOf(peaks: readonly number[]): number {
  const before = known.get(peaks)
  if (before !== undefined) return before
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0)
  known.set(peaks, loudest)
  return loudest
}

function drawClips(context: Context, picture: TimelinePicture): void {
  const { top, height } = LANES.clips
  const { colors, clips, selectedId } = picture
  const [from, to] = [secondsAt(picture, 0), secondsAt(picture, picture.width)]
  context.font = '500 12px Inter Variable, system-ui, sans-serif'
  context.textBaseline = 'middle'
  for (const { id, title, startSeconds, endSeconds } of clips) {
    if (endSeconds < from || startSeconds > to) continue
    const x = placeOf(picture, startSeconds)
    const width = Math.max(2, placeOf(picture, endSeconds) - x - 1)
    context.fillStyle = id === selectedId ? colors.selected : colors.clip
    context.beginPath()
    context.roundRect(x, top, width, height, Math.min(5, width / 2))
    context.fill()
    if (width < 28) continue
    context.save()
    context.clip()
    context.fillStyle = id === selectedId ? colors.back : colors.clipText
    context.fillText(title, Math.max(x, 0) + 7, top + height / 2 + 0.5)
    context.restore()
  }
}
