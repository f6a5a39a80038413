import { mountSuspended } from '@nuxt/test-utils/runtime'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import QrCode from '~/components/sharing/QrCode.vue'

/** Which cells the path of the picture fills. */
function cellsOf(path: string): Set<string> {
  const cells = new Set<string>()
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let step = 0; step < Number(length); step++) cells.add(`${Number(x) + step},${y}`)
  return cells
}

describe('the QR code of a link', () => {
  it('fills exactly the dark cells, with quiet around them, and has a name', async () => {
    const text = 'https://example.org/watch/0123456789abcdef01234567?t=83&from=share'
    const code = await mountSuspended(QrCode, { props: { text } })
    const { data, size } = encode(text, { ecc: 'M', border: 4 })
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])))
    expect(cellsOf(code.get('path').attributes('d')!)).toEqual(new Set(dark))
    expect(code.get('svg').attributes('viewBox')).toBe(`0 0 ${size} ${size}`)
    expect(dark.some((cell) => cell.startsWith('3,'))).toBe(false)
    expect(code.get('svg').attributes('aria-label')).toContain(text)
  })
})
