import { defineEndpoint } from '../../http/define-endpoint.ts'
import { removeDemo } from '../../library/add-demo.ts'

export default defineEndpoint({
  summary: 'Takes the demo content away again.',
  actor: 'admin',
  rate: 'write',
  audit: 'DELETE_VIDEO',
  run: ({ actor }) => removeDemo(actor),
})
