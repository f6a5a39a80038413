import { answerWith, startFaultyServer, type Answer, type Asked, type FaultyServer } from './faulty-server.ts'

export const RENTERD_PASSWORD = 'a renterd password'

/** As much of renterd's worker and bus API as a store of objects uses (SiaFoundation/renterd, worker.go and bus.go). */
export function startRenterd(): Promise<FaultyServer> {
  const objects = new Map<string, Buffer>()
  const authorization = `Basic ${Buffer.from(`:${RENTERD_PASSWORD}`).toString('base64')}`
  return startFaultyServer((asked) => {
    if (asked.headers.authorization !== authorization) return { status: 401 }
    if (asked.url.searchParams.get('bucket') !== 'videos') return { status: 404 }
    const list = /^\/api\/bus\/objects\/(.*)$/.exec(asked.url.pathname)
    if (list && asked.method === 'GET') return listObjects(objects, list[1]!, asked)
    const key = /^\/api\/worker\/object\/(.+)$/.exec(asked.url.pathname)?.[1]
    return key ? answerObject(objects, key, asked) : { status: 404 }
  })
}

function answerObject(objects: Map<string, Buffer>, key: string, asked: Asked): Answer {
  if (asked.method === 'PUT') {
    if (asked.headers['content-length'] === undefined) return { status: 400 }
    objects.set(key, asked.body)
    return { status: 200, headers: { etag: '"x"' } }
  }
  const body = objects.get(key)
  if (!body) return { status: 404 }
  if (asked.method === 'DELETE') return { status: objects.delete(key) ? 200 : 404 }
  return answerWith(body, asked)
}

/** Pages of one, so that whoever lists has to go on. */
function listObjects(objects: Map<string, Buffer>, prefix: string, { url }: Asked): Answer {
  const marker = url.searchParams.get('marker') ?? ''
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > marker).sort()
  const page = {
    hasMore: keys.length > 1,
    nextMarker: keys.length > 1 ? keys[0] : '',
    objects: keys.slice(0, 1).map((key) => ({ key, size: objects.get(key)!.length, health: 1 })),
  }
  return { status: 200, body: Buffer.from(JSON.stringify(page)) }
}
