import { DemoView } from '#shared/demo'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { findDemo } from '../../library/add-demo.ts'

export default defineEndpoint({
  summary: 'Says whether demo content is offered, being added, or here.',
  actor: 'admin',
  rate: 'read',
  response: DemoView,
  run: () => findDemo(),
})
