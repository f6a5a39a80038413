/** Variables of the theme, by what a row stands for. */
const TONES = {
  primary: '--ui-primary',
  warning: '--ui-warning',
  neutral: '--ui-text-muted',
  success: '--ui-success',
  error: '--ui-error',
} as const
const ORDER = Object.values(TONES)

/** One row of values of a chart, all at the same places along its bottom. */
export interface ChartSeries {
  label: string
  values: readonly number[]
  shape: 'line' | 'bars'
  /** For people: with its unit and in their language. */
  format: (value: number) => string
  /** Of its colour; rows without one differ from each other by their place. */
  tone?: keyof typeof TONES
}

/** Name of the variable that holds the colour of a row. */
export function colourOf({ tone }: ChartSeries, index: number): string {
  return tone ? TONES[tone] : ORDER[index % 3]!
}
