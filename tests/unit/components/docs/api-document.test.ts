import { describe, expect, it } from 'vitest'
import { readApiDocument } from '../../../../components/docs/api-document'

const document = {
  paths: {
    '/api/videos/{id}': {
      get: {
        summary: 'One video',
        'x-actor': 'guest',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '200': {}, '404': {} },
      },
      delete: { 'x-actor': 'user', 'x-audit': 'DELETE_VIDEO', responses: { '204': {} } },
    },
    '/api/me/tokens': { post: { tags: ['accounts'], 'x-actor': 'user', responses: { '201': {} } } },
    '/healthz': { get: { 'x-actor': 'anyone', responses: { '200': {} } } },
  },
}

describe('readApiDocument', () => {
  const areas = readApiDocument(document)

  it('groups by tag, or by the first part of the path', () => {
    expect(areas.map(({ name }) => name)).toEqual(['accounts', 'operations', 'videos'])
  })

  it('says who may call, what it leaves behind and what it answers', () => {
    const [read, remove] = areas[2]?.operations ?? []
    expect(read).toMatchObject({ method: 'GET', caller: 'Guests and everyone else', answerStatus: '200' })
    expect(remove).toMatchObject({ method: 'DELETE', audit: 'DELETE_VIDEO', answerStatus: '204' })
    expect(read?.parameters).toEqual([{ name: 'id', type: 'string', isRequired: true, note: 'in the path' }])
  })

  it('gives every operation an anchor of its own', () => {
    const ids = areas.flatMap(({ operations }) => operations.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('reads an empty document', () => expect(readApiDocument({})).toEqual([]))
})
