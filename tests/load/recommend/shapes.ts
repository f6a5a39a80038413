export interface Shape {
  users: number
  items: number
  events: number
  /** Deviation of the log of an item's appeal: the long tail. */
  tail: number
  /** How much taste counts. */
  taste: number
  /** Chance that the next event is the next part of a series, or near in the catalogue of the last. */
  sequence: number
  /** Chance that it is what the site lists after the last. */
  browsing: number
  /** How much the appeal of an item fades over the years. */
  fashion: number
  /** Share of items that come out while people are there already. */
  releases: number
  /** How far taste moves with every session of eight events, 0 to 1. */
  drift: number
  /** Most of the whole span that passes between two sessions. */
  pause: number
  /** How much less what everybody knows is taken up towards the end of a history, 0 to 1. */
  deepening: number
  feedback: 'ratings' | 'implicit' | 'counts'
  seed: number
}

const PLAIN = { browsing: 0, releases: 0.4, drift: 0, pause: 0, deepening: 0, feedback: 'ratings' } as const

/** Kinds of sets that people publish; none is a copy of one, so that what holds on all of them may hold on others. */
export const SHAPES = {
  movies: { ...PLAIN, users: 943, items: 1682, events: 100_000, tail: 1.5, taste: 1.3, sequence: 0.12, fashion: 0.8, seed: 1 },
  /** Dense ratings given in one sitting along the lists of the site, the well-known first. */
  lists: { ...PLAIN, users: 900, items: 1500, events: 80_000, tail: 1.4, taste: 1.4, sequence: 0, browsing: 0.35, fashion: 0.4, deepening: 0.7, seed: 4 },
  places: { ...PLAIN, users: 12000, items: 16000, events: 330_000, tail: 1.1, taste: 2.6, sequence: 0.05, fashion: 0, feedback: 'implicit', seed: 2 },
  games: { ...PLAIN, users: 2500, items: 2400, events: 40_000, tail: 1.2, taste: 1.6, sequence: 0.3, fashion: 1.5, seed: 3 },
  /** Sparse, with news that fade. */
  shop: { ...PLAIN, users: 5000, items: 4000, events: 40_000, tail: 1.1, taste: 2, sequence: 0.1, fashion: 2, releases: 0.8, pause: 0.1, seed: 5 },
  /** Short plays, tastes that move on, sessions over weeks. */
  clips: { ...PLAIN, users: 1500, items: 2000, events: 60_000, tail: 1, taste: 2, sequence: 0.08, fashion: 1, drift: 0.3, pause: 0.03, feedback: 'implicit', seed: 6 },
  /** Listening counts without any time. */
  music: { ...PLAIN, users: 1000, items: 3000, events: 40_000, tail: 1.3, taste: 2.4, sequence: 0, fashion: 0, feedback: 'counts', seed: 7 },
} satisfies Record<string, Shape> as Record<'movies' | 'lists' | 'places' | 'games' | 'shop' | 'clips' | 'music', Shape> // prettier-ignore
