/** One row of values of a chart, all at the same places along its bottom. */
export interface ChartSeries {
  label: string
  values: readonly number[]
  shape: 'line' | 'bars'
  /** For people: with its unit and in their language. */
  format: (value: number) => string
}
