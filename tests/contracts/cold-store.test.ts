import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CheckedColdStore } from '#server/adapters/cold-store/checked-cold-store'
import { coldFacts } from '#server/adapters/cold-store/cold-facts'
import { ObjectDriver } from '#server/adapters/cold-store/object-driver'
import { CHUNK_BYTES, type ColdFacts, type ColdRef, type ColdStore } from '#server/adapters/cold-store/port'
import { RenterdDriver } from '#server/adapters/cold-store/renterd-driver'
import { SkynetDriver } from '#server/adapters/cold-store/skynet-driver'
import { FilesystemStore } from '#server/adapters/object-store/filesystem'
import { S3Store } from '#server/adapters/object-store/s3'
import { CorruptObject, NotFound, RangeNotSatisfiable, Unavailable } from '#server/errors'
import type { FaultyServer } from '../support/faulty-server.ts'
import { RENTERD_PASSWORD, startRenterd } from '../support/renterd.ts'
import { startS3, type TestS3 } from '../support/s3.ts'
import { SKYNET_API_KEY, startSkynetPortal, type SkynetPortal } from '../support/skynet-portal.ts'
import { makeTempDir } from '../support/temp-dir.ts'

const MIB = 2 ** 20
let s3: TestS3
let renterd: FaultyServer
let portal: SkynetPortal
let folder: Awaited<ReturnType<typeof makeTempDir>>

beforeAll(async () => {
  folder = await makeTempDir('cold')
  ;[s3, renterd, portal] = await Promise.all([startS3(), startRenterd(), startSkynetPortal()])
})
afterAll(async () => {
  await Promise.all([s3?.stop(), renterd?.stop(), portal?.stop()])
  await folder?.remove()
})

interface Kind {
  name: string
  open(address?: string): ColdStore
  canRemove: boolean
  /** Whose answers can be spoilt. */
  server?: () => FaultyServer
}
const S3 = { bucket: 'cold', redirects: false }
const kinds: Kind[] = [
  {
    name: 'a folder',
    canRemove: true,
    open: () => new CheckedColdStore(new ObjectDriver('local', new FilesystemStore(`${folder.path}/cold`))),
  },
  {
    name: 'an S3 bucket',
    canRemove: true,
    open: (endpoint = s3.endpoint) =>
      new CheckedColdStore(new ObjectDriver('s3', new S3Store({ ...s3, ...S3, endpoint }), 'cold/')),
  },
  {
    name: 'a renterd',
    canRemove: true,
    server: () => renterd,
    open: (address = renterd.url) =>
      new CheckedColdStore(new RenterdDriver({ address, password: RENTERD_PASSWORD, bucket: 'videos' })),
  },
  {
    name: 'a Skynet portal',
    canRemove: false,
    server: () => portal,
    open: (address = portal.url) =>
      new CheckedColdStore(new SkynetDriver({ portal: address, apiKey: SKYNET_API_KEY })),
  },
]

const type = { name: 'collection-7.vgz', contentType: 'application/gzip' }
const factsOf = (bytes: Buffer) => coldFacts(Readable.from([bytes]), type)
const sourceOf = (bytes: Buffer) => async () => Readable.from([bytes.subarray(0, 9), bytes.subarray(9)])

