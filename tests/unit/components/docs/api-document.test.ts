import { describe, expect, it } from 'vitest'
import { readApiDocument } from '../../../../components/docs/api-document'

const document = {
  paths: {
    '/api/videos/{id}': {
      get: {
        summary: 'One video',
        description: 'Needs any session.',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '200': {}, '404': {} },
      },
      delete: { responses: { '204': {} } },
    },
    '/api/me/tokens': { post: { responses: { '201': {} } } },
    '/healthz': { get: { responses: { '200': {} } } },
  },
}

describe('readApiDocument', () => {
  const areas = readApiDocument(document)

  it('groups by the first part of the path', () => {
    expect(areas.map(({ name }) => name)).toEqual(['me', 'operations', 'videos'])
  })

  it('says who may call and what it answers', () => {
    const [read, remove] = areas[2]?.operations ?? []
    expect(read).toMatchObject({ method: 'GET', description: 'Needs any session.', answerStatus: '200' })
    expect(remove).toMatchObject({ method: 'DELETE', answerStatus: '204' })
    expect(read?.parameters).toEqual([{ name: 'id', type: 'string', isRequired: true, note: 'in the path' }])
  })

  it('gives every operation an anchor of its own', () => {
    const ids = areas.flatMap(({ operations }) => operations.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('reads an empty document', () => expect(readApiDocument({})).toEqual([]))
})
