import { answerHead } from '../http/answer-head.ts'
import { observeRequest } from '../http/observe-request.ts'
import { protectAnswer, protectPage } from '../http/security-headers.ts'

/** Before any route: the request's id, its metrics and the headers that every answer carries. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  nitro.hooks.hook('request', (event) => {
    observeRequest(event)
    protectAnswer(event)
    answerHead(event)
  })
  nitro.hooks.hook('render:html', (html, { event }) => protectPage(html, event))
})
