import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { S3Store } from '#server/adapters/object-store/s3'
import { createS3Agent, createS3Client } from '#server/adapters/object-store/s3-client'
import { partSizeFor } from '#server/adapters/object-store/s3-upload'
import { Unavailable } from '#server/errors'
import { startS3, type TestS3 } from '../../support/s3.ts'

const MB = 1_000_000
const type = { contentType: 'video/mp4' }

let s3: TestS3
let store: S3Store
beforeAll(async () => {
  s3 = await startS3()
  store = new S3Store(settings('media'))
})
afterAll(async () => {
  await store?.close()
  await s3?.stop()
})

const settings = (bucket: string) => ({ ...s3, bucket, redirects: false })

describe('the bucket', () => {
  it('is made once when several processes need it at the same time', async () => {
    const stores = Array.from({ length: 4 }, () => new S3Store(settings('made-together')))
    await Promise.all(stores.map((each, index) => each.put(`a/${index}`, Buffer.from('x'), type)))
    const keys: string[] = []
    for await (const { key } of stores[0]!.list('')) keys.push(key)
    expect(keys).toEqual(['a/0', 'a/1', 'a/2', 'a/3'])
    await Promise.all(stores.map((each) => each.close()))
  })

  it('is private: without a signature nothing is given', async () => {
    await store.put('videos/private', Buffer.from('secret'), type)
    const answer = await fetch(`${s3.endpoint}/media/videos/private`)
    expect(answer.ok).toBe(false)
    expect(await answer.text()).not.toContain('secret')
  })
})

describe('a presigned URL', () => {
  const bytes = randomBytes(1_000)
  beforeAll(() => store.put('videos/signed', bytes, type))

  it('gives the bytes, ranges too, with their content type', async () => {
    const url = await store.presign('videos/signed', 60)
    const whole = await fetch(url)
    expect(whole.headers.get('content-type')).toBe('video/mp4')
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 10-19/1000')
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true)
  })

  it('is for that object and that time alone', async () => {
    const url = await store.presign('videos/signed', 1)
    expect((await fetch(url.replace('videos/signed', 'videos/other'))).status).toBe(403)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    await expect.poll(async () => (await fetch(url)).status, { timeout: 5_000, interval: 300 }).toBe(403)
  })
})

describe('an upload in parts', () => {
  const target = { bucket: 'media', key: 'originals/parts' }
  const client = () => createS3Client(settings('media'), createS3Agent(settings('media')))
  const unfinished = async () => {
    const { uploads } = await (await client()).listIncompleteUploadsQuery(target.bucket, '', '', '', '|')
    return uploads.map((upload) => upload.key)
  }

  it('never continues what another writer began', async () => {
    const other = await client()
    const uploadId = await other.initiateNewMultipartUpload(target.bucket, target.key, {})
    const foreign = await other.uploadPart(
      {
        bucketName: target.bucket,
        objectName: target.key,
        uploadID: uploadId,
        partNumber: 1,
        headers: {},
      },
      randomBytes(8 * 1024 * 1024),
    )
    const bytes = randomBytes(20 * MB)
    await store.put(target.key, Readable.from([bytes]), type)
    expect((await buffer(await store.read(target.key))).equals(bytes)).toBe(true)
    expect(foreign.etag).toBeTruthy()
    expect(await unfinished()).toEqual([target.key])

    await store.sweep()
    expect(await unfinished(), 'a young one may still be going on').toEqual([target.key])
    // a listing rounds the time up to the second, so what began just now may lie ahead
    await store.sweep(-1000)
    expect(await unfinished()).toEqual([])
    expect((await store.stat(target.key))!.sizeBytes).toBe(bytes.length)
  })

  it('takes its parts away when it fails', async () => {
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(20 * MB)
        throw new Error('the line went dead')
      })(),
    )
    await expect(store.put('originals/broken', broken, type)).rejects.toThrow('the line went dead')
    expect(await unfinished()).toEqual([])
  })

  it.each([
    [undefined, 8],
    [100 * MB, 8],
    [80_000 * MB, 8],
    [84_000 * MB, 9],
    [1_000_000 * MB, 96],
  ])('of %s bytes needs no more than ten thousand parts of %i MiB', (size, mebibytes) => {
    expect(partSizeFor(size)).toBe(mebibytes * 1024 * 1024)
    expect((size ?? 0) / partSizeFor(size)).toBeLessThanOrEqual(10_000)
  })
})

describe('a store that cannot be relied on', () => {
  it('answers Unavailable while it is away, and works again when it is back', async () => {
    await store.put('videos/here', Buffer.from('x'), type)
    await s3.kill()
    await expect(store.stat('videos/here')).rejects.toBeInstanceOf(Unavailable)
    await expect(store.read('videos/here')).rejects.toBeInstanceOf(Unavailable)
    await expect(store.put('videos/new', Readable.from([randomBytes(100)]), type)).rejects.toBeInstanceOf(
      Unavailable,
    )
    await s3.start()
    expect(await store.stat('videos/here')).toMatchObject({ sizeBytes: 1 })
    expect(await store.stat('videos/new')).toBeNull()
  })

  it('answers Unavailable for a wrong key or secret', async () => {
    for (const wrong of [{ secretKey: 'wrong' }, { accessKey: 'nobody' }]) {
      const other = new S3Store({ ...settings('media'), ...wrong })
      await expect(other.stat('videos/here')).rejects.toBeInstanceOf(Unavailable)
      await other.close()
    }
  })

  it.each([
    ['ignores the range', 200, {}],
    ['answers another range', 206, { 'content-range': 'bytes 0-4/10' }],
    ['does not say which range', 206, {}],
  ])('is not believed when it %s', async (_, status, headers) => {
    const liar = createServer((incoming, response) => {
      const isObject = incoming.url!.includes('videos')
      response.writeHead(isObject ? status : 200, isObject ? headers : {})
      response.end(incoming.method === 'HEAD' ? undefined : '01234')
    })
    liar.listen(0, '127.0.0.1')
    await once(liar, 'listening')
    const endpoint = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`
    const other = new S3Store({ ...settings('media'), endpoint })
    await expect(other.read('videos/x', { start: 5, end: 9 })).rejects.toBeInstanceOf(Unavailable)
    await other.close()
    liar.close()
  })

  it('cuts the client off when it breaks in the middle, and never gives it a shorter object', async () => {
    const breaking = createServer((incoming, response) => {
      if (incoming.url!.includes('videos')) {
        response.writeHead(206, { 'content-range': 'bytes 0-99/100', 'content-length': 100 })
        response.write('half')
        setTimeout(() => response.destroy(), 50)
      } else response.end()
    })
    breaking.listen(0, '127.0.0.1')
    await once(breaking, 'listening')
    const endpoint = `http://127.0.0.1:${(breaking.address() as AddressInfo).port}`
    const other = new S3Store({ ...settings('media'), endpoint })
    const edge = createServer((_incoming, response) => {
      response.writeHead(200, { 'content-length': 100 })
      void other.send('videos/x', { start: 0, end: 99 }, response)
    })
    edge.listen(0, '127.0.0.1')
    await once(edge, 'listening')
    const url = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`
    await expect(fetch(url).then((answer) => answer.arrayBuffer())).rejects.toThrow()
    await other.close()
    for (const server of [breaking, edge]) server.close()
  })
})
