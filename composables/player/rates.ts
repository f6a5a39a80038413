export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** The next speed up or down; stays at the ends. */
export function nextRate(rate: number, direction: 1 | -1): number {
  const candidates = direction === 1 ? RATES : [...RATES].reverse()
  return candidates.find((step) => (step - rate) * direction > 0.001) ?? rate
}

export function rateLabel(rate: number): string {
  return rate === 1 ? 'Normal' : `${rate}×`
}