describe.each(kinds)('cold store in $name', ({ open, canRemove, server }) => {
  let store: ColdStore
  beforeAll(() => {
    store = open()
  })
  afterEach(() => server?.().fail(null))
  afterAll(() => store.close())

  const put = async (bytes: Buffer): Promise<ColdRef> => store.put(sourceOf(bytes), await factsOf(bytes))

  it.each([
    ['a few bytes', 12],
    ['as much as fits one sector with its head', CHUNK_BYTES - 200],
    ['exactly one sector', CHUNK_BYTES],
    ['several', 2 * CHUNK_BYTES + 77],
    ['more than one piece of an upload', 41 * MIB],
  ])('gives back what was put: %s', async (_, size) => {
    const bytes = randomBytes(size)
    const facts = await factsOf(bytes)
    const ref = await store.put(sourceOf(bytes), facts)
    expect(ref).toEqual({ ...facts, kind: store.kind, uri: expect.stringMatching(/^sia:\/\/[\w/.-]+$/) })
    expect(await store.stat(ref)).toEqual({ sizeBytes: size })
    expect((await buffer(await store.read(ref))).equals(bytes)).toBe(true)
    expect(await store.verify(ref)).toBe('ok')
    await store.remove(ref)
  })

  it('gives ranges, checked and unchecked', async () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 1000)
    const ref = await put(bytes)
    const last = bytes.length - 1
    for (const [start, end] of [
      [0, 0],
      [5, 99],
      [CHUNK_BYTES - 1, CHUNK_BYTES],
      [CHUNK_BYTES, last],
      [last, last + 500],
    ] as const) {
      // prettier-ignore
      const expected = bytes.subarray(start, end + 1)
      expect((await buffer(await store.read(ref, { start, end }))).equals(expected)).toBe(true)
      expect((await buffer(await store.readUnchecked(ref, { start, end }))).equals(expected)).toBe(true)
    }
    const beyond = { start: last + 1, end: last + 9 }
    await expect(async () => store.read(ref, beyond)).rejects.toBeInstanceOf(RangeNotSatisfiable)
  })

  it('takes the same bytes twice, and lists what it holds where it can', async () => {
    const bytes = randomBytes(5000)
    const ref = await put(bytes)
    expect((await put(bytes)).uri).toBe(ref.uri)
    const listed = (await Array.fromAsync(store.list())).filter(({ uri }) => uri === ref.uri)
    expect(listed).toEqual(canRemove ? [{ uri: ref.uri, sizeBytes: 5000 }] : [])
  })

  it('says that what is not there is missing', async () => {
    const ref = await put(randomBytes(3000))
    expect(await store.remove(ref)).toBe(canRemove)
    expect(await store.remove(ref)).toBe(canRemove)
    if (!canRemove) ref.uri = `sia://${'A'.repeat(46)}`
    expect(await store.stat(ref)).toBeNull()
    expect(await store.verify(ref)).toBe('missing')
    await expect(store.read(ref)).rejects.toBeInstanceOf(NotFound)
  })

  it('stores nothing of a source that is not what was announced', async () => {
    const bytes = randomBytes(MIB)
    const facts = await factsOf(bytes)
    const wrong = Buffer.from(bytes)
    wrong[500_000]! ^= 1
    for (const source of [wrong, bytes.subarray(1), Buffer.concat([bytes, bytes])]) {
      await expect(store.put(sourceOf(source), facts)).rejects.toBeInstanceOf(CorruptObject)
    }
    const listed = await Array.fromAsync(store.list())
    expect(listed.some(({ uri }) => uri.includes(facts.sha256))).toBe(false)
  })

  it('fails as its source fails', async () => {
    const bytes = randomBytes(MIB)
    const facts: ColdFacts = await factsOf(bytes)
    const broken = async () => Readable.from(failing(bytes.subarray(0, 100_000)))
    await expect(store.put(broken, facts)).rejects.toBeInstanceOf(Error)
    const unopened = () => Promise.reject(new NotFound('no source'))
    await expect(store.put(unopened, facts)).rejects.toBeInstanceOf(NotFound)
  })

  it('lets itself be called off', async () => {
    const ref = await put(randomBytes(4000))
    const all = { start: 0, end: 3999 }
    const calling = new AbortController()
    const opened: Readable[] = []
    await expect(store.read(ref, undefined, AbortSignal.abort())).rejects.toThrow()
    for (const read of [
      store.read(ref, undefined, calling.signal),
      store.readUnchecked(ref, all, calling.signal),
    ]) {
      const stream = await read
      opened.push(stream)
    }
    calling.abort()
    for (const stream of opened) await expect(buffer(stream)).rejects.toThrow()
  })
})

