import type { CDPSession } from '@playwright/test'

/** Megabytes that the page's own heap has grown by, with all garbage collected before and after. */
export async function heapGrowth(cdp: CDPSession, run: () => Promise<void>): Promise<number> {
  const before = await usedMb(cdp)
  await run()
  return (await usedMb(cdp)) - before
}

async function usedMb(cdp: CDPSession): Promise<number> {
  // the second finds what the first one's finalisers let go
  for (let turn = 0; turn < 2; turn++) await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}
