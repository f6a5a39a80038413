import { randomUUID } from 'node:crypto'
import type { RouteRows } from '../../../support/routes/row.ts'

const docs = { status: 200, because: 'the text comes from the build' }

export const operationRows: RouteRows = {
  'get /healthz': { as: 'nobody' },
  'get /readyz': { as: 'nobody', answers: { status: 503, because: 'no start has run here' } },
  'get /metrics': { as: 'nobody' },
  'get /api/openapi.json': {},
  'get /api/docs/navigation': { answers: docs },
  'get /api/docs/page': { queries: [{ path: '/docs/architecture' }], answers: docs },
  'get /api/docs/search': { answers: docs },
  'all /api/{path}': {
    as: 'nobody',
    allPublic: 'there is nothing',
    own: () => ({ path: 'nothing' }),
    answers: { status: 404, because: 'nothing is there' },
  },
  'get /api/admin/demo': {},
  'post /api/admin/demo': {},
  'delete /api/admin/demo': {},
  'post /api/experience': {
    body: () => ({
      events: [
        {
          id: randomUUID(),
          surface: 'feed',
          item: { kind: 'clip', id: 'c'.repeat(24) },
          firstFrameMs: 120,
          wasReady: true,
          rebufferCount: 0,
          rebufferMs: 0,
          playedSeconds: 12.5,
          fetchedBytes: 1000,
          shownBytes: 900,
          droppedFrames: 1,
          totalFrames: 300,
          height: 360,
          connection: '4g',
          hasFailed: false,
        },
      ],
    }),
  },
  'get /api/admin/experience': { queries: [{}, { hours: '720' }] },
}
