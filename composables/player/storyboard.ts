/** One small picture of the storyboard: a rectangle of a sprite, shown for times in [start, end), seconds. */
export interface StoryboardTile {
  start: number
  end: number
  image: string
  x: number
  y: number
  width: number
  height: number
}

const TIMING = /^([\d:.]+)\s+-->\s+([\d:.]+)/
const REGION = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/

/** Reads WebVTT whose cues name sprite regions (media fragments, `sprite.jpg#xywh=0,0,160,90`); skips what it cannot read. */
export function parseStoryboard(vtt: string, baseUrl: string): StoryboardTile[] {
  const blocks = vtt.replaceAll('\r\n', '\n').split(/\n{2,}/)
  return blocks.map((block) => parseCue(block.split('\n'), baseUrl)).filter((tile) => tile !== null)
}

/** The tile to show at a time: the last that has begun. Tiles are in order of time. */
export function tileAt(tiles: readonly StoryboardTile[], seconds: number): StoryboardTile | null {
  return tiles.findLast((tile) => tile.start <= seconds) ?? tiles[0] ?? null
}

function parseCue(lines: string[], baseUrl: string): StoryboardTile | null {
  const at = lines.findIndex((line) => TIMING.test(line))
  const timing = TIMING.exec(lines[at] ?? '')
  const region = REGION.exec(lines[at + 1]?.trim() ?? '')
  if (!timing || !region) return null
  const [x = 0, y = 0, width = 0, height = 0] = region.slice(2).map(Number)
  const image = new URL(region[1]!, baseUrl)
  // a sprite of another host would tell that host who hovers over what
  if (image.origin !== new URL(baseUrl).origin) return null
  return { start: parseTime(timing[1]!), end: parseTime(timing[2]!), image: image.href, x, y, width, height }
}

function parseTime(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
