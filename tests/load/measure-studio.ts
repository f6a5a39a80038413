// npm run measure:studio [-- --small]: the page where clips are cut, with a long video and as many clips as one may have.
import { startApp } from '../support/app.ts'
import { launchBrowser } from './feed/open-feed.ts'
import { makeLongVideo } from './studio/long-video.ts'
import { measureStudio, type Cost, type StudioFigures } from './studio/measure-studio.ts'

const isSmall = process.argv.includes('--small')
const CLIPS = 500
const SECONDS = isSmall ? 1200 : 7200
/** Two pictures of sixty a second; what holds the page for longer than a tenth of a second is felt. */
const BOUNDS = { longestTaskMs: 100, frameP95Ms: 34 } satisfies Cost

async function main(): Promise<boolean> {
  const app = await startApp({ env: { RATE_LIMIT_SCALE: '1000' } })
  const browser = await launchBrowser()
  try {
    return report(await measureStudio(browser, app.url, await makeLongVideo(app, SECONDS, CLIPS)))
  } finally {
    await browser.close()
    await app.stop()
  }
}

function report({ openedMs, costs }: StudioFigures): boolean {
  const isKept = (cost: Cost) =>
    cost.longestTaskMs <= BOUNDS.longestTaskMs && cost.frameP95Ms <= BOUNDS.frameP95Ms
  const failed = Object.entries(costs).flatMap(([name, cost]) => (isKept(cost) ? [] : [name]))
  const figures = Object.fromEntries(
    Object.entries(costs).flatMap(([name, { longestTaskMs, frameP95Ms }]) => [
      [`${name}TaskMs`, Math.round(longestTaskMs)],
      [`${name}FrameMs`, Math.round(frameP95Ms * 10) / 10],
    ]),
  )
  const ok = failed.length === 0
  const size = { seconds: SECONDS, clips: CLIPS }
  console.log(JSON.stringify({ name: 'measure:studio', ok, ...figures, openedMs: Math.round(openedMs), ...size, bounds: BOUNDS, failed })) // prettier-ignore
  return ok
}

process.exitCode = (await main()) ? 0 : 1
