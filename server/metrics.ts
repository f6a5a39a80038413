import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** Everything that /metrics shows. Rooms add their own here or beside their code, with labels of few values only. */
export const metrics = new Registry()

collectDefaultMetrics({ register: metrics, prefix: 'clipway_' })

/** `route` is the template (`/api/videos/:id`), never the path: ids would make a time series each. */
export const requestSeconds = new Histogram({
  name: 'clipway_http_request_seconds',
  help: 'Requests by route, method and status, with the time until the last byte',
  labelNames: ['route', 'method', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
})

export const jobSeconds = new Histogram({
  name: 'clipway_job_seconds',
  help: 'Jobs by name and outcome, with the time they took',
  labelNames: ['name', 'outcome'] as const,
  buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
  registers: [metrics],
})
