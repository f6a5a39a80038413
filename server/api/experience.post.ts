import { ExperienceBody } from '#shared/experience'
import { recordExperience } from '../experience/record-experience.ts'
import { defineEndpoint } from '../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes what playing was like, as players tell it when an item is left; each event counts once.',
  actor: 'guest',
  rate: 'report',
  body: ExperienceBody,
  run: ({ body }) => recordExperience(body),
})
