import { trusted } from 'mongoose'
import { CONNECTIONS, SURFACES, type ExperienceView } from '#shared/experience'
import { experienceFigures } from './experience-figures.ts'
import { ExperienceHour, type ExperienceHourDocument } from './experience-hour.model.ts'
import { addSums, makeSums, noSums, type ExperienceSums } from './tally-experience.ts'

const HOUR_MS = 3_600_000

/**
 * What playing was like over the last hours, the one that runs included. Each hour is there, also those in which nobody
 * played; surfaces and connections only where somebody did.
 * @param hours at most 720, of at most fifteen rows each
 */
export async function getExperience(hours: number, now = new Date()): Promise<ExperienceView> {
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const first = last - (hours - 1) * HOUR_MS
  const rows = await ExperienceHour.find({ hour: trusted({ $gte: new Date(first) }) })
    .batchSize(2_000)
    .lean<ExperienceHourDocument[]>()
  const byHour = groupBy(rows, (row) => String(row.hour.getTime()))
  const bySurface = groupBy(rows, (row) => row.surface)
  const byConnection = groupBy(rows, (row) => row.connection)
  return {
    overall: experienceFigures([...bySurface.values()].reduce(addSums, noSums())),
    bySurface: SURFACES.filter((surface) => bySurface.has(surface)).map((surface) => ({
      surface,
      ...experienceFigures(bySurface.get(surface)!),
    })),
    byConnection: CONNECTIONS.filter((connection) => byConnection.has(connection)).map((connection) => ({
      connection,
      ...experienceFigures(byConnection.get(connection)!),
    })),
    hours: Array.from({ length: hours }, (_, index) => {
      const from = first + index * HOUR_MS
      const sums = byHour.get(String(from)) ?? noSums()
      return { from: new Date(from).toISOString(), ...experienceFigures(sums) }
    }),
  } satisfies ExperienceView
}

function groupBy(
  rows: readonly ExperienceHourDocument[],
  keyOf: (row: ExperienceHourDocument) => string,
): Map<string, ExperienceSums> {
  const groups = new Map<string, ExperienceSums>()
  for (const row of rows) {
    const key = keyOf(row)
    groups.set(key, addSums(groups.get(key) ?? noSums(), sumsOfRow(row)))
  }
  return groups
}

function sumsOfRow(row: ExperienceHourDocument): ExperienceSums {
  return makeSums(
    (field) => row[field] ?? 0,
    (bucket) => row.firstFrame?.[`b${bucket}`] ?? 0,
  )
}
