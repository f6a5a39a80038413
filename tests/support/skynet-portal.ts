import { createHash, randomUUID } from 'node:crypto'
import { sectorRoot } from '#server/adapters/cold-store/sector-root'
import { answerWith, startFaultyServer, type Answer, type Asked, type FaultyServer } from './faulty-server.ts'

export const SKYNET_API_KEY = 'a portal key'

export interface SkynetPortal extends FaultyServer {
  /** Names what is uploaded otherwise than its content says. */
  lie(isLying: boolean): void
}

interface Upload {
  size: number
  bytes: Buffer
  skylink: string | undefined
}

/** As much of a portal as uploads and reads files: /skynet/skyfile, /skynet/restore, /skynet/tus and the files' links. */
export async function startSkynetPortal(): Promise<SkynetPortal> {
  const files = new Map<string, Buffer>()
  const uploads = new Map<string, Upload>()
  let isLying = false
  const publish = (link: string, body: Buffer): string => {
    const skylink = isLying ? link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) : link
    files.set(skylink, body)
    return skylink
  }
  const server = await startFaultyServer((asked) => {
    if (asked.headers['skynet-api-key'] !== SKYNET_API_KEY) return { status: 401 }
    const { pathname } = asked.url
    if (pathname === '/skynet/skyfile') return saveFile(asked, publish)
    if (pathname === '/skynet/restore') return restoreSector(asked, publish)
    if (pathname.startsWith('/skynet/tus')) return tus(asked, uploads, publish)
    const body = files.get(pathname.slice(1))
    return body ? answerWith(body, asked) : { status: 404 }
  })
  return { ...server, lie: (value) => (isLying = value) }
}

type Publish = (link: string, body: Buffer) => string

function saveFile({ body, headers }: Asked, publish: Publish): Answer {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1]
  const start = body.indexOf('\r\n\r\n') + 4
  const end = body.lastIndexOf(`\r\n--${boundary}--`)
  if (!boundary || end === -1 || !body.subarray(0, start).includes('name="file"; filename='))
    return { status: 400 }
  return json({ skylink: publish(anyLink(body.subarray(start, end)), body.subarray(start, end)) })
}

/** The link of a sector follows from it: two bytes of size, and its root. */
function restoreSector({ body }: Asked, publish: Publish): Answer {
  if (body.length !== 2 ** 22) return { status: 400 }
  const size = Number(body.readBigUInt64LE(1))
  const start = 99 + Number(body.readBigUInt64LE(9))
  const link = Buffer.concat([sizeField(start + size), Buffer.from(sectorRoot(body), 'hex')])
  return json({ skylink: publish(link.toString('base64url'), body.subarray(start, start + size)) })
}

function tus(asked: Asked, uploads: Map<string, Upload>, publish: Publish): Answer {
  if (asked.headers['tus-resumable'] !== '1.0.0') return { status: 412 }
  if (asked.method === 'POST') {
    const location = `/skynet/tus/${randomUUID()}`
    const size = Number(asked.headers['upload-length'])
    uploads.set(location, { size, bytes: Buffer.alloc(0), skylink: undefined })
    return { status: 201, headers: { location } }
  }
  const upload = uploads.get(asked.url.pathname)
  if (!upload) return { status: 404 }
  if (asked.method === 'PATCH') {
    if (Number(asked.headers['upload-offset']) !== upload.bytes.length) return { status: 409 }
    upload.bytes = Buffer.concat([upload.bytes, asked.body])
    if (upload.bytes.length === upload.size) upload.skylink = publish(anyLink(upload.bytes), upload.bytes)
  }
  const headers: Record<string, string | number> = { 'upload-offset': upload.bytes.length }
  if (upload.skylink !== undefined) headers['skynet-skylink'] = upload.skylink
  return { status: asked.method === 'PATCH' ? 204 : 200, headers }
}

/** A file of several sectors is named by how the portal spreads it: for us, any name of the right shape. */
function anyLink(body: Buffer): string {
  return Buffer.concat([Buffer.of(1, 0), createHash('sha256').update(body).digest()]).toString('base64url')
}

/** skymodules/skylink.go, SetDescription, by its own words: the smallest mode and step that cover the size. */
function sizeField(size: number): Buffer {
  const field = Buffer.alloc(2)
  for (let mode = 0, step = 4096, start = 0; mode < 8; mode += 1) {
    for (let steps = 0; steps < 8; steps += 1) {
      if (size > start + (steps + 1) * step) continue
      const modeBits = '0' + '1'.repeat(mode)
      field.writeUInt16LE(Number.parseInt(`${steps.toString(2)}${modeBits}00`, 2))
      return field
    }
    start = 32_768 << mode
    step = 4096 << mode
  }
  throw new Error('larger than a sector')
}

function json(value: unknown): Answer {
  return { status: 200, body: Buffer.from(JSON.stringify(value)) }
}
