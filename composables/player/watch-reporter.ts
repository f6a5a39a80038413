import type { TrafficSource, VIEW_AFTER_SECONDS, WatchEvent } from '#shared/engagement'
import type { WatchedView } from '#shared/learning'
import type { Api } from '~/composables/useApi'
import { sendBeacon } from './send-beacon'
import { trafficSourceOf } from './traffic-source'
import { WatchMeter } from './watch-meter'

export interface WatchedThing {
  kind: 'video' | 'clip'
  id: string
  /** Seconds. */
  duration: number
  /** Of a part of a video that is shared: seconds into the video where it begins. */
  offset?: number
  /** How they came to it; by the page before unless told. */
  source?: TrafficSource
}

export interface WatchReach {
  api: Api
  /** Of guests only the view is told. */
  isSignedIn(): boolean
  onAnswer?(answer: WatchedView): void
}

const TELL_EVERY_SECONDS = 10
const MAX_EVENTS = 50
/** The value itself would bring the whole contract and its schemas into the page. */
const VIEW_AFTER: typeof VIEW_AFTER_SECONDS = 2

/**
 * Tells the server what was played of one thing: a view once two seconds were seen, then every ten seconds, and what
 * its owner asks for besides: at a pause, at the end, and when it is left.
 */
export class WatchReporter {
  private readonly meter = new WatchMeter()
  private readonly reach: WatchReach
  private readonly thing: () => WatchedThing | null | undefined
  /** What could not be sent, and when that was. */
  private untold: { events: WatchEvent[]; at: number } = { events: [], at: 0 }
  private isViewTold = false

  constructor(reach: WatchReach, thing: () => WatchedThing | null | undefined) {
    this.reach = reach
    this.thing = thing
  }

  /** Seconds played so far, by the clock. */
  get totalSeconds(): number {
    return this.meter.totalSeconds
  }

  /** What the player shows now, in seconds into the thing. */
  look(position: number, isPlaying: boolean): void {
    this.meter.look(position, performance.now(), isPlaying)
    this.tellView()
    if (this.meter.untoldSeconds >= TELL_EVERY_SECONDS) void this.tell()
  }

  async tell(end: { isEnd?: boolean } = {}): Promise<void> {
    const events = this.takeEvents(end)
    const played = this.thing()
    if (!this.reach.isSignedIn() || !played || events.length === 0) return
    try {
      const answer = await this.reach.api<WatchedView>(`${pathOf(played)}/watch`, {
        method: 'POST',
        body: { events },
      })
      this.reach.onAnswer?.(answer)
    } catch {
      // the network is away: the same events go with the next report, and count once
      this.untold = { events: [...events, ...this.untold.events], at: performance.now() }
    }
  }

  /** By a beacon, which outlives the page. */
  tellLeaving(isEnded: boolean): void {
    const events = this.takeEvents({ isSkip: !isEnded })
    const played = this.thing()
    if (this.reach.isSignedIn() && played && events.length > 0)
      sendBeacon(`${pathOf(played)}/watch`, { events })
  }

  private tellView(): void {
    const played = this.thing()
    const needed = Math.min(VIEW_AFTER, played?.duration || VIEW_AFTER)
    if (!played || this.isViewTold || this.totalSeconds < needed) return
    this.isViewTold = true
    const source = played.source ?? trafficSourceOf(history.state ?? {}, location.pathname)
    const body = { secondsWatched: Math.max(needed, this.totalSeconds), source }
    // a view that does not arrive is no one's trouble but the counter's
    this.reach.api(`${pathOf(played)}/view`, { method: 'POST', body }).catch(() => undefined)
  }

  private takeEvents(end: { isEnd?: boolean; isSkip?: boolean }): WatchEvent[] {
    const now = performance.now()
    const since = (now - this.untold.at) / 1000
    const older = this.untold.events.map((event) => ({ ...event, secondsAgo: event.secondsAgo + since }))
    this.untold = { events: [], at: now }
    return [...older, ...this.meter.take(now, end)].slice(-MAX_EVENTS)
  }
}

function pathOf({ kind, id }: WatchedThing): string {
  return `/api/${kind}s/${id}`
}
