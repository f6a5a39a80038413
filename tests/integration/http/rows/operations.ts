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
}
