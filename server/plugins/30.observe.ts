import { answerHead } from '../http/answer-head.ts'
import { compressMessages, compressPage } from '../http/compress-page.ts'
import { observeRequest } from '../http/observe-request.ts'
import { paintFirst } from '../http/paint-first.ts'
import { protectAnswer, protectPage } from '../http/security-headers.ts'

/** Before any route: the request's id, its metrics and the headers that every answer carries. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  nitro.hooks.hook('request', (event) => {
    observeRequest(event)
    protectAnswer(event)
    answerHead(event)
  })
  nitro.hooks.hook('render:html', (html, { event }) => {
    paintFirst(html)
    protectPage(html, event)
  })
  nitro.hooks.hook('render:response', (page, { event }) => compressPage(page, event))
  nitro.hooks.hook('beforeResponse', (event, answer) => compressMessages(answer, event))
})