describe.each(kinds.filter(({ server }) => server))('$name that answers wrongly', ({ open, server }) => {
  let store: ColdStore
  const bytes = randomBytes(CHUNK_BYTES + 5000)
  let ref: ColdRef
  beforeAll(async () => {
    store = open()
    ref = await store.put(sourceOf(bytes), await factsOf(bytes))
  })
  afterEach(() => server!().fail(null))

  it.each([
    ['wrong' as const, CorruptObject, 'corrupt'],
    ['short' as const, CorruptObject, 'corrupt'],
    [404 as const, NotFound, 'missing'],
  ])('is known for it: %s', async (fault, error, verdict) => {
    server!().fail(fault, 'GET')
    await expect(drained(store.read(ref))).rejects.toBeInstanceOf(error)
    expect(await store.verify(ref)).toBe(verdict)
  })

  it.each(['reset' as const, 500 as const])('is unavailable: %s', async (fault) => {
    server!().fail(fault)
    await expect(drained(store.read(ref))).rejects.toBeInstanceOf(Unavailable)
    if (fault === 500) await expect(store.stat(ref)).rejects.toBeInstanceOf(Unavailable)
    const other = randomBytes(50_000)
    await expect(store.put(sourceOf(other), await factsOf(other))).rejects.toBeInstanceOf(Unavailable)
  })

  it('gives an unchecked reader an error, never a silent end, when it is cut', async () => {
    server!().fail('reset', 'GET')
    const cut = drained(store.readUnchecked(ref, { start: 0, end: bytes.length - 1 }))
    await expect(cut).rejects.toBeInstanceOf(Unavailable)
  })
})

describe.each(kinds.slice(1))('$name that is away', ({ open }) => {
  it('is unavailable at once when it refuses', async () => {
    const store = open('http://127.0.0.1:1')
    const started = performance.now()
    await expect(store.stat(someRef(store))).rejects.toBeInstanceOf(Unavailable)
    await expect(store.read(someRef(store))).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - started).toBeLessThan(10_000)
    await store.close()
  })

  it('is unavailable after five seconds when it only listens', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const sockets: { destroy(): void }[] = []
    silent.on('connection', (socket) => sockets.push(socket))
    const store = open(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    const started = performance.now()
    await expect(store.read(someRef(store))).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - started).toBeLessThan(5_900)
    sockets.forEach((socket) => socket.destroy())
    silent.close()
    await store.close()
  })
})

describe('a folder', () => {
  it('never gives bytes that have changed on the disk', async () => {
    const root = join(folder.path, 'damaged')
    const store = new CheckedColdStore(new ObjectDriver('local', new FilesystemStore(root)))
    const bytes = randomBytes(CHUNK_BYTES + 100)
    const ref = await store.put(sourceOf(bytes), await factsOf(bytes))
    const [path] = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(ref.sha256))
    const damaged = Buffer.from(bytes)
    damaged[CHUNK_BYTES + 50]! ^= 1
    await writeFile(join(root, path!), damaged)
    expect((await buffer(await store.read(ref, { start: 0, end: 99 }))).equals(bytes.subarray(0, 100))).toBe(
      true,
    )
    await expect(store.read(ref, { start: CHUNK_BYTES, end: CHUNK_BYTES })).rejects.toThrow('Chunk 1')
    expect(await store.verify(ref)).toBe('corrupt')
  })
})

describe('a Skynet portal', () => {
  it('is refused when it names a sector otherwise than we do', async () => {
    const store = kinds[3]!.open()
    portal.lie(true)
    const bytes = randomBytes(1000)
    await expect(store.put(sourceOf(bytes), await factsOf(bytes))).rejects.toBeInstanceOf(CorruptObject)
    portal.lie(false)
  })
})

function someRef(store: ColdStore): ColdRef {
  const sha256 = 'a'.repeat(64)
  const uri = store.kind === 'skynet' ? `sia://${'A'.repeat(46)}` : `sia://${store.kind}/cold/aa/aa/${sha256}`
  return { ...type, sizeBytes: 10, sha256, chunkRoots: ['0'.repeat(64)], kind: store.kind, uri }
}

async function drained(opening: Promise<Readable>): Promise<Buffer> {
  return buffer(await opening)
}

function* failing(bytes: Buffer): Generator<Buffer> {
  yield bytes
  throw new Error('EIO')
}
