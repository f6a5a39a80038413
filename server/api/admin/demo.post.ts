import { DemoView } from '#shared/demo'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { requestDemo } from '../../library/add-demo.ts'

export default defineEndpoint({
  summary: 'Asks for demo content: a few short videos that the server makes itself.',
  actor: 'admin',
  rate: 'write',
  response: DemoView,
  status: 202,
  run: () => requestDemo(),
})
