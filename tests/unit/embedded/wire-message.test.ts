import { Readable } from 'node:stream'
import { deserialize, serialize } from 'bson'
import { describe, expect, it } from 'vitest'
import { denial } from '../../../embedded/denied-commands.ts'
import {
  BadFrame,
  commandName,
  readMessages,
  replyHeader,
  requestMessage,
} from '../../../embedded/wire-message.ts'

const command = (document: object) => requestMessage(7, serialize(document))

/** As a driver sends bulk writes: the documents in a sequence of their own, here before the command. */
function sequenceFirst(document: object): Buffer {
  const sequence = Buffer.concat([Buffer.from('documents\0'), serialize({ a: 1 })])
  const section = Buffer.alloc(5)
  section[0] = 1
  section.writeInt32LE(sequence.length + 4, 1)
  const plain = command(document)
  const message = Buffer.concat([plain.subarray(0, 20), section, sequence, plain.subarray(20)])
  message.writeInt32LE(message.length, 0)
  return message
}

function legacyQuery(document: object): Buffer {
  const fixed = Buffer.concat([
    Buffer.alloc(20),
    Buffer.from('admin.$cmd\0'),
    Buffer.alloc(8),
    serialize(document),
  ])
  fixed.writeInt32LE(fixed.length, 0)
  fixed.writeInt32LE(9, 4)
  fixed.writeInt32LE(2004, 12)
  return fixed
}

async function messagesOf(chunks: Buffer[]): Promise<Buffer[]> {
  const messages: Buffer[] = []
  for await (const message of readMessages(Readable.from(chunks))) messages.push(message)
  return messages
}

describe('commandName', () => {
  it.each([
    ['a command', command({ ping: 1, $db: 'admin' }), 'ping'],
    ['a command after a document sequence', sequenceFirst({ insert: 'x' }), 'insert'],
    ['a legacy query', legacyQuery({ isMaster: 1 }), 'isMaster'],
    ['an empty document', command({}), ''],
    ['another opcode', Buffer.alloc(32), ''],
    ['a message that is cut short', command({ ping: 1 }).subarray(0, 21), ''],
  ])('of %s', (_, message, name) => {
    expect(commandName(message)).toBe(name)
  })
})

describe('denial', () => {
  it.each([
    'startSession',
    'endSessions',
    'killSessions',
    'killAllSessions',
    'killAllSessionsByPattern',
    'refreshSessions',
  ])('keeps %s from the engine, which would die of it', (name) => {
    const reply = denial(command({ [name]: [], $db: 'admin' }))
    expect(reply).toMatchObject({ replyTo: 7, isLegacy: false })
    expect(deserialize(reply!.document)).toMatchObject({
      ok: 0,
      code: 59,
      errmsg: `no such command: '${name}'`,
    })
  })

  it('also in a legacy query, and behind a document sequence', () => {
    expect(denial(legacyQuery({ killSessions: [] }))).toMatchObject({ replyTo: 9, isLegacy: true })
    expect(denial(sequenceFirst({ endSessions: [] }))).not.toBeNull()
  })

  it('lets everything else through', () => {
    expect(denial(command({ find: 'startSession' }))).toBeNull()
  })
})

describe('readMessages', () => {
  const stream = Buffer.concat([command({ ping: 1 }), command({ find: 'a' }), legacyQuery({ isMaster: 1 })])

  it.each([1, 3, 4, 7, 50, stream.length])('finds the messages in chunks of %i bytes', async (size) => {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
      stream.subarray(i * size, (i + 1) * size),
    )
    const messages = await messagesOf(chunks)
    expect(messages.map(commandName)).toEqual(['ping', 'find', 'isMaster'])
    expect(Buffer.concat(messages).equals(stream)).toBe(true)
  })

  it.each([-1, 0, 15, 48_016_385, 2_147_483_647])('refuses a length of %i', async (length) => {
    const bytes = Buffer.alloc(16)
    bytes.writeInt32LE(length, 0)
    await expect(messagesOf([bytes])).rejects.toBeInstanceOf(BadFrame)
  })

  it('gives nothing for a message that never ends', async () => {
    expect(await messagesOf([command({ ping: 1 }).subarray(0, 20)])).toEqual([])
  })
})

describe('replyHeader', () => {
  it('frames both kinds of replies', () => {
    const document = serialize({ ok: 1 })
    const modern = replyHeader({ replyTo: 5, isLegacy: false, document }, 2)
    expect([modern.readInt32LE(0), modern.readInt32LE(8), modern.readInt32LE(12)]).toEqual([
      21 + document.length,
      5,
      2013,
    ])
    const legacy = replyHeader({ replyTo: 5, isLegacy: true, document }, 2)
    expect([legacy.readInt32LE(0), legacy.readInt32LE(12), legacy.readInt32LE(32)]).toEqual([
      36 + document.length,
      1,
      1,
    ])
  })
})
