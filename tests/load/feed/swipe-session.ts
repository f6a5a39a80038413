import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'

interface Session {
  swipes: number
  /** How long each item is looked at before the next swipe. */
  dwellMs(turn: number): number
  timeoutMs: number
}

/** Swipes down from the first item. @returns milliseconds to the first frame, Infinity for what never came */
export async function swipeDown(page: Page, { swipes, dwellMs, timeoutMs }: Session): Promise<number[]> {
  const times: number[] = []
  await sleep(dwellMs(0))
  for (let turn = 1; turn <= swipes; turn++) {
    await waitForRow(page, turn)
    const { firstFrameMs } = await page.evaluate(([row, ms]) => window.feedProbe.swipe(row, ms), [turn, timeoutMs] as const)
    times.push(firstFrameMs ?? Infinity)
    await sleep(dwellMs(turn))
  }
  return times
} // prettier-ignore

/** The page loads the next items by itself. */
async function waitForRow(page: Page, row: number): Promise<void> {
  await page.waitForFunction((wanted) => window.feedProbe.rows() > wanted, row, { timeout: 30_000 })
}

/**
 * Swipes to and fro over the rows there are, quicker than anybody. Runs in the page, so that nothing but the page is
 * measured.
 */
export async function swipeAbout(page: Page, swipes: number, dwellMs: number): Promise<void> {
  await page.evaluate(
    async ([count, ms]) => {
      const last = window.feedProbe.rows() - 1
      const list = document.querySelector<HTMLElement>('[data-testid="feed"]')!
      for (let turn = 0; turn < count; turn++) {
        const place = turn % (2 * last)
        const row = place <= last ? place : 2 * last - place
        const top = document.querySelector<HTMLElement>(`[data-testid="feed"] [data-row="${row}"]`)!.offsetTop
        list.scrollTo({ top, behavior: 'instant' })
        await new Promise((resolve) => setTimeout(resolve, ms))
      }
    },
    [swipes, dwellMs] as const,
  )
}
