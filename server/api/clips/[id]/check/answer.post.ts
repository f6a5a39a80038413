import { IdParams } from '#shared/common'
import { AnswerBody, AnswerView } from '#shared/learning'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { answerCheck } from '../../../../learning/answer-check.ts'

export default defineEndpoint({
  summary: 'Answers the question after a clip. Another try needs another look at the clip, or ten minutes.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: AnswerBody,
  response: AnswerView,
  run: ({ actor, params, body }) => answerCheck(actor, params.id, body.choice),
})
