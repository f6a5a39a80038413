import { ExperienceQuery, ExperienceView } from '#shared/experience'
import { getExperience } from '../../experience/get-experience.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Says what playing was like over the last hours: first picture, waiting, wasted bytes, dropped frames.',
  actor: 'admin',
  rate: 'read',
  query: ExperienceQuery,
  response: ExperienceView,
  run: ({ query }) => getExperience(query.hours),
})
