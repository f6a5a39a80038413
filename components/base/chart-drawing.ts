import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { colourOf, type ChartSeries } from '~/components/base/chart-series'

export interface ChartOptions {
  width: number
  height: number
  series: readonly ChartSeries[]
  labelOf: (index: number) => string
  /** Distances of labels along the bottom that make sense here, small to large. */
  tickSteps: readonly number[]
  onPoint: (index: number | null) => void
}

const AXIS_FONT = '12px "Inter Variable", system-ui, sans-serif'
/** Of what is counted there are no halves: 1, 2, 5, 10, 20, ... */
const WHOLE_STEPS = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat()
/** Of more lines than these, what lies below each would hide the others. */
const MAX_FILLED = 2

/** Draws into `host`. Colours are looked up at each drawing, so that `redraw` is all that a change of theme needs. */
export function drawChart(host: HTMLElement, options: ChartOptions): uPlot {
  const colour = (name: string) => getComputedStyle(host).getPropertyValue(name).trim()
  const axis = { stroke: () => colour('--ui-text-muted'), font: AXIS_FONT, ticks: { show: false } }
  const hasBars = options.series.some(({ shape }) => shape === 'bars')
  const [first] = options.series
  return new uPlot(
    {
      width: options.width,
      height: options.height,
      // half of the last label, which stands below the last point
      padding: [8, hasBars ? 8 : 28, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      scales: {
        x: { time: false, range: (_, min, max) => (hasBars ? [min - 0.5, max + 0.5] : [min, Math.max(max, min + 1)]) },
        y: { range: (_, __, max) => [0, uPlot.rangeNum(0, max > 0 ? max : 1, 0.1, true)[1] ?? 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          space: 64,
          incrs: [...options.tickSteps],
          values: (_, ticks) => eachOnce(ticks.map((tick) => (Number.isInteger(tick) ? options.labelOf(tick) : ''))),
        },
        {
          ...axis,
          size: 56,
          ...(options.series.every(({ values }) => values.every(Number.isInteger)) && { incrs: WHOLE_STEPS }),
          grid: { stroke: () => colour('--ui-border'), width: 1 },
          values: (_, ticks) => ticks.map((tick) => first?.format(tick) ?? ''),
        },
      ],
      series: [{}, ...options.series.map((series, index) => seriesOf(series, () => colour(colourOf(series, index)), options.series.length <= MAX_FILLED))],
      hooks: { setCursor: [(chart) => options.onPoint(chart.cursor.idx ?? null)] },
    },
    dataOf(options.series),
    host,
  )
} // prettier-ignore

/** Several places of one day: it is named at the first of them. */
function eachOnce(labels: readonly string[]): string[] {
  return labels.map((label, index) => (label === labels[index - 1] ? '' : label))
}

function dataOf(series: readonly ChartSeries[]): uPlot.AlignedData {
  const length = Math.max(0, ...series.map(({ values }) => values.length))
  return [Array.from({ length }, (_, index) => index), ...series.map(({ values }) => [...values])]
}

function seriesOf(series: ChartSeries, colour: () => string, isFilled: boolean): uPlot.Series {
  const isBars = series.shape === 'bars'
  return {
    label: series.label,
    stroke: colour,
    width: isBars ? 0 : 2,
    fill: () => `color-mix(in oklab, ${colour()} ${isBars ? 85 : isFilled ? 15 : 0}%, transparent)`,
    paths: isBars ? uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.15 }) : undefined,
    points: { show: false },
  }
}
